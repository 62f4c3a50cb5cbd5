"""The day on which something is next due in a case, as lists and the lead's page show it: exact after every write."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from interventions.cases.models import Case, Ending
from interventions.cases.services import close_case, pause_case, plan_next, reopen_case, resume_case
from interventions.outcomes.models import Assessment, MeasurePlan
from interventions.outcomes.selectors import measures_of, next_due
from interventions.outcomes.services import (
    correct_assessment,
    end_measure_plan,
    follow_every_case,
    propose_measure_plan,
    set_measure_plan,
)
from interventions.programmes.models import ListName
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, entry, opened_case
from tests.factories.outcomes import LONG_AGO, assessed, measure_plan, not_assessed
from tests.factories.sessions import recorded_session
from vrn_cases.records.refusals import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_next_action_never_hides_a_measure_that_is_due_sooner(clock) -> None:
    programme = ProgrammeFactory()
    measure_plan(programme)
    case = opened_case(programme)
    due = date(2024, 4, 8)  # 28 days after the opening
    assert case.next_due_on == due
    for day, first in ((date(2024, 5, 1), due), (date(2024, 4, 1), date(2024, 4, 1)), (None, due)):
        told = {"next_action": "Ring" if day else "", "next_action_on": day}
        assert plan_next(case=case, revision=None, by="test", **told).next_due_on == first
        assert Case.objects.get(pk=case.pk).next_due_on == first


def worked_out(case: Case) -> date | None:
    """The rule of outcomes in plain words, from the rows as they stand: what is asked for and neither taken nor said
    not to have been, and what was said to come next."""
    days = [case.next_action_on] if case.next_action_on else []
    for plan in MeasurePlan.objects.filter(programme=case.programme_id):
        within = timedelta(days=plan.due_days)
        start = case.opened_on if plan.point == "baseline" else case.closed_on
        if start is None or case.ending == Ending.NOT_STARTED:
            continue
        if not (plan.valid_from <= start and (plan.valid_until is None or start < plan.valid_until)):
            continue
        if plan.point == "baseline" and case.closed_on is not None and case.closed_on < start + within:
            continue
        taken = Assessment.objects.filter(case=case, instrument=plan.instrument, point=plan.point, replaced_at=None)
        stands = [
            one
            for one in taken
            if plan.point == "baseline" or one.not_done_reason_id or abs(one.taken_on - start) <= within
        ]
        if not stands:
            days.append(start + within)
    return min(days, default=None)


class World:
    """One programme with a few cases, and everything that can be written there; what is refused writes nothing."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.programme = chance, ProgrammeFactory()
        measure_plan(self.programme)
        self.references = [opened_case(self.programme, on=OPENED + days * DAY).reference for days in (0, 10)]

    def case(self) -> Case:
        """One of the last few, so that there is always one of which little is known."""
        return Case.objects.get(reference=self.chance.choice(self.references[-4:]))

    def day(self, ahead: int = 0) -> date:
        return timezone.localdate() - self.chance.randrange(-ahead, 30) * DAY

    def opened(self) -> None:
        self.references.append(opened_case(self.programme, on=self.day()).reference)

    def planned(self) -> None:
        words = self.chance.choice(("Ring", "Ring", ""))
        plan_next(case=self.case(), revision=None, by="test", next_action=words, next_action_on=self.day(30))

    def seen(self) -> None:
        recorded_session(self.case(), self.day())

    def measured(self) -> None:
        assessed(self.case(), self.day(), point=self.chance.choice(("baseline", "review", "exit")))

    def not_measured(self) -> None:
        not_assessed(self.case(), self.day(), point=self.chance.choice(("baseline", "exit")))

    def corrected(self) -> None:
        for one in Assessment.objects.filter(case=self.case(), replaced_at=None).order_by("-pk")[:1]:
            told = {"point": one.point, "taken_on": self.day(), "answers": dict.fromkeys(range(1, 8), 3)}
            correct_assessment(assessment=one, revision=None, form="standard", by="test", checked=True, **told)

    def set(self) -> None:
        told = {"instrument": "swemwbs", "point": self.chance.choice(("baseline", "exit")), "valid_from": self.day(9)}
        set_measure_plan(programme=self.programme, due_days=self.chance.randrange(30), by="test", **told)

    def proposed(self) -> None:
        told = {"instrument": "sdq_self", "point": self.chance.choice(("baseline", "exit")), "valid_from": LONG_AGO}
        propose_measure_plan(programme=self.programme, due_days=self.chance.randrange(30), by="test", **told)

    def ended(self) -> None:
        for plan in MeasurePlan.objects.filter(programme=self.programme, valid_until=None).order_by("-pk")[:1]:
            end_measure_plan(plan=plan, revision=None, ends_on=self.day(9), by="test")

    def paused(self) -> None:
        reason = entry(ListName.PAUSE_REASON, "break")
        pause_case(case=self.case(), revision=None, on=self.day(), reason=reason, by="test")

    def resumed(self) -> None:
        resume_case(case=self.case(), revision=None, on=self.day(), by="test")

    def closed(self) -> None:
        reason = entry(ListName.CLOSE_REASON, "goals-met")
        close_case(case=self.case(), revision=None, on=self.day(), reason=reason, by="test")

    def reopened(self) -> None:
        reopen_case(case=self.case(), revision=None, on=self.day(), by="test")


WRITES: tuple[Callable[[World], None], ...] = tuple(
    write for name, write in vars(World).items() if not name.startswith("_") and name not in ("case", "day")
)


def walk(seed: int, clock: time_machine.Traveller, steps: int) -> Iterator[str]:
    """So many writes of any kind in any order, a day passing now and then; the name of each that was not refused."""
    chance = random.Random(seed)
    world = World(chance)
    for _ in range(steps):
        if chance.random() < 0.2:
            clock.shift(chance.randrange(1, 4) * DAY)
        write = chance.choice(WRITES)
        with suppress(Refused), transaction.atomic():
            write(world)
            yield write.__name__


@pytest.mark.parametrize("seed", range(4))
def test_after_any_order_of_writes_it_is_what_the_rows_say(seed, clock) -> None:
    done: Counter[str] = Counter()
    for name in walk(seed, clock, 100):
        done[name] += 1
        for case in Case.objects.order_by("pk"):
            assert case.next_due_on == worked_out(case), f"after {name}, the {done.total()}th write"
    assert follow_every_case() == 0
    assert done.total() > 40


def test_every_kind_of_write_is_among_them(clock) -> None:
    assert {name for seed in (0, 1) for name in walk(seed, clock, 100)} == {write.__name__ for write in WRITES}


def test_the_passing_of_days_alone_moves_nothing(clock) -> None:
    """So no job has to run for it."""
    for _ in walk(3, clock, 80):
        pass
    cases = list(Case.objects.order_by("pk"))
    today = timezone.localdate()
    now = measures_of(cases, as_at=today)
    for days in (-400, -30, -1, 1, 30, 400):
        then = measures_of(cases, as_at=today + days * DAY)
        assert [next_due(then[case.pk]) for case in cases] == [next_due(now[case.pk]) for case in cases]
    assert any(next_due(of_case) for of_case in now.values())
