"""The grain of outcome measures: a row for each case and instrument that its programme asked for at start or end.

A baseline is asked for by the plan in force on the day of opening, and is due unless the case closed before its day. An
exit is asked for by the plan in force on the day of closing; it counts when it was taken within the plan's days before
or after that day. A case that ended before any session was attended is asked for neither. Nothing is ever carried
forward. The pages have the same rule (`interventions/outcomes/rules.py`).
"""

from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.reliable_change import least_reliable
from monitoring.indicators.grains.casework import MARKED_CASE, OF_A_CASE, casework_grain
from monitoring.indicators.grains.days import days_after, quarter_of
from monitoring.indicators.grains.people import CASE_JOINS, case_columns, columns, joins, only, tables
from monitoring.indicators.grains.stored import Stored
from monitoring.indicators.models import MeasurePairGrain
from vrn_cases.access.permissions import Permission

PLACES = 64  # more than there are instruments
NO = "(1 = 0)"


def _place() -> str:
    whens = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(INSTRUMENTS))
    return f"CASE k.instrument {whens} END"


def _reliable(change: str) -> str:
    """1, 0 or -1 by each instrument's own rule; null for one without."""
    whens = []
    for code, instrument in INSTRUMENTS.items():
        rule = instrument.change_rules.get(instrument.main)
        if rule is not None:
            least = least_reliable(rule.error)
            good = 1 if instrument.scale(instrument.main).more_is_better else -1
            whens.append(
                f"WHEN k.instrument = '{code}' THEN CASE WHEN {change} >= {least} THEN {good} "
                f"WHEN {change} <= {-least} THEN {-good} ELSE 0 END"
            )
    return f"CASE WHEN {change} IS NULL THEN NULL {' '.join(whens)} END"


def rows(chosen: str | None) -> str:
    known = ", ".join(f"'{code}'" for code in INSTRUMENTS)
    baseline_due, exit_due = days_after("c.opened_on", "k.baseline_days"), days_after("c.closed_on", "k.exit_days")
    earliest_exit = days_after("c.closed_on", "-k.exit_days")
    return f"""
WITH {tables("interventions_case", chosen)},
asked AS (
  SELECT c.id, m.instrument, m.due_days AS baseline_days, NULL AS exit_days
  FROM interventions_case c JOIN interventions_measureplan m
    ON m.programme_id = c.programme_id AND m.point = 'baseline'
    AND c.opened_on >= m.valid_from AND (m.valid_until IS NULL OR c.opened_on < m.valid_until)
  WHERE c.ending <> 'not_started' AND {only("c.id", chosen)} AND m.instrument IN ({known})
  UNION ALL
  SELECT c.id, m.instrument, NULL, m.due_days
  FROM interventions_case c JOIN interventions_measureplan m
    ON m.programme_id = c.programme_id AND m.point = 'exit'
    AND c.closed_on >= m.valid_from AND (m.valid_until IS NULL OR c.closed_on < m.valid_until)
  WHERE c.ending <> 'not_started' AND {only("c.id", chosen)} AND m.instrument IN ({known})
),
k AS (
  SELECT id, instrument, MAX(baseline_days) AS baseline_days, MAX(exit_days) AS exit_days
  FROM asked GROUP BY id, instrument
),
taken AS (
  SELECT t.case_id, t.instrument,
         MAX(CASE WHEN t.point = 'baseline' THEN t.taken_on END) AS first_on,
         MAX(CASE WHEN t.point = 'baseline' THEN t.main_score END) AS first,
         MAX(CASE WHEN t.point = 'exit' THEN t.taken_on END) AS later_on,
         MAX(CASE WHEN t.point = 'exit' THEN t.main_score END) AS later
  FROM interventions_assessment t
  WHERE t.replaced_at IS NULL AND t.not_done_reason_id IS NULL AND t.point <> 'review' AND {only("t.case_id", chosen)}
  GROUP BY t.case_id, t.instrument
),
judged AS (
  SELECT c.id, k.instrument,
         CASE WHEN c.closed_on IS NULL OR c.closed_on >= {baseline_due} THEN {quarter_of(baseline_due)} END
           AS baseline_due_quarter,
         k.baseline_days IS NOT NULL AND t.first_on IS NOT NULL AS baseline_done,
         CASE WHEN k.exit_days IS NOT NULL THEN {quarter_of(exit_due)} END AS exit_due_quarter,
         k.exit_days IS NOT NULL AND t.later_on BETWEEN {earliest_exit} AND {exit_due} AS in_time,
         k.baseline_days IS NOT NULL AND k.exit_days IS NOT NULL AS eligible,
         t.first_on, t.first, t.later_on, t.later
  FROM k JOIN interventions_case c ON c.id = k.id
  LEFT JOIN taken t ON t.case_id = k.id AND t.instrument = k.instrument
),
paired AS (
  SELECT j.*, j.eligible AND j.in_time AND j.first IS NOT NULL AND j.later IS NOT NULL AND j.first_on < j.later_on
           AS both_told
  FROM judged j
)
SELECT k.id * {PLACES} + {_place()} AS number, k.id AS case_id, {columns("c", "c.opened_on")}, {case_columns()},
       k.instrument AS instrument, k.baseline_due_quarter AS baseline_due_quarter, k.baseline_done AS baseline_done,
       k.exit_due_quarter AS exit_due_quarter, COALESCE(k.in_time, {NO}) AS exit_done, k.eligible AS eligible,
       k.eligible AND k.first IS NOT NULL AS with_first, COALESCE(k.both_told, {NO}) AS paired,
       CASE WHEN k.both_told THEN k.first END AS first, CASE WHEN k.both_told THEN k.later END AS later,
       CASE WHEN k.both_told THEN k.later - k.first END AS change,
       CASE WHEN k.both_told THEN {_reliable("(k.later - k.first)")} END AS reliable
FROM paired k JOIN interventions_case c ON c.id = k.id {joins("c")} {CASE_JOINS}"""


MEASURE_PAIRS = casework_grain(
    code="measure_pair",
    stored=Stored(
        model=MeasurePairGrain,
        source="case_id",
        records="interventions_case",
        rows=rows,
        marked={
            "case": MARKED_CASE["case"],
            "assessment": "SELECT case_id FROM interventions_assessment WHERE id IN ({ids})",
            "measure_plan": "SELECT c.id FROM interventions_case c JOIN interventions_measureplan m "
            "ON m.programme_id = c.programme_id WHERE m.id IN ({ids})",
        },
    ),
    record="interventions.Case",
    permission=Permission.CASE_VIEW,
    quarters=("exit_due_quarter", "baseline_due_quarter"),
    breakdowns=OF_A_CASE,
)
