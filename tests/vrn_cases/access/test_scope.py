"""A verb is held in a programme: everything here is tried by people with different roles in two programmes."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from interventions.models import Organisation, Programme, Running
from tests.factories import MembershipFactory, OrganisationFactory, ProgrammeFactory, RunningFactory
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import AgencyKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Programme, Programme]:
    return ProgrammeFactory(code="first"), ProgrammeFactory(code="second")


@pytest.fixture
def lead_here_worker_there(make_user: Any, two: tuple[Programme, Programme]) -> User:
    user = make_user(Role.PROGRAMME_LEAD, programme=two[0])
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=two[1])
    return User.objects.get(pk=user.pk)


def reached(user: Any, verb: P, model: Any = Programme) -> set[Any]:
    return set(model.objects.for_user(user, to=verb))


def test_verb_of_both_roles_reaches_both(lead_here_worker_there: User, two: tuple[Programme, Programme]) -> None:
    assert reached(lead_here_worker_there, P.CASE_VIEW) == set(two)


def test_verb_of_one_role_reaches_its_programme_alone(
    lead_here_worker_there: User, two: tuple[Programme, Programme]
) -> None:
    ProgrammeFactory(code="third")
    assert lead_here_worker_there.holds(P.REFERRAL_DECIDE)
    assert reached(lead_here_worker_there, P.REFERRAL_DECIDE) == {two[0]}
    assert lead_here_worker_there.grants.programmes(P.REFERRAL_DECIDE) == {two[0].pk}
    assert not lead_here_worker_there.grants.network_wide(P.REFERRAL_DECIDE)


def test_verb_of_neither_role_reaches_nothing(lead_here_worker_there: User, two: tuple[Programme, Programme]) -> None:
    assert reached(lead_here_worker_there, P.PROGRAMME_EDIT) == set()


def test_network_wide_role_beside_one_in_a_programme(make_user: Any, two: tuple[Programme, Programme]) -> None:
    user = make_user(Role.ANALYST)
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=two[0])
    user = User.objects.get(pk=user.pk)
    assert reached(user, P.FIGURE_VIEW) == set(two)
    assert user.grants.network_wide(P.FIGURE_VIEW)
    assert reached(user, P.CASE_WORK) == {two[0]}


def test_scope_can_be_narrowed_before_and_after(lead_here_worker_there: User, two: tuple[Programme, Programme]) -> None:
    assert list(Programme.objects.filter(code="second").for_user(lead_here_worker_there, to=P.REFERRAL_DECIDE)) == []
    reach = Programme.objects.for_user(lead_here_worker_there, to=P.CASE_VIEW)
    assert list(reach.filter(code="second")) == [two[1]]


def test_organisation_bound_role_reaches_its_organisation_in_every_programme(
    make_user: Any, two: tuple[Programme, Programme]
) -> None:
    own, other = OrganisationFactory(), OrganisationFactory()
    rows = [RunningFactory(programme=programme, organisation=own) for programme in two]
    RunningFactory(programme=two[0], organisation=other)
    partner = make_user(Role.DELIVERY_PARTNER, organisation=own)
    assert reached(partner, P.RETURN_SUBMIT, Running) == set(rows)
    assert reached(partner, P.RETURN_SUBMIT, Organisation) == {own}
    assert not partner.grants.network_wide(P.RETURN_SUBMIT)


def test_organisation_bound_role_in_one_programme(make_user: Any, two: tuple[Programme, Programme]) -> None:
    own = OrganisationFactory()
    here = RunningFactory(programme=two[0], organisation=own)
    RunningFactory(programme=two[1], organisation=own)
    referrer = make_user(Role.REFERRER, programme=two[0], organisation=own)
    assert reached(referrer, P.REFERRAL_FOLLOW, Running) == {here}


def test_organisation_bound_role_reaches_nothing_that_has_no_organisation(
    make_user: Any, two: tuple[Programme, Programme]
) -> None:
    assert reached(make_user(Role.DELIVERY_PARTNER), P.RETURN_VIEW, Programme) == set()


def test_role_in_a_programme_reaches_nothing_that_has_no_programme(
    make_user: Any, two: tuple[Programme, Programme]
) -> None:
    OrganisationFactory()
    assert reached(make_user(Role.PROGRAMME_LEAD, programme=two[0]), P.RETURN_VIEW, Organisation) == set()


def test_bound_role_does_not_narrow_an_unbound_one(make_user: Any, two: tuple[Programme, Programme]) -> None:
    row = RunningFactory(programme=two[0], organisation=OrganisationFactory())
    user = make_user(Role.DELIVERY_PARTNER)
    MembershipFactory(user=user, role=Role.PROGRAMME_LEAD, programme=two[0])
    assert reached(User.objects.get(pk=user.pk), P.RETURN_SUBMIT, Running) == {row}


def test_nobody_reaches_nothing(two: tuple[Programme, Programme]) -> None:
    assert reached(AnonymousUser(), P.PROGRAMME_VIEW) == set()


def test_grants_in_a_programme_keep_role_and_agency_together(make_user: Any, two: tuple[Programme, Programme]) -> None:
    user = make_user(Role.PROGRAMME_LEAD, programme=two[0], agency_kind=AgencyKind.POLICE)
    MembershipFactory(user=user, role=Role.CASEWORKER, agency_kind=AgencyKind.HEALTH)
    held = User.objects.get(pk=user.pk).grants.in_programme(P.CASE_VIEW, two[0].pk)
    assert {(one.role, one.agency_kind) for one in held} == {
        (Role.PROGRAMME_LEAD, AgencyKind.POLICE),
        (Role.CASEWORKER, AgencyKind.HEALTH),
    }
    there = User.objects.get(pk=user.pk).grants.in_programme(P.CASE_VIEW, two[1].pk)
    assert {one.role for one in there} == {Role.CASEWORKER}


def test_what_somebody_may_do_is_read_in_one_query(
    lead_here_worker_there: User, django_assert_num_queries: Any
) -> None:
    user = User.objects.get(pk=lead_here_worker_there.pk)
    with django_assert_num_queries(1):
        assert user.holds(P.CASE_VIEW)
        assert user.needs_second_factor()
        assert not user.holds(P.USER_MANAGE)
