"""The table of roles against an expectation written by hand in another form."""

from pathlib import Path

import pytest

from docs.permissions import PAGE, permissions_page
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import ROLES, Role

SHOWS_A_PERSON = {
    P.REFERRAL_MAKE,
    P.REFERRAL_VIEW,
    P.REFERRAL_FOLLOW,
    P.CASE_VIEW,
    P.SAFEGUARDING_VIEW,
    P.PERSON_LINK,
    P.SUBJECT_REQUEST,
}


def expected() -> dict[str, set[str]]:
    lines = Path(__file__).with_name("expected_permissions.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {verb: set(roles) for verb, *roles in rows}


def test_every_role_has_a_row() -> None:
    assert set(ROLES) == set(Role)


def test_every_verb_is_in_the_expectation_and_no_other() -> None:
    assert set(expected()) == set(P.values)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", P)
def test_role_holds_verb_exactly_when_expected(role: Role, verb: P) -> None:
    assert (verb in ROLES[role].verbs) == (role.value in expected()[verb.value])


@pytest.mark.parametrize("role", Role)
def test_who_can_see_a_person_is_asked_for_a_second_factor(role: Role) -> None:
    row = ROLES[role]
    if row.verbs & SHOWS_A_PERSON:
        assert row.sees_people
    assert row.needs_second_factor == (row.sees_people or P.USER_MANAGE in row.verbs)


@pytest.mark.parametrize("role", [Role.DELIVERY_PARTNER, Role.SCHOOL_LEAD, Role.REFERRER])
def test_outside_organisations_reach_their_own_records_alone(role: Role) -> None:
    assert ROLES[role].own_organisation_only


def test_nobody_who_drafts_a_report_signs_it() -> None:
    assert not [role for role, row in ROLES.items() if {P.REPORT_DRAFT, P.REPORT_SIGN} <= row.verbs]


def test_nobody_who_manages_users_sees_records_or_the_log() -> None:
    for row in ROLES.values():
        if P.USER_MANAGE in row.verbs:
            assert row.verbs == {P.USER_MANAGE, P.JOB_VIEW}


def test_printed_table_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == permissions_page(), "run: make docs"
