"""How many queries the pages of daily work ask: few, and no more for more rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions.cases.models import Case
from interventions.cases.services import correct_note, write_note
from interventions.outcomes.models import Assessment, MeasurePoint
from interventions.programmes.models import ListName, Programme
from interventions.sessions.services import record_session
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, entry, opened_case
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


def cost(client: Client, address: str, **query: str) -> int:
    client.get(address, query)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, query).status_code == 200
    return sum("SAVEPOINT" not in one["sql"] for one in asked)


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def client(make_user: Callable[..., User], client_for: Callable[[User], Client], programme: Programme) -> Client:
    return client_for(make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY))


def happen(case: Case, times: int, **told: Any) -> None:
    """A note with a correction, a session and a measure, so many times."""
    kind = entry(ListName.SESSION_KIND, "mentoring")
    for number in range(times):
        on = OPENED + number % 20 * DAY
        note = write_note(case=case, kind="contact", on=on, text="Talked.", by="test")
        correct_note(note=note, revision=1, text="Talked longer.", by="test")
        record_session(case=case, held_on=on, kind=kind, attendance="attended", minutes=5, worker=None, by="test")
        Assessment.objects.create(
            case=case,
            programme=case.programme,
            instrument="swemwbs",
            form="standard",
            point=MeasurePoint.REVIEW,
            taken_on=on,
            scorer_version=1,
            recorded_at=timezone.now(),
        )


def test_a_case_of_two_hundred_events_asks_seven_queries_as_one_of_few_does(client: Client, programme: Programme):
    few, many = opened_case(programme), opened_case(programme)
    happen(few, 1)
    happen(many, 67)
    assert cost(client, many.get_absolute_url()) == cost(client, few.get_absolute_url()) == 7
    older = client.get(many.get_absolute_url()).context["older"]
    assert cost(client, many.get_absolute_url(), after=older) == 7


def test_a_list_of_cases_asks_six_queries(client: Client, programme: Programme):
    for _ in range(25):
        opened_case(programme)
    assert cost(client, "/cases/") == 5
    opened_case(programme)
    assert cost(client, "/cases/") == 6  # and the count, of more than one page
    assert cost(client, "/cases/", worker="mine", status="open", first="1/3/2024") == 5
