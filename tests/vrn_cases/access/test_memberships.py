"""What the database itself refuses of a membership, whoever writes it; and from when until when one holds."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import MembershipFactory, OrganisationFactory, ProgrammeFactory, UserFactory
from vrn_cases.access.models import Membership, User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import ROLES, Role

pytestmark = pytest.mark.django_db


def refused(constraint: str, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MembershipFactory(**values)


def test_unknown_role_and_agency() -> None:
    refused("membership_role_known", role="superuser")
    refused("membership_agency_known", agency_kind="army")


@pytest.mark.parametrize("role", [role for role, row in ROLES.items() if row.own_organisation_only])
def test_role_bound_to_an_organisation_needs_one(role: Role) -> None:
    refused("membership_organisation_given", role=role, organisation=None)
    assert MembershipFactory(role=role, organisation=OrganisationFactory()).pk


@pytest.mark.parametrize("role", [role for role, row in ROLES.items() if row.network_only])
def test_network_role_in_one_programme(role: Role) -> None:
    refused("membership_network_only", role=role, programme=ProgrammeFactory())
    assert MembershipFactory(role=role, programme=None).pk


def test_end_before_start() -> None:
    refused("membership_ends_after_start", starts_on=date(2024, 4, 2), ends_on=date(2024, 4, 1))


@pytest.mark.parametrize("in_programme", [True, False])
@pytest.mark.parametrize("for_organisation", [True, False])
def test_same_open_role_twice(in_programme: bool, for_organisation: bool) -> None:
    """Absent programme and organisation count as equal too, on both databases."""
    role = Role.REFERRER if for_organisation else Role.CASEWORKER
    values = {
        "user": UserFactory(),
        "role": role,
        "programme": ProgrammeFactory() if in_programme else None,
        "organisation": OrganisationFactory() if for_organisation else None,
    }
    first = MembershipFactory(**values)
    refused("membership_open_once", **values)
    Membership.objects.filter(pk=first.pk).update(ends_on=date(2024, 4, 1))
    assert MembershipFactory(**values).pk


def test_same_role_elsewhere_is_another() -> None:
    user = UserFactory()
    for programme in (None, ProgrammeFactory(), ProgrammeFactory()):
        MembershipFactory(user=user, role=Role.CASEWORKER, programme=programme)
    assert user.memberships.count() == 3


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (date(2024, 4, 15), None, True),
        (date(2024, 4, 16), None, False),
        (date(2024, 4, 1), date(2024, 4, 16), True),
        (date(2024, 4, 1), date(2024, 4, 15), False),
    ],
)
def test_holds_from_its_first_day_until_before_its_end(
    clock: Any, starts_on: date, ends_on: date | None, holds: bool
) -> None:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.ANALYST, starts_on=starts_on, ends_on=ends_on)
    assert User.objects.get(pk=user.pk).holds(P.RETURN_CHECK) is holds


def test_closed_account_holds_nothing(make_user: Any, clock: Any) -> None:
    user = make_user(Role.ANALYST)
    assert user.holds(P.RETURN_CHECK)
    User.objects.filter(pk=user.pk).update(closed_at=timezone.now())
    assert not User.objects.get(pk=user.pk).holds(P.RETURN_CHECK)


def test_email_in_capitals_and_twice() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="Somebody@example.invalid")
    UserFactory(email="somebody@example.invalid")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="somebody@example.invalid")
