"""A register that was begun and come back to: what others recorded in between is neither hidden nor written over."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from interventions.programmes.models import Programme
from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.services import arrange_group, change_group, record_attendance, remove_session
from tests.factories.casework import opened_case
from tests.factories.sessions import session_kind
from tests.vrn_cases.forms.drafts.drafting import keep, opened
from vrn_cases.forms.models import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
YESTERDAY = date(2024, 4, 14)
A = Attendance


@pytest.fixture
def group(programme: Programme) -> GroupSession:
    cases = [opened_case(programme) for _ in range(3)]
    told = {"title": "Invented group", "kind": session_kind(), "worker": None, "minutes": 90, "by": "test"}
    return arrange_group(programme=programme, held_on=YESTERDAY, cases=cases, **told)


@pytest.fixture
def url(group: GroupSession) -> str:
    return reverse("group_register", args=[group.reference])


def shown(form: Any) -> dict[str, list[str]]:
    """What stands in the boxes of the page, as its script keeps it: a blank box of minutes too, but no blank choice."""
    boxes = {name: form[name].value() for name in form.fields if name.startswith(("attendance-", "minutes-"))}
    answered = {name: "" if value is None else str(value) for name, value in boxes.items()}
    return {name: [value] for name, value in answered.items() if value or name.startswith("minutes-")}


def send(client: Client, url: str, form: Any) -> Any:
    hidden = {name: form[name].value() for name in form.fields if name.startswith("seen-")}
    hidden |= {name: form[name].value() for name in ("submission_key", "draft_token")}
    return client.post(url, {**hidden, **{name: value for name, [value] in shown(form).items()}})


def recorded(session: Session) -> tuple[str, int | None]:
    session.refresh_from_db()
    return session.attendance, session.minutes


@pytest.mark.parametrize("typed_on", [False, True], ids=["opened again", "opened again and typed on"])
def test_what_was_marked_before_is_not_written_over_what_somebody_recorded_since(
    client: Client, group: GroupSession, url: str, clock: Any, typed_on: bool
) -> None:
    first, second, _ = group.sessions.order_by("id")
    page = opened(client, url)
    begun = {**shown(page), f"attendance-{first.reference}": [A.DID_NOT_ATTEND.value]}
    assert keep(client, page, begun) == 200
    record_attendance(session=first, revision=1, attendance=A.ATTENDED, minutes=15, by="another")
    if typed_on:
        clock.shift(60)
        page = opened(client, url)
        more = {**shown(page), f"attendance-{second.reference}": [A.ATTENDED.value]}
        assert keep(client, page, more) == 200
    response = send(client, url, opened(client, url))
    assert response.status_code == 422
    assert "somebody recorded “Attended, 15 minutes”" in response.content.decode()
    assert recorded(first) == (A.ATTENDED, 15)


def test_a_row_that_was_not_marked_shows_and_keeps_what_somebody_recorded_since(
    client: Client, group: GroupSession, url: str
) -> None:
    first, second, third = group.sessions.order_by("id")
    page = opened(client, url)
    keep(client, page, {**shown(page), f"attendance-{first.reference}": [A.ATTENDED.value]})
    record_attendance(session=second, revision=1, attendance=A.ATTENDED, minutes=15, by="another")
    again = opened(client, url)
    assert again[f"minutes-{second.reference}"].value() == 15
    assert send(client, url, again).status_code == 302
    assert [recorded(one) for one in (first, second, third)] == [(A.ATTENDED, 90), (A.ATTENDED, 15), ("", None)]


def test_what_was_begun_is_read_back_by_person_and_in_the_words_of_the_register(
    client: Client, group: GroupSession, url: str
) -> None:
    first, second, third = group.sessions.order_by("id")
    page = opened(client, url)
    marked = {f"attendance-{one.reference}": [A.CANCELLED_BY_PERSON.value] for one in (first, third)}
    assert keep(client, page, {**shown(page), **marked, f"minutes-{second.reference}": ["45"]}) == 200
    remove_session(session=third, revision=None, by="another")
    begun = client.get(reverse("one_begun", args=[Draft.objects.get().uid])).context["one"].typed()
    assert sorted((box["key"], box["value"]) for box in begun) == sorted(
        [
            (f"Attendance of {first.case.participant.name}", "They cancelled"),
            (f"Minutes of {second.case.participant.name}", "45"),
            (f"Attendance {third.reference}", "cancelled_by_person"),
        ]
    )


def test_typing_on_in_a_draft_forgets_no_change_of_the_record(client: Client, group: GroupSession, clock: Any) -> None:
    url = reverse("group_change", args=[group.reference])
    keep(client, opened(client, url), {"title": ["First words"]})
    same = {name: getattr(group, name) for name in ("held_on", "starts_at", "minutes", "kind", "mode", "worker")}
    change_group(group=group, revision=None, title="A colleague’s", by="another", **same)
    assert opened(client, url)["revision"].value() == 1
    clock.shift(60)
    keep(client, opened(client, url), {"title": ["Second words"]})
    assert opened(client, url)["title"].value() == "Second words"
    assert opened(client, url)["revision"].value() == 1
