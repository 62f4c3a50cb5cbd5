"""The pages of outside figures: five questions, and the words that must stand beside the figures."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from monitoring.measures.models import Series
from monitoring.measures.services import put_observation
from tests.factories import ProgrammeFactory, SourceFactory
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]


@pytest.fixture
def analyst(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    return client_for(make_user(Role.ANALYST))


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(code: str, version: int = 1) -> str:
    return Series.objects.get(code=code, definition_version=version).get_absolute_url()


@pytest.mark.parametrize("series", [None, *range(19)])
def test_every_series_has_a_page_under_the_list(series: int | None, analyst: Client) -> None:
    rows = list(Series.objects.order_by("id"))
    url = reverse("measures") if series is None else rows[series].get_absolute_url()
    page = analyst.get(url)
    assert page.status_code == 200
    assert "Whole area, all causes; this work is one part." in text(page)
    assert len(rows) == 19


def test_figures_of_the_area_belong_to_no_programme(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    """A lead of one programme sees them all; a caseworker there, who lacks the verb, sees none."""
    programme = ProgrammeFactory()
    lead = client_for(make_user(Role.PROGRAMME_LEAD, programme=programme))
    worker = client_for(make_user(Role.CASEWORKER, programme=programme))
    for url in (reverse("measures"), reverse("success_measures"), address("homicides")):
        assert lead.get(url).status_code == 200, url
        assert worker.get(url).status_code == 403, url


def test_the_rows_themselves_end_at_the_verb(make_user: Callable[..., User]) -> None:
    programme = ProgrammeFactory()
    lead = make_user(Role.PROGRAMME_LEAD, programme=programme)
    worker = make_user(Role.CASEWORKER, programme=programme)
    verb = Permission.MEASURE_VIEW
    assert Series.objects.for_user(lead, to=verb).count() == 19
    assert Series.objects.for_user(worker, to=verb).count() == 0
    assert Series.objects.for_user(AnonymousUser(), to=verb).count() == 0


def test_a_bad_reference_is_not_found_and_other_methods_are_refused(analyst: Client) -> None:
    assert analyst.get(reverse("series", args=["SZZZZZZZ"])).status_code == 404
    assert analyst.get(reverse("series", args=["9"])).status_code == 404
    for url in (reverse("measures"), reverse("success_measures"), address("homicides")):
        assert analyst.post(url).status_code == 405, url


def test_the_rate_page_says_that_it_is_not_a_yearly_rate(analyst: Client) -> None:
    shown = text(analyst.get(address("serious_violence_rate")))
    assert "18 months" in shown
    assert "so they are not yearly rates" in shown
    assert "As if over a year (our arithmetic)" in shown
    assert "3.56" in shown


def test_success_measures_stand_with_what_was_printed_and_without_counts(analyst: Client) -> None:
    shown = text(analyst.get(reverse("success_measures")))
    for printed in ("Down 6.3%", "Down 13.2%", "Up 30.0%", "Down 100.0%", "Down 25.5%", "Down 31.6%"):
        assert printed in shown
    assert "No counts were published with these percentages" in shown
    assert "Homicides are few" in shown
    assert "all non-domestic homicides" in shown
    assert "A reduction in homicides and especially among those victims aged under 25 involving knives" in shown
    assert shown.count("2023/24 with 2019/20") == 6


def test_a_value_that_was_not_printed_says_so(analyst: Client) -> None:
    shown = text(analyst.get(address("violence_related_ed_attendances")))
    assert "Not printed" in shown
    assert "Down 37.5%" in shown


def test_two_comparable_values_are_drawn(analyst: Client) -> None:
    series = Series.objects.get(code="serious_violence_offences")
    assert "<svg" not in _main(analyst, series)
    put_observation(
        series=series, start=date(2021, 4, 1), end=date(2022, 4, 1), area_as_printed="LLR", source=SourceFactory(),
        label="2021/22", area=None, value=3_600_00, by="test",
    )  # fmt: skip
    drawn = _main(analyst, series)
    assert "<svg" in drawn
    assert "3,529 in 2020/21, 3,600 in 2021/22" in drawn


def _main(client: Client, series: Series) -> str:
    return text(client.get(series.get_absolute_url())).split("<main", 1)[1]
