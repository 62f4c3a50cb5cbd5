"""The figures of an invented caseload and its copies, against plain Python over the stored facts."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from interventions.cases.models import Case
from interventions.demo_casework import first_day, load_casework
from interventions.demo_scale import enlarge_casework
from interventions.outcomes.models import Assessment, MeasurePlan
from interventions.participants.models import Participant
from interventions.programmes.models import Area, ListEntry, ListName, Organisation, Programme
from interventions.referrals.models import OUTCOMES, Referral
from interventions.sessions.models import Session
from monitoring.indicators.models import Cell
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.services import aggregate
from monitoring.indicators.store import plain_step
from tests.monitoring.indicators import casework_by_hand
from tests.monitoring.indicators.casework_by_hand import KINDS
from tests.monitoring.indicators.casework_facts import (
    CaseFact,
    MeasureFact,
    ParticipantFact,
    PlanFact,
    ReferralFact,
    SessionFact,
)
from tests.monitoring.indicators.casework_lists import BANDS
from tests.monitoring.indicators.casework_world import CaseworkWorld
from tests.monitoring.indicators.test_casework_engine import assert_engine_says_what_the_facts_say

TODAY = date(2024, 4, 15)
SHARE = 0.012


class Stored:
    """The facts as they are stored, placed as a CaseworkWorld places them."""

    def __init__(self) -> None:
        programmes, providers = list(Programme.objects.order_by("pk")), list(Organisation.objects.order_by("pk"))
        self.world = CaseworkWorld(programmes, providers, entries={}, areas={})
        self.programme = {row.pk: place for place, row in enumerate(programmes)}
        self.provider = {row.pk: place for place, row in enumerate(providers)} | {None: None}
        self.participant: dict[int, int] = {}
        for place, row in enumerate(Participant.objects.order_by("pk").select_related("sex", "ethnicity")):
            self.participant[row.pk] = place
            self.world.participants.append(self._participant(row))
        of = ("route", "referred_from", "area")
        self.world.referrals += [self._referral(row) for row in Referral.objects.order_by("pk").select_related(*of)]
        of = ("area", "care_status", "education_status")
        self.world.cases += [self._case(row) for row in Case.objects.order_by("pk").select_related(*of)]
        self.world.plans += [self._plan(row) for row in MeasurePlan.objects.all()]

    def _participant(self, row: Participant) -> ParticipantFact:
        sex, ethnicity = (one.code if one else "" for one in (row.sex, row.ethnicity))
        told = (row.date_of_birth, sex, ethnicity, row.ethnicity_how_known)
        return ParticipantFact(row.person_id, self.programme[row.programme_id], *told, pk=row.pk)

    def _referral(self, row: Referral) -> ReferralFact:
        outcome = "" if row.status == "waiting" else row.status
        decided = getattr(row, f"{outcome}_on") if outcome in OUTCOMES else None
        who, provider = self.participant[row.participant_id], self.provider[row.provider_id]
        told = (outcome, decided, row.route.code, row.referred_from.code, _home(row))
        return ReferralFact(who, provider, row.received_on, *told, pk=row.pk)

    def _case(self, row: Case) -> CaseFact:
        spells = list(row.spells.values_list("kind", "starts_on", "ends_on"))
        care, education = (one.code if one else "" for one in (row.care_status, row.education_status))
        who, provider = self.participant[row.participant_id], self.provider[row.provider_id]
        told = (row.opened_on, spells, row.closed_on, row.ending, _home(row), care, education)
        sessions = [_session(one) for one in row.sessions.order_by("pk")]
        taken = row.assessments.filter(replaced_at=None)
        return CaseFact(who, provider, *told, sessions=sessions, measures=[_measure(one) for one in taken], pk=row.pk)

    def _plan(self, row: MeasurePlan) -> PlanFact:
        told = (row.instrument, row.point, row.valid_from, row.valid_until, row.due_days)
        return PlanFact(self.programme[row.programme_id], *told, pk=row.pk)


def _home(row: Referral | Case) -> str:
    return row.area.code if row.area else row.area_known


def _session(row: Session) -> SessionFact:
    return SessionFact(row.held_on, row.attendance, row.minutes, row.recorded_on, pk=row.pk)


def _measure(row: Assessment) -> MeasureFact:
    on = None if row.not_done_reason_id else row.taken_on
    return MeasureFact(row.instrument, row.point, on, row.main_score, pk=row.pk)


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts of the shipped lists, for what works the figures out by hand."""
    groups = {entry.label: entry.code for entry in ListEntry.objects.filter(list=ListName.ETHNIC_GROUP)}
    ethnicities = ListEntry.objects.filter(list=ListName.ETHNICITY).exclude(group="")
    found: dict[str, Any] = {
        "ETHNIC_GROUPS": {entry.code: groups[entry.group] for entry in ethnicities},
        "DISTRICTS": {area.code: area.code for area in Area.objects.all()},
        "BANDS": {
            name: ListEntry.objects.filter(list=name, least__isnull=False).values_list("code", "least", "most")
            for name in BANDS
        },
    }
    for name, value in found.items():
        monkeypatch.setattr(
            casework_by_hand, name, value if name != "BANDS" else {k: list(v) for k, v in value.items()}
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_figures_of_copies_are_those_of_their_facts(request: pytest.FixtureRequest) -> None:
    call_command("load_reference", verbosity=0)
    first = load_casework(TODAY, step=plain_step, share=SHARE)
    enlarge_casework(TODAY, people=2 * first, first=first, since=first_day(TODAY), step=plain_step, further=0.5)
    aggregate(by="test")
    Cell.objects.exclude(grain__in={INDICATORS[code].grain.code for code in KINDS}).delete()  # not of casework
    request.getfixturevalue("lists")
    assert_engine_says_what_the_facts_say(Stored().world)
