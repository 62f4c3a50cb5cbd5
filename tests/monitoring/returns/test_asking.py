"""Asking for returns, chasing them, and when one is overdue: what it writes and whom it tells."""

from datetime import date

import pytest

from interventions.programmes.models import Mode, Running
from monitoring.returns.models import Return
from monitoring.returns.selectors import overdue, with_standing
from monitoring.returns.services import (
    accept_version,
    ask_for_returns,
    chase_returns,
    query_version,
    submit_version,
)
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.returns.conftest import QUARTER, subjects_for
from vrn_cases.access.roles import Role
from vrn_cases.audit.services import SYSTEM
from vrn_cases.records.refusals import Refused

pytestmark = pytest.mark.django_db


def test_asking_tells_the_partner_and_nobody_of_another_organisation(ask, make_user):
    organisation = OrganisationFactory()
    theirs = make_user(Role.DELIVERY_PARTNER, organisation=organisation)
    other = make_user(Role.DELIVERY_PARTNER)
    made = ask(organisation=organisation)
    assert subjects_for(theirs) == [f"Return {made.reference}: please fill in by 31 July 2023"]
    assert subjects_for(other) == []


def test_asking_twice_is_refused_with_the_reason(ask, asked):
    with pytest.raises(Refused, match="was asked for this return of"):
        ask(programme=asked.programme, organisation=asked.organisation)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"end": date(2023, 4, 1)}, "The period must end after it starts."),
        ({"due_on": date(2023, 6, 30)}, "A return cannot be due before its period has ended."),
        ({"due_on": date(9999, 12, 31)}, "That gives them more than a year to answer. Check the year."),
    ],
)
def test_an_impossible_period_or_day_is_refused(ask, changed, reason):
    with pytest.raises(Refused, match=reason):
        ask(**changed)


def test_asking_everybody_asks_who_runs_by_returns_in_the_period_once(template):
    def run(mode: str, starts: date, ends: date | None = None) -> Running:
        return Running.objects.create(
            programme=ProgrammeFactory(), organisation=OrganisationFactory(), mode=mode, starts_on=starts, ends_on=ends
        )

    wanted = run(Mode.RETURN_ONLY, date(2020, 4, 1))
    run(Mode.RETURN_ONLY, date(2020, 4, 1), date(2023, 4, 1))  # ended as the quarter began
    run(Mode.RETURN_ONLY, date(2023, 7, 1))
    run(Mode.CASEWORK, date(2020, 4, 1))
    period = {**QUARTER, "due_on": date(2023, 7, 31), "by": SYSTEM}
    made = ask_for_returns(**period)
    assert [(of.programme_id, of.organisation_id) for of in made] == [(wanted.programme_id, wanted.organisation_id)]
    assert ask_for_returns(**period) == []


def test_how_a_return_stands_and_when_it_is_overdue(asked, save, partner, analyst):
    def standing() -> str:
        return with_standing(Return.objects.all()).get(pk=asked.pk).standing

    late = Return.objects.filter(overdue(date(2023, 8, 1)))
    assert (standing(), late.count()) == ("none", 1)
    assert not Return.objects.filter(overdue(date(2023, 7, 31))).exists()
    version = save()
    assert (standing(), late.count()) == ("draft", 1)
    version = submit_version(version=version, revision=None, note="", by=partner)
    assert (standing(), late.count()) == ("submitted", 0)
    query_version(version=version, revision=None, query="Why?", by=analyst)
    assert standing() == "queried"
    version = submit_version(version=save(), revision=None, note="", by=partner)
    accept_version(version=version, revision=None, by=analyst)
    assert standing() == "accepted"
    save()
    assert standing() == "accepted"


def test_chasing_reminds_once_a_day(asked, partner, clock):
    assert chase_returns(returns=[asked], by=SYSTEM) == 1
    assert chase_returns(returns=[asked], by=SYSTEM) == 0
    clock.shift(86_400)
    assert chase_returns(returns=[asked], by=SYSTEM) == 1
    assert subjects_for(partner)[-2:] == [f"Return {asked.reference} is overdue"] * 2
