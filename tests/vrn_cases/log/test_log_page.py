"""The page of the log: for whom, what it shows, and that it shows no value, whatever is kept."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.lists import told_by
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.access.services import rename_user
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import record

pytestmark = pytest.mark.django_db
PAGE = "/log/"


@pytest.fixture
def officer(make_user: Any) -> User:
    return make_user(Role.DATA_PROTECTION_OFFICER, name="Invented Officer")


@pytest.fixture
def client(officer: User, client_for: Any, clock: Any) -> Client:
    return client_for(officer)


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    """What the page shows but for the reader's own looking, oldest first."""
    shown = client.get(PAGE + query, follow=True).context["list"]
    return [row for row in reversed(told_by(shown)) if row["action"] not in ("Signed in", "List shown")]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DATA_PROTECTION_OFFICER])
def test_nobody_else_sees_it(role: Role, make_user: Any, client_for: Any) -> None:
    assert client_for(make_user(role)).get(PAGE).status_code == 403


def test_who_did_what_to_what_and_which_fields(client: Client, make_user: Any) -> None:
    administrator = make_user(Role.ADMINISTRATOR, name="Invented Administrator")
    person = UserFactory(name="Old Name")
    rename_user(user=person, revision=None, name="New Name", by=administrator)
    (row,) = rows(client)
    assert row == {
        "at": "15 April 2024, 09:30:00",
        "actor": f"Invented Administrator ({administrator.reference})",
        "action": "User changed",
        "subject": f"user {person.reference}",
        "fields": "name",
        "more": "",
    }


def test_no_value_is_shown(client: Client, make_user: Any) -> None:
    rename_user(user=UserFactory(name="Old Name"), revision=None, name="New Name", by=make_user(Role.ADMINISTRATOR))
    page = client.get(PAGE).content.decode()
    assert "Old Name" not in page
    assert "New Name" not in page


def test_what_ran_without_a_person(client: Client) -> None:
    record(Action.REFERENCE_LOADED, by="command:load_reference", subject_kind="file", subject_id="areas.csv")
    record(Action.SIGN_IN_FAILED, by="system", subject_kind="vrn_cases.user", subject_id="unknown")
    assert [(row["actor"], row["subject"]) for row in rows(client)] == [
        ("Command load_reference", "file areas.csv"),
        ("The service itself", "an address without an account"),
    ]


def three_events(clock: Any) -> tuple[User, User]:
    """One yesterday evening by one person about another, one today by the other, one today by nobody."""
    one, other = UserFactory(), UserFactory()
    clock.shift(timedelta(hours=-9, minutes=-31))
    record(Action.RECORD_OPENED, by=one, subject_kind="vrn_cases.user", subject_id=other.reference)
    clock.shift(timedelta(minutes=2))
    record(Action.USER_CHANGED, by=other, subject_kind="vrn_cases.user", subject_id=one.reference)
    record(Action.RECORD_OPENED, by="system", subject_kind="vrn_cases.job", subject_id=one.reference)
    clock.shift(timedelta(hours=9, minutes=29))
    return one, other


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?action=record_opened", 2),
        ("?actor={one}", 1),
        ("?actor={email}", 1),
        ("?actor=system", 1),
        ("?actor=nobody@example.invalid", 0),
        ("?subject={one}", 1),
        ("?subject={small}", 1),
        ("?subject=UAAAAAAA", 0),
        ("?first=15/4/2024", 2),
        ("?last=14/4/2024", 1),
        ("?first=14/4/2024&last=15/4/2024&action=user_changed", 1),
        ("?first=nonsense", 0),
    ],
)
def test_filters(client: Client, clock: Any, query: str, found: int) -> None:
    one, _other = three_events(clock)
    filled = query.format(one=one.reference, email=one.email.upper(), small=one.reference.lower())
    assert len(rows(client, filled)) == found


def test_day_that_cannot_be_read_stands_at_its_field(client: Client) -> None:
    form = client.get(f"{PAGE}?first=nonsense").context["list"].filter.form
    assert list(form.errors) == ["first"]


def test_looking_is_written_down_without_the_words_searched_for(client: Client, officer: User) -> None:
    client.get(f"{PAGE}?actor=somebody@example.invalid", follow=True)
    event = AuditEvent.objects.get(action=Action.LIST_SHOWN)
    assert (event.actor, event.subject_kind, event.subject_id) == (str(officer.uid), "list", "audit")
    assert list(json.loads(event.detail)) == ["shown"]


def test_pages_cost_the_same_for_many_actors(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        record(Action.RECORD_OPENED, by=UserFactory(), subject_kind="vrn_cases.user", subject_id="UAAAAAAA")
    client.get(PAGE)
    with django_assert_max_num_queries(7):  # session, user, roles, rows, count, actors, event
        response = client.get(PAGE)
    assert response.context["list"].next_url


def test_wrong_method(client: Client) -> None:
    assert client.post(reverse("audit")).status_code == 405
