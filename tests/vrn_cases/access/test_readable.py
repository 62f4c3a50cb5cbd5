"""Who may read a fact, by where it came from and how sensitive it is: a table by hand, and SQL equal to Python."""

from itertools import product

import pytest
from django.apps import apps

from interventions.models import Source
from vrn_cases.access.grants import Grant
from vrn_cases.access.readable import Sensitivity as N
from vrn_cases.access.readable import SourceAuthority as S
from vrn_cases.access.readable import readable_by, readable_condition
from vrn_cases.access.roles import AgencyKind as A
from vrn_cases.access.roles import Role

# For a caseworker of each agency, the ordinary facts that are read: by hand, from the network's defaults.
EVERYTHING_BUT_POLICE = set(S) - {S.POLICE}
ORDINARY = {
    A.HEALTH: EVERYTHING_BUT_POLICE,
    A.POLICE: set(S) - {S.HEALTH},
    A.PROBATION: EVERYTHING_BUT_POLICE - {S.HEALTH},
    A.YOUTH_JUSTICE: EVERYTHING_BUT_POLICE,
    A.COUNCIL: EVERYTHING_BUT_POLICE,
    A.SCHOOL: EVERYTHING_BUT_POLICE,
    A.VOLUNTARY: EVERYTHING_BUT_POLICE,
    A.CENTRAL_TEAM: set(),
}


def read(agency: A, level: N, role: Role) -> set[S]:
    return {source for source in S if readable_by(agency, source, level, roles=frozenset({role}))}


@pytest.mark.parametrize("agency", A)
def test_ordinary_facts_of_a_caseworker(agency: A) -> None:
    assert read(agency, N.ORDINARY, Role.CASEWORKER) == ORDINARY[agency]


@pytest.mark.parametrize("agency", A)
def test_support_notes_are_for_navigators_and_the_lead(agency: A) -> None:
    assert read(agency, N.SUPPORT, Role.CASEWORKER) == (ORDINARY[agency] if agency == A.VOLUNTARY else set())
    of_lead = ORDINARY[agency] | {S.POLICE} if agency != A.CENTRAL_TEAM else set()
    assert read(agency, N.SUPPORT, Role.PROGRAMME_LEAD) == of_lead


@pytest.mark.parametrize("agency", A)
def test_safeguarding_is_for_the_two_leads(agency: A) -> None:
    assert read(agency, N.SAFEGUARDING, Role.CASEWORKER) == set()
    assert read(agency, N.SAFEGUARDING, Role.SAFEGUARDING_LEAD) == ORDINARY[agency]


def test_lead_of_the_police_reads_no_health_facts() -> None:
    assert S.HEALTH not in read(A.POLICE, N.ORDINARY, Role.PROGRAMME_LEAD)


@pytest.mark.parametrize(("source", "level"), list(product(S, N)))
def test_central_team_reads_nothing_whatever_the_role(source: S, level: N) -> None:
    assert not readable_by(A.CENTRAL_TEAM, source, level, roles=frozenset(Role))


@pytest.fixture
def facts(db: None) -> None:
    """One row for each source and level, in two columns of a table that happens to have such."""
    Source.objects.bulk_create(
        Source(code=f"F{number}", title=source, dated=level) for number, (source, level) in enumerate(product(S, N))
    )


def found(*grants: Grant) -> set[tuple[str, str]]:
    condition = readable_condition(grants, source="title", sensitivity="dated")
    return set(Source.objects.filter(condition).values_list("title", "dated"))


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PROGRAMME_LEAD, Role.SAFEGUARDING_LEAD, Role.ANALYST])
@pytest.mark.parametrize("agency", A)
def test_condition_finds_what_the_rule_allows(facts: None, agency: A, role: Role) -> None:
    allowed = {(s.value, n.value) for s, n in product(S, N) if readable_by(agency, s, n, roles=frozenset({role}))}
    assert found(Grant(role, agency, None, None)) == allowed


def test_two_grants_together_read_no_more_than_each(facts: None) -> None:
    """A lead for the central team who is also a voluntary caseworker does not become a voluntary lead."""
    lead = Grant(Role.PROGRAMME_LEAD, A.CENTRAL_TEAM, 1, None)
    worker = Grant(Role.CASEWORKER, A.VOLUNTARY, 1, None)
    assert found(lead, worker) == found(lead) | found(worker)
    assert (S.POLICE.value, N.ORDINARY.value) not in found(lead, worker)


def test_no_grant_reads_nothing(facts: None) -> None:
    assert found() == set()


def test_every_fact_that_not_everybody_may_read_is_reached_by_who_may_read_it_alone() -> None:
    """A table with a source and a sensitivity says so to `for_user`; nobody has to remember it in a view."""
    facts = {
        model._meta.label
        for model in apps.get_models()
        if {"source", "sensitivity"} <= {field.name for field in model._meta.concrete_fields}
    }
    assert facts
    assert facts <= {model._meta.label for model in apps.get_models() if getattr(model, "scope_facts", None) == ""}
