"""When a measure is due, when it counts, and what stands against taking it down: one rule for pages and figures.

In words:

1. A plan asks for a measure at the start of the cases that were opened while it was in force, and at the end of the
   cases that were closed while it was in force.
2. The measure at the start is due `due_days` after the opening. A case that was closed before that day is not asked
   for one.
3. The measure at the end is asked for once the case is closed, and is due `due_days` after the closing. Only one taken
   from `due_days` before the closing to `due_days` after it counts (both days inside). While the case is open, one
   that was taken already stands.
4. A case that ended before any session was attended is asked for nothing.
5. A measure is done when an assessment that nothing has replaced holds answers; it is not done, with a reason, when
   one says why not. Otherwise it is overdue from the day after it was due.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices

from interventions.cases.models import Case, Ending
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.paper_forms import Point
from interventions.outcomes.models import Assessment, MeasurePlan, MeasurePoint


class MeasureState(TextChoices):
    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not taken, with the reason"
    DUE = "due", "Due"
    OVERDUE = "overdue", "Overdue"
    LATER = "later", "Not due yet"
    NOT_ASKED = "not_asked", "Not asked for"


TO_DO = frozenset({MeasureState.DUE, MeasureState.OVERDUE})


def day_of_plan(point: str, *, opened_on: date, closed_on: date | None, as_at: date) -> date:
    """The day on which a plan must be in force to ask for this point: the opening, or the closing (today: not yet)."""
    return opened_on if point == MeasurePoint.BASELINE else closed_on or as_at


def in_force(plan: MeasurePlan, on: date) -> bool:
    return plan.valid_from <= on and (plan.valid_until is None or on < plan.valid_until)


def due_on(point: str, *, opened_on: date, closed_on: date | None, due_days: int) -> date | None:
    """The last day that is in time; None for the end of a case that is open."""
    start = opened_on if point == MeasurePoint.BASELINE else closed_on
    return None if start is None else start + timedelta(days=due_days)


def is_asked_for(point: str, *, opened_on: date, closed_on: date | None, ending: str, due_days: int) -> bool:
    if ending == Ending.NOT_STARTED:
        return False
    if point == MeasurePoint.BASELINE:
        return closed_on is None or closed_on >= opened_on + timedelta(days=due_days)
    return True


def counts_at_the_end(taken_on: date, *, closed_on: date | None, due_days: int) -> bool:
    """Whether a measure at the end lies near enough to the closing; while the case is open it stands for now."""
    return closed_on is None or abs(taken_on - closed_on) <= timedelta(days=due_days)


def state_of(point: str, case: Case, *, due_days: int, taken: Assessment | None, as_at: date) -> MeasureState:
    """Where one measure of a case stands. `taken` is the assessment of this point that nothing has replaced."""
    days: dict[str, Any] = {"opened_on": case.opened_on, "closed_on": case.closed_on, "due_days": due_days}
    if taken is not None and taken.not_done_reason_id is not None:
        return MeasureState.NOT_DONE
    if taken is not None and (
        point == MeasurePoint.BASELINE or counts_at_the_end(taken.taken_on, closed_on=case.closed_on, due_days=due_days)
    ):
        return MeasureState.DONE
    if not is_asked_for(point, ending=case.ending, **days):
        return MeasureState.NOT_ASKED
    last = due_on(point, **days)
    if last is None:
        return MeasureState.LATER
    return MeasureState.OVERDUE if as_at > last else MeasureState.DUE


def paper_point(point: str) -> Point:
    """Which printed form is right: the first, or the one for every time after it."""
    return Point.BASELINE if point == MeasurePoint.BASELINE else Point.FOLLOW_UP


def against_assessing(
    case: Case, *, point: str, taken_on: date, others: Iterable[Assessment], today: date
) -> list[str]:
    """Why no measure of this case can be taken down for this point and day.

    `others` are the standing assessments of the same case and instrument, but for one that is being replaced.
    """
    reasons = []
    if taken_on > today:
        reasons.append("A measure cannot have been taken on a day that has not come yet.")
    if taken_on < case.opened_on:
        reasons.append(
            f"The case was opened on {in_words(case.opened_on)}. A measure before that day is not part of it."
        )
    if case.closed_on is not None and point != MeasurePoint.EXIT and taken_on > case.closed_on:
        reasons.append(
            f"The case was closed on {in_words(case.closed_on)}. After that only the measure at the end is taken."
        )
    for other in others:
        reasons += _against_beside(other, point, taken_on)
    if reasons and point == MeasurePoint.EXIT and _is_of_an_earlier_ending(case, others):
        reasons.append("If it belongs to an earlier ending of the case, correct it to “in between” first.")
    return reasons


def _is_of_an_earlier_ending(case: Case, others: Iterable[Assessment]) -> bool:
    """Whether the one at the end was taken before the closing, and so perhaps at the ending before a reopening."""
    ends = [other.taken_on for other in others if other.point == MeasurePoint.EXIT]
    return case.closed_on is not None and any(day < case.closed_on for day in ends)


def _against_beside(other: Assessment, point: str, taken_on: date) -> list[str]:
    label = MeasurePoint(other.point).label.lower()
    if other.point == point and point != MeasurePoint.REVIEW:
        return [f"There is one {label} already, of {in_words(other.taken_on)}. Correct that one instead."]
    order = list(MeasurePoint.values)
    if other.not_done_reason_id is not None or other.point == point:
        return []
    if order.index(other.point) < order.index(point) and taken_on < other.taken_on:
        return [f"The one {label} was taken after this day, on {in_words(other.taken_on)}. Check the two days."]
    if order.index(other.point) > order.index(point) and taken_on > other.taken_on:
        return [f"The one {label} was taken before this day, on {in_words(other.taken_on)}. Check the two days."]
    return []


def against_answers(instrument: Instrument, form: str, answers: Mapping[int, int | None]) -> list[str]:
    """Why these cannot be kept as answers. What is missing is no reason: the scores say what it does."""
    reasons = []
    if form not in {one.code for one in instrument.forms.values()}:
        reasons.append(f"{instrument.short_name} has no such form.")
    if all(answer is None for answer in answers.values()):
        reasons.append("No item is answered. Say instead that the measure was not taken, and why.")
    return reasons


def doubts(
    instrument: Instrument, *, age: int | None, form: str, point: str, answers: Mapping[int, int | None]
) -> list[str]:
    """What somebody must have checked before it is saved all the same: age, form, answers that clash."""
    return instrument.against_use(age=age, form=form, point=paper_point(point)) + instrument.clashes(dict(answers))


def against_correcting(assessment: Assessment) -> list[str]:
    if assessment.replaced_at is not None:
        return ["This was corrected already. Open the newer one to correct that."]
    return []


def against_planning(*, due_days: int, valid_from: date, open_plan: MeasurePlan | None) -> list[str]:
    """Why a plan cannot hold from this day; `open_plan` is the one that it takes the place of."""
    reasons = []
    if not 0 <= due_days <= 366:
        reasons.append("The days are a whole number from 0 to 366.")
    if open_plan is not None and valid_from < open_plan.valid_from:
        reasons.append(f"The plan in force began on {in_words(open_plan.valid_from)}. Choose that day or a later one.")
    return reasons


def against_ending_plan(plan: MeasurePlan, *, ends_on: date) -> list[str]:
    """Why a plan cannot end before `ends_on` (exclusive)."""
    if plan.valid_until is not None:
        return ["This plan has ended already."]
    if ends_on <= plan.valid_from:
        return [f"The plan began on {in_words(plan.valid_from)}. It can end the day after at the earliest."]
    return []


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
