"""A small invented world of casework: its facts, written as rows with the marks that writing leaves.

Nothing here reads a figure, a grain or an indicator's condition.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from interventions.cases.models import Case, CaseSpell
from interventions.outcomes.models import Assessment, MeasurePlan
from interventions.participants.models import Participant, Person, PersonLink
from interventions.programmes.models import Area, ListEntry, ListName, Organisation, Programme
from interventions.referrals.models import Referral
from interventions.sessions.models import Session
from tests.monitoring.indicators.casework_facts import (
    CaseFact,
    MeasureFact,
    ParticipantFact,
    PlanFact,
    ReferralFact,
    SessionFact,
)
from tests.monitoring.indicators.casework_lists import made_areas, made_entries
from vrn_cases.records.models import Touched


@dataclass(repr=False)
class CaseworkWorld:
    programmes: list[Programme]
    providers: list[Organisation]
    entries: dict[tuple[str, str], ListEntry]
    areas: dict[str, Area]
    people: list[Person] = field(default_factory=list)
    participants: list[ParticipantFact] = field(default_factory=list)
    referrals: list[ReferralFact] = field(default_factory=list)
    cases: list[CaseFact] = field(default_factory=list)
    plans: list[PlanFact] = field(default_factory=list)

    def add_person(self) -> int:
        self.people.append(Person.objects.create())
        return len(self.people) - 1

    def add_participant(self, fact: ParticipantFact) -> None:
        row = Participant.objects.create(
            person=self.people[fact.person],
            programme=self.programmes[fact.programme],
            given_name="Invented",
            sort_name="invented",
            registered_at=timezone.now(),
            invented=True,
            **self._known(fact),
        )
        fact.pk = row.pk
        self.participants.append(fact)
        touch("participant", row.pk)

    def _known(self, fact: ParticipantFact) -> dict[str, Any]:
        return {
            "date_of_birth": fact.born,
            "birth_precision": "day" if fact.born else "not_known",
            "sex": self.entries.get((ListName.SEX, fact.sex)),
            "ethnicity": self.entries.get((ListName.ETHNICITY, fact.ethnicity)),
            "ethnicity_how_known": fact.how_known if fact.ethnicity else "",
        }

    def tell(self, fact: ParticipantFact) -> None:
        """What is known of them has changed."""
        Participant.objects.filter(pk=fact.pk).update(**self._known(fact))
        touch("participant", fact.pk)

    def link(self, fact: ParticipantFact, person: int) -> None:
        """A record matcher says who they are."""
        if person == fact.person:
            return
        PersonLink.objects.filter(participant=fact.pk, undone_at=None).update(undone_at=timezone.now())
        PersonLink.objects.create(
            participant_id=fact.pk,
            was=self.people[fact.person],
            linked_to=self.people[person],
            linked_at=timezone.now(),
        )
        fact.person = person
        Participant.objects.filter(pk=fact.pk).update(person=self.people[person])
        touch("participant", fact.pk)

    def merge(self, emptied: int, kept: int) -> None:
        """Everything of one participant goes to another of the same programme."""
        self.participants[emptied].merged = True
        Participant.objects.filter(pk=self.participants[emptied].pk).update(merged_into=self.participants[kept].pk)
        touch("participant", self.participants[emptied].pk)
        for kind, model, facts in (("referral", Referral, self.referrals), ("case", Case, self.cases)):
            for fact in facts:
                if fact.participant == emptied:
                    fact.participant = kept
                    model.objects.filter(pk=fact.pk).update(participant=self.participants[kept].pk)
                    touch(kind, fact.pk)

    def add_referral(self, fact: ReferralFact) -> Referral:
        now = timezone.now()
        row = Referral.objects.create(
            participant_id=self.participants[fact.participant].pk,
            programme=self._programme(fact.participant),
            provider=self._provider(fact.provider),
            received_on=fact.received,
            received_at=now,
            referred_from=self.entries[ListName.REFERRED_FROM, fact.source],
            route=self.entries[ListName.REFERRAL_ROUTE, fact.route],
            source="own_work",
            **self._area(fact.area),
        )
        fact.pk = row.pk
        self.referrals.append(fact)
        self.decide(fact)
        return row

    def decide(self, fact: ReferralFact) -> None:
        """The outcome that the fact tells; joined to the first case that there is."""
        told: dict[str, Any] = {}
        if fact.outcome:
            told = {f"{fact.outcome}_on": fact.decided, f"{fact.outcome}_at": timezone.now()}
        if fact.outcome == "joined":
            told["case_id"] = self.cases[0].pk
        if fact.outcome == "declined":
            told["decline_reason"] = self.entries[ListName.DECLINE_REASON, "no-capacity"]
        if fact.outcome == "withdrawn":
            told["withdraw_reason"] = self.entries[ListName.WITHDRAW_REASON, "moved-away"]
        Referral.objects.filter(pk=fact.pk).update(**told) if told else None
        touch("referral", fact.pk)

    def add_case(self, fact: CaseFact) -> None:
        referral = self.add_referral(
            ReferralFact(
                fact.participant, fact.provider, fact.opened, "accepted", fact.opened, "phone", "school", fact.area
            )
        )
        row = Case.objects.create(
            participant_id=self.participants[fact.participant].pk,
            programme=self._programme(fact.participant),
            provider=self._provider(fact.provider),
            referral=referral,
            opened_on=fact.opened,
            opened_at=timezone.now(),
            care_status=self.entries.get((ListName.CARE_STATUS, fact.care)),
            education_status=self.entries.get((ListName.EDUCATION_STATUS, fact.education)),
            **self._area(fact.area),
            **self._closing(fact),
        )
        fact.pk = row.pk
        self.cases.append(fact)
        self._spells(fact)
        sessions, fact.sessions = fact.sessions, []
        for session in sessions:
            self.add_session(fact, session)
        measures, fact.measures = fact.measures, []
        for measure in measures:
            self.take(fact, measure)
        touch("case", row.pk)

    def _closing(self, fact: CaseFact) -> dict[str, Any]:
        if fact.closed is None:
            return {"closed_on": None, "closed_at": None, "close_reason": None, "ending": ""}
        reason = self.entries[ListName.CLOSE_REASON, "goals-met"]
        return {"closed_on": fact.closed, "closed_at": timezone.now(), "close_reason": reason, "ending": fact.ending}

    def _spells(self, fact: CaseFact) -> None:
        CaseSpell.objects.filter(case_id=fact.pk).delete()
        CaseSpell.objects.bulk_create(
            CaseSpell(case_id=fact.pk, kind=kind, starts_on=start, ends_on=end) for kind, start, end in fact.spells
        )

    def move(self, fact: CaseFact) -> None:
        """Closed, reopened, paused, or given to another provider: as the fact tells now."""
        Case.objects.filter(pk=fact.pk).update(provider=self._provider(fact.provider), **self._closing(fact))
        self._spells(fact)
        touch("case", fact.pk)

    def add_session(self, case: CaseFact, fact: SessionFact) -> None:
        row = Session.objects.create(
            case_id=case.pk,
            programme=self._programme(case.participant),
            held_on=fact.on,
            kind=self.entries[ListName.SESSION_KIND, "one-to-one"],
            arranged_at=timezone.now(),
            **_recorded(fact),
        )
        fact.pk = row.pk
        case.sessions.append(fact)
        touch("session", row.pk)

    def record(self, fact: SessionFact) -> None:
        """The session as the fact tells it now."""
        Session.objects.filter(pk=fact.pk).update(held_on=fact.on, **_recorded(fact))
        touch("session", fact.pk)

    def take(self, case: CaseFact, fact: MeasureFact) -> None:
        """A measure; what stood at the same point is replaced."""
        old = next((m for m in case.measures if (m.instrument, m.point) == (fact.instrument, fact.point)), None)
        if old is not None:
            Assessment.objects.filter(pk=old.pk).update(replaced_at=timezone.now())
            case.measures.remove(old)
            touch("assessment", old.pk)
        done: dict[str, Any] = {"scorer_version": 1, "main_score": fact.score, "form": "standard"}
        reason = {"not_done_reason": self.entries[ListName.MEASURE_NOT_DONE, "refused"]}
        row = Assessment.objects.create(
            case_id=case.pk,
            programme=self._programme(case.participant),
            instrument=fact.instrument,
            point=fact.point,
            taken_on=fact.on or case.opened,
            recorded_at=timezone.now(),
            replaces_id=old.pk if old else None,
            **(done if fact.on else reason),
        )
        fact.pk = row.pk
        case.measures.append(fact)
        touch("assessment", row.pk)

    def plan(self, fact: PlanFact) -> None:
        told = {"due_days": fact.days, "valid_from": fact.since, "valid_until": fact.until}
        if fact.pk:
            MeasurePlan.objects.filter(pk=fact.pk).update(**told)
        else:
            programme = self.programmes[fact.programme]
            fact.pk = MeasurePlan.objects.create(
                programme=programme, instrument=fact.instrument, point=fact.point, **told
            ).pk
            self.plans.append(fact)
        touch("measure_plan", fact.pk)

    def _programme(self, participant: int) -> Programme:
        return self.programmes[self.participants[participant].programme]

    def _provider(self, place: int | None) -> Organisation | None:
        return None if place is None else self.providers[place]

    def _area(self, area: str | None) -> dict[str, Any]:
        known = self.areas.get(area or "")
        return {"area": known, "area_known": "known" if known else area or "not_known"}


def _recorded(fact: SessionFact) -> dict[str, Any]:
    told = {"recorded_on": fact.recorded_on, "recorded_at": timezone.now() if fact.recorded_on else None}
    return {"attendance": fact.attendance, "minutes": fact.minutes, **told}


def touch(kind: str, pk: int) -> None:
    Touched.objects.create(kind=kind, pk_touched=pk)


def make_casework_world(programmes: list[Programme], providers: list[Organisation]) -> CaseworkWorld:
    return CaseworkWorld(programmes, providers, made_entries(), made_areas())
