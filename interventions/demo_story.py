"""One invented person's way through one programme: referred, perhaps accepted, seen, measured, and at an end or not."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from interventions.cases.models import Case, NoteKind
from interventions.cases.services import (
    close_case,
    join_referral,
    open_case,
    pause_case,
    reopen_case,
    resume_case,
    write_note,
)
from interventions.demo_groups import group_day, offered_in_group
from interventions.demo_intake import answers_of
from interventions.demo_people import Invention, Inventor
from interventions.demo_programmes import Shape
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import Assessment, MeasurePlan, MeasurePoint
from interventions.outcomes.rules import paper_point
from interventions.outcomes.services import record_assessment, record_not_done
from interventions.participants.models import Participant, Person
from interventions.participants.rules import age_on
from interventions.participants.services import add_contact_point, link_person, register_participant
from interventions.programmes.models import ListName, Organisation, Programme
from interventions.referrals.models import Referral, Told
from interventions.referrals.rules import source_of
from interventions.referrals.services import change_referral, decline_referral, receive_referral, withdraw_referral
from interventions.sessions.models import Attendance, Mode
from interventions.sessions.services import arrange_session, record_attendance, record_session
from vrn_cases.access.models import User

BY = "command:load_demo"
DAY = timedelta(days=1)
ATTENDANCE = {
    Attendance.ATTENDED: 71, Attendance.DID_NOT_ATTEND: 15, Attendance.CANCELLED_BY_PERSON: 9,
    Attendance.CANCELLED_BY_SERVICE: 5,
}  # fmt: skip
MODES = {Mode.IN_PERSON: 74, Mode.PHONE: 18, Mode.VIDEO: 8}
CLOSINGS = {
    "goals-met": 34, "end-of-offer": 16, "moved-on": 10, "disengaged": 22, "refused": 8, "custody": 5,
    "moved-away": 4, "service-ended": 1,
}  # fmt: skip
NOTES = (
    "Invented note: talked about how the week went and what comes next.",
    "Invented note: went through the plan together. Wants to see the college again.",
    "Invented note: spoke with the family, who are content with how it goes.",
    "Invented note: rang twice, no answer. Will try again.",
)
OUT_OF_SCHOOL = 19
SETTLED_DAYS = 12  # a referral older than this has been decided


@dataclass(frozen=True)
class Place:
    """Where a story happens: the programme as it is shaped, who provides it, and who works there."""

    shape: Shape
    programme: Programme
    provider: Organisation
    workers: list[User]
    schools: list[Organisation]


class Story:
    """Tells one person's story in one place, up to today, with the clock of each day given to the services."""

    def __init__(self, inventor: Inventor, place: Place) -> None:
        self.inventor, self.place, self.today = inventor, place, inventor.today
        self.chance: random.Random = inventor.chance

    def tell(self, someone: Invention, on: date, *, one_with: Person | None) -> Participant:
        from_where = self.inventor.entry(ListName.REFERRED_FROM, self._sources(someone, on))
        participant = register_participant(
            programme=self.place.programme,
            by=BY,
            source=source_of(from_where.group),
            at=self._written(on),
            invented=True,
            **someone.facts,
        )
        if self.chance.random() < 0.7:
            number = f"07700 900{self.chance.randrange(1000):03}"  # kept by the regulator for drama
            add_contact_point(participant=participant, kind="phone", value=number, starts_on=on, by=BY)
        if one_with is not None and self.chance.random() < 0.8:
            link_person(participant=participant, person=one_with, by=BY, at=self._written(on))
        case = self._referral(participant, on, from_where)
        self._again(participant, case, from_where)
        return participant

    def _sources(self, someone: Invention, on: date) -> dict[str, int]:
        """Nobody is referred by a school that they have left for good."""
        age, sources = age_on(someone.born, on), self.place.shape.sources
        grown = age is not None and age >= OUT_OF_SCHOOL
        return {code: weight for code, weight in sources.items() if not (grown and code == "school")}

    def _again(self, participant: Participant, case: Case | None, from_where: Any) -> None:
        """Some are referred again: while the case is open it is joined, later it is another case."""
        if case is None or self.chance.random() > 0.12:
            return
        on = (case.closed_on or case.opened_on) + self.chance.randrange(15, 160) * DAY
        if on > self.today - 2 * DAY:
            return
        if case.closed_on is None:
            referral = self._received(participant, on, from_where)
            join_referral(referral=referral, revision=None, case=case, on=on, by=BY, at=self._written(on))
        else:
            self._referral(participant, on, from_where)

    def _received(self, participant: Participant, on: date, from_where: Any) -> Referral:
        referral = receive_referral(
            participant=participant,
            on=on,
            referred_from=from_where,
            route=self.inventor.entry(ListName.REFERRAL_ROUTE),
            provider=self.place.provider,
            told=self.inventor.weighted({Told.AGREED: 62, Told.KNOWS: 20, Told.NOT_TOLD: 8, Told.NOT_ASKED: 10}),
            by=BY,
            at=self._written(on),
        )
        answers = answers_of(referral, self.inventor, self.place.schools)
        if not answers:
            return referral
        return change_referral(referral=referral, revision=None, intake=answers, by=BY, at=self._written(self.today))

    def _referral(self, participant: Participant, on: date, from_where: Any) -> Case | None:
        referral = self._received(participant, on, from_where)
        decided = on + min(self.chance.randrange(10), self.chance.randrange(10)) * DAY
        told: dict[str, Any] = {"referral": referral, "revision": None, "on": decided, "by": BY}
        if decided > self.today or (on > self.today - SETTLED_DAYS * DAY and self.chance.random() < 0.5):
            return None
        fate = self.chance.random()
        if fate < 0.12:
            reason = self.inventor.entry(ListName.DECLINE_REASON)
            decline_referral(**told, reason=reason, at=self._written(decided))
            return None
        if fate < 0.18:
            reason = self.inventor.entry(ListName.WITHDRAW_REASON)
            withdraw_referral(**told, reason=reason, at=self._written(decided))
            return None
        # the services take the workers of this very day; who led years ago is one of them
        case = open_case(**told, worker=self.chance.choice(self.place.workers), at=self._written(decided))
        return self._worked(case)

    def _worked(self, case: Case) -> Case:
        least, most = self.place.shape.days
        last = case.opened_on + self.chance.randrange(least, most) * DAY
        reason = self.inventor.weighted(CLOSINGS)
        if reason in ("disengaged", "refused", "custody"):
            last = case.opened_on + max(5, int((last - case.opened_on).days * self.chance.random())) * DAY
        self._measures(case, MeasurePoint.BASELINE, case.opened_on, last)
        case = self._sessions(case, last)
        if last < self.today:
            case = self._closed(case, last, reason)
        return case

    def _sessions(self, case: Case, last: date) -> Case:
        """Sessions until the end, or a few weeks ahead of today; now and then a note and a pause in between."""
        every = self.place.shape.every
        day = case.opened_on + (1 + min(self.chance.randrange(21), self.chance.randrange(21))) * DAY
        none_came = self.chance.random() < 0.1
        paused = self.chance.random() < 0.07
        until = min(last, self.today + 10 * DAY)
        while day <= until:
            if paused and day < self.today - 60 * DAY and day + 40 * DAY < last and day > case.opened_on + 30 * DAY:
                case, day, paused = self._pause(case, day), day + 30 * DAY, False
            if not self._in_group(case, day, none_came):
                self._session(case, day, none_came)
            if day < self.today and self.chance.random() < 0.15:
                write_note(
                    case=case, kind=self.chance.choice(NoteKind.values), on=day, text=self.chance.choice(NOTES),
                    by=BY, at=self._written(day),
                )  # fmt: skip
            day += max(1, round(self.chance.gauss(every, every / 3))) * DAY
        return Case.objects.get(pk=case.pk)

    def _pause(self, case: Case, day: date) -> Case:
        reason = self.inventor.entry(ListName.PAUSE_REASON)
        case = pause_case(case=case, revision=None, on=day, reason=reason, by=BY, at=self._written(day))
        back = day + 28 * DAY
        return resume_case(case=case, revision=None, on=back, by=BY, at=self._written(back))

    def _session(self, case: Case, day: date, none_came: bool) -> None:
        told: dict[str, Any] = {
            "case": case,
            "held_on": day,
            "kind": self.inventor.entry(ListName.SESSION_KIND),
            "worker": case.worker,
            "mode": self.inventor.weighted(MODES),
            "starts_at": time(self.chance.randrange(10, 18), self.chance.choice((0, 15, 30, 45))),
            "by": BY,
        }
        if self._to_come_or_unrecorded(day):
            arrange_session(**told, at=self._arranged(day))
        else:
            record_session(**told, **self._came(none_came), at=self._written(day))

    def _in_group(self, case: Case, day: date, none_came: bool) -> bool:
        """Whether it was the week's gathering that they were offered instead."""
        if self.chance.random() * 100 >= self.place.shape.groups or (day := group_day(day)) < case.opened_on:
            return False
        told: dict[str, Any] = {"programme": self.place.programme, "workers": self.place.workers}
        session = offered_in_group(case, day, **told, inventor=self.inventor, by=BY, at=self._arranged(day))
        if session is not None and not self._to_come_or_unrecorded(day):
            told = {**self._came(none_came), "by": BY, "at": self._written(day)}
            record_attendance(session=session, revision=None, **told)
        return session is not None

    def _to_come_or_unrecorded(self, day: date) -> bool:
        return day >= self.today or (day > self.today - 14 * DAY and self.chance.random() < 0.2)

    def _arranged(self, day: date) -> datetime:
        return self._written(min(day, self.today) - 5 * DAY, late=False)

    def _came(self, none_came: bool) -> dict[str, Any]:
        """Whether they did, and for how long."""
        attendance = self.inventor.weighted(ATTENDANCE)
        if none_came and attendance == Attendance.ATTENDED:
            attendance = Attendance.DID_NOT_ATTEND
        minutes = self.chance.choice((0, 20, 30, 45, 45, 60, 60, 60, 75, 90)) if attendance == "attended" else None
        if minutes == 0 and self.chance.random() < 0.9:
            minutes = 50
        return {"attendance": attendance, "minutes": minutes}

    def _closed(self, case: Case, last: date, reason: str) -> Case:
        self._measures(case, MeasurePoint.EXIT, last, last)
        told: dict[str, Any] = {"reason": self.inventor.lists[ListName.CLOSE_REASON][reason], "by": BY}
        case = close_case(case=case, revision=None, on=last, at=self._written(last), **told)
        again = last + self.chance.randrange(5, 30) * DAY
        if self.chance.random() < 0.03 and again + 30 * DAY < self.today:
            case = reopen_case(case=case, revision=None, on=again, by=BY, at=self._written(again))
            self._session(case, again + 3 * DAY, none_came=False)
            end = again + 25 * DAY
            case = close_case(case=Case.objects.get(pk=case.pk), revision=None, on=end, at=self._written(end), **told)
        return case

    def _measures(self, case: Case, point: str, about: date, last: date) -> None:
        """What the programme's plan asks for at this point: most are taken, some not, some left out without a word."""
        plans = MeasurePlan.objects.filter(programme=case.programme_id, point=point).order_by("instrument")
        for plan in plans:
            instrument = INSTRUMENTS[plan.instrument]
            shift = self.chance.randrange(20) if point == MeasurePoint.BASELINE else -self.chance.randrange(14)
            before = Assessment.objects.filter(case=case, instrument=plan.instrument).order_by("-taken_on").first()
            day = max(about + shift * DAY, before.taken_on if before else case.opened_on)
            fate = self.chance.random() + (0.12 if point == MeasurePoint.EXIT else 0)
            if day > min(last, self.today) or fate > 0.9:
                continue
            told: dict[str, Any] = {"case": case, "instrument": plan.instrument, "point": point, "by": BY}
            if fate > 0.8:
                reason = self.inventor.entry(ListName.MEASURE_NOT_DONE)
                record_not_done(**told, reason=reason, said_on=day, at=self._written(day))
                continue
            age = age_on(case.participant.date_of_birth, day)
            if age is not None and age not in instrument.ages:
                continue
            form = instrument.forms[paper_point(point)].code
            better, wellbeing = point == MeasurePoint.EXIT, plan.instrument == "swemwbs"
            answers = self._answers(instrument.items, better=better, wellbeing=wellbeing)
            record_assessment(**told, form=form, taken_on=day, answers=answers, checked=True, at=self._written(day))

    def _answers(self, items: Sequence[Any], *, better: bool, wellbeing: bool) -> dict[int, int | None]:
        """Answers that lean low at the start and a little higher later (of difficulties: the other way round)."""
        lean = self.chance.gauss(0.52 if better else 0.40, 0.13)
        lean = lean if wellbeing else 1 - lean - 0.1
        answers: dict[int, int | None] = {}
        for item in items:
            where = min(1.0, max(0.0, self.chance.gauss(lean, 0.24)))
            answers[item.number] = item.lowest + round(where * (item.highest - item.lowest))
            if self.chance.random() < 0.008:
                answers[item.number] = None
        return answers

    def _written(self, day: date, *, late: bool = True) -> datetime:
        """When something of this day was written down: that evening, or, for some, weeks later; never after today."""
        if late and self.chance.random() < 0.05:
            day += self.chance.randrange(8, 45) * DAY
        return timezone.make_aware(datetime.combine(min(day, self.today), time(17, 30)))
