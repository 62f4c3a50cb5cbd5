"""Giving, ending and closing access: what is written, what speaks against it, and two administrators at once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factories import MembershipFactory, OrganisationFactory, ProgrammeFactory, UserFactory
from tests.factories.access import PASSWORD
from vrn_cases.access import rules, services
from vrn_cases.access.models import Membership, User, UserState
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent, AuditValue
from vrn_cases.records.refusals import Changed, Refused

TODAY = date(2024, 4, 15)


@pytest.fixture
def administrator(make_user: Any) -> User:
    return make_user(Role.ADMINISTRATOR)


def give(user: User, by: Any, role: Role = Role.CASEWORKER, **values: Any) -> Membership:
    return services.give_role(
        user=user, role=role, agency_kind=AgencyKind.HEALTH, starts_on=timezone.localdate(), by=by, **values
    )


def reasons(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.reasons


def test_new_account_cannot_be_signed_in_to(administrator: User) -> None:
    user = services.add_user(email=" Somebody@Example.INVALID ", name=" Invented Person ", by=administrator)
    assert (user.email, user.name, user.state) == ("somebody@example.invalid", "Invented Person", UserState.INVITED)
    assert not user.has_usable_password()
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == (user.email, True, True)


def test_password_never_reaches_the_log(administrator: User) -> None:
    user = services.add_user(email="somebody@example.invalid", name="Invented Person", by=administrator)
    services.set_password(user=user, password=PASSWORD)
    services.close_user(user=user, revision=None, by=administrator)
    assert set(AuditValue.objects.values_list("field", flat=True)) == {"email", "name", "invited_at", "closed_at"}


def test_same_address_twice(administrator: User) -> None:
    UserFactory(email="somebody@example.invalid")
    assert reasons(lambda: services.add_user(email="SOMEBODY@example.invalid", name="Another", by=administrator)) == [
        rules.EMAIL_TAKEN
    ]


def test_role_given(administrator: User) -> None:
    user, programme = UserFactory(), ProgrammeFactory(code="here")
    membership = give(user, administrator, programme=programme)
    event = AuditEvent.objects.get(action=Action.MEMBERSHIP_GIVEN)
    assert (event.actor, event.subject_id, event.programme) == (str(administrator.uid), membership.reference, "here")


@pytest.mark.parametrize(
    ("role", "where", "field"),
    [
        (Role.ANALYST, {"programme": ProgrammeFactory}, "programme"),
        (Role.DELIVERY_PARTNER, {}, "organisation"),
        (Role.CASEWORKER, {"organisation": OrganisationFactory}, "organisation"),
    ],
)
def test_role_that_does_not_fit_its_place(administrator: User, role: Role, where: dict[str, Any], field: str) -> None:
    place = {name: make() for name, make in where.items()}
    misfits = rules.misfits(role, network_wide="programme" not in place, organisation_given="organisation" in place)
    assert list(misfits) == [field]
    assert reasons(lambda: give(UserFactory(), administrator, role, **place)) == list(misfits.values())


def test_nobody_changes_their_own_roles(administrator: User) -> None:
    assert reasons(lambda: give(administrator, administrator)) == [rules.OWN_ROLES]
    own = administrator.memberships.get()
    assert reasons(lambda: services.end_role(membership=own, revision=1, by=administrator)) == [rules.OWN_ROLES]
    assert reasons(lambda: services.close_user(user=administrator, revision=1, by=administrator)) == [rules.OWN_ACCOUNT]


def test_closed_account_gets_no_role(administrator: User) -> None:
    user = UserFactory(closed_at=timezone.now())
    assert reasons(lambda: give(user, administrator)) == [rules.CLOSED]


def test_role_held_already(administrator: User) -> None:
    user = UserFactory()
    give(user, administrator)
    assert reasons(lambda: give(user, administrator)) == [rules.HELD_ALREADY]


def test_ended_role_does_not_hold_today_any_more(administrator: User, clock: Any) -> None:
    membership = MembershipFactory(role=Role.ANALYST)
    services.end_role(membership=membership, revision=1, by=administrator)
    assert Membership.objects.get(pk=membership.pk).ends_on == TODAY
    assert not User.objects.get(pk=membership.user_id).grants.held
    again = Membership.objects.get(pk=membership.pk)
    assert reasons(lambda: services.end_role(membership=again, revision=None, by=administrator)) == [
        rules.ENDED_ALREADY
    ]


def test_role_ended_before_it_began_never_holds(administrator: User, clock: Any) -> None:
    membership = MembershipFactory(role=Role.ANALYST, starts_on=TODAY + timedelta(days=9))
    ended = services.end_role(membership=membership, revision=1, by=administrator)
    assert ended.ends_on == ended.starts_on


def test_page_that_somebody_overtook(administrator: User) -> None:
    membership = MembershipFactory(role=Role.ANALYST)
    Membership.objects.filter(pk=membership.pk).update(revision=2)
    with pytest.raises(Changed):
        services.end_role(membership=membership, revision=1, by=administrator)


def test_last_administrator_stays(administrator: User) -> None:
    own = administrator.memberships.get()
    ends = {"membership": own, "revision": None, "by": "command:test"}
    closes = {"user": administrator, "revision": None, "by": "command:test"}
    assert reasons(lambda: services.end_role(**ends)) == [rules.LAST_ADMINISTRATOR]
    assert reasons(lambda: services.close_user(**closes)) == [rules.LAST_ADMINISTRATOR]


@pytest.mark.parametrize(
    ("values", "membership"),
    [
        ({"password": "!never chosen"}, {}),
        ({"closed_at": timezone.now()}, {}),
        ({}, {"ends_on": date(2124, 1, 1)}),
        ({}, {"starts_on": date(2124, 1, 1)}),
    ],
)
def test_who_cannot_sign_in_or_will_not_stay_is_no_other_administrator(
    administrator: User, values: dict[str, Any], membership: dict[str, Any]
) -> None:
    other = UserFactory()
    User.objects.filter(pk=other.pk).update(**values)
    MembershipFactory(user=other, role=Role.ADMINISTRATOR, **membership)
    closes = {"user": administrator, "revision": None, "by": "command:test"}
    assert reasons(lambda: services.close_user(**closes)) == [rules.LAST_ADMINISTRATOR]


def test_one_of_two_administrators_can_go(administrator: User, make_user: Any) -> None:
    other = make_user(Role.ADMINISTRATOR)
    assert services.close_user(user=other, revision=None, by=administrator).closed_at


def test_closing_ends_every_session_at_once(administrator: User) -> None:
    user, client = UserFactory(), Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/accounts/sessions/").status_code == 200
    services.close_user(user=user, revision=None, by=administrator)
    assert client.get("/accounts/sessions/").status_code == 302
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()


def test_opened_again_needs_a_new_password_and_revives_no_session(administrator: User) -> None:
    user, client = UserFactory(), Client()
    client.force_login(user)
    services.close_user(user=user, revision=None, by=administrator)
    reopened = services.reopen_user(user=user, revision=None, by=administrator)
    assert reopened.closed_at is None
    assert not User.objects.get(pk=user.pk).has_usable_password()
    assert client.get("/accounts/sessions/").status_code == 302


def test_writing_a_password_undoes_nothing_that_somebody_else_wrote(administrator: User) -> None:
    user = UserFactory()
    stale = User.objects.get(pk=user.pk)
    services.rename_user(user=user, revision=None, name="New Name", by=administrator)
    services.set_password(user=stale, password="another long password")
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.name, fresh.revision, fresh.check_password("another long password")) == ("New Name", 2, True)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other(make_user: Any, at_once: Any) -> None:
    one, other = make_user(Role.ADMINISTRATOR), make_user(Role.ADMINISTRATOR)
    results = at_once(
        lambda: services.close_user(user=other, revision=None, by=one),
        lambda: services.close_user(user=one, revision=None, by=other),
    )
    assert sorted(type(result).__name__ for result in results) == ["Refused", "User"]
    assert User.objects.filter(closed_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_role_given_twice_at_once(make_user: Any, at_once: Any) -> None:
    administrator, user = make_user(Role.ADMINISTRATOR), UserFactory()
    results = at_once(*[lambda: give(user, administrator)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Membership", "Refused"]
