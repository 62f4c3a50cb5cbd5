"""Outcome measures in casework: whether they were taken, and how scores changed."""

from django.db.models import Q

from interventions.outcomes.instruments.registry import INSTRUMENTS
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.measure_pairs import MEASURE_PAIRS
from monitoring.indicators.kinds import Share
from monitoring.indicators.kinds_casework import LOW_POINT, NO_COMPARISON, PairedScores

SUBJECT = "Outcomes of casework"
ALONE = (
    f"{LOW_POINT} {NO_COMPARISON} Only those with both points are in it, and who stays to the end may differ from who "
    "leaves."
)
FORM = "Part of a change can come from the form: the first asks about six months, the later one about one month."
NOBODY_CAME = "Cases that ended before any session was attended are not asked."
TO_COME = "In a period that is not over, measures whose last day is still to come are among those due."
FORMS_DIFFER = frozenset({"sdq_self", "sdq_parent", "sdq_teacher"})


def _paired(code: str, instrument: str) -> Indicator:
    measure = INSTRUMENTS[instrument]
    scale = measure.scale(measure.main)
    return Indicator(
        code=code,
        version=1,
        name=f"Change in {scale.name.lower()} ({measure.short_name})",
        subject=SUBJECT,
        grain=MEASURE_PAIRS,
        kind=PairedScores(Q(instrument=instrument)),
        counted="points",
        definition=f"The mean change of the score from start to end, of the cases whose measure at the end was due in "
        f"the period and that have both points. A {'higher' if scale.more_is_better else 'lower'} score is better.",
        unit="points",
        over_quarters="anew",
        by_year_alone=True,
        breakdowns=("age_band", "sex"),
        good_direction="up" if scale.more_is_better else "down",
        caution=f"{ALONE} {FORM}" if instrument in FORMS_DIFFER else ALONE,
        population="cases",
        by="exit_due_quarter",
    )


INDICATORS = (
    Indicator(
        code="OUT-01",
        version=2,
        name="Measures taken at the start",
        subject=SUBJECT,
        grain=MEASURE_PAIRS,
        kind=Share(of=Q(), having=Q(baseline_done=True)),
        counted="measures due",
        definition="Of the outcome measures that were due at the start of a case in the period, those that were taken, "
        "in time or later.",
        unit="percent",
        good_direction="up",
        caution="A measure is due from the plan that was in force when the case opened, unless the case closed before "
        f"its day. {NOBODY_CAME} {TO_COME}",
        population="measures",
        by="baseline_due_quarter",
    ),
    Indicator(
        code="OUT-02",
        version=1,
        name="Measures taken at the end",
        subject=SUBJECT,
        grain=MEASURE_PAIRS,
        kind=Share(of=Q(), having=Q(exit_done=True)),
        counted="measures due",
        definition="Of the outcome measures that were due at the end of a case in the period, those that were taken "
        "within the days that the plan allows before and after the closing.",
        unit="percent",
        good_direction="up",
        caution=f"{NOBODY_CAME} {TO_COME}",
        population="measures",
        by="exit_due_quarter",
    ),
    _paired("OUT-03", "swemwbs"),
    _paired("OUT-04", "sdq_self"),
    _paired("OUT-05", "sdq_parent"),
    _paired("OUT-06", "sdq_teacher"),
)
