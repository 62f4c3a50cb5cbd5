"""The grain of cases by quarter: a row for each in which a spell covers a day, or for which a session was arranged.

A spell that runs on is told up to the quarter of today.
"""

from django.utils import timezone

from interventions.cases.models import CaseSpell
from monitoring.indicators.grains.casework import MARKED_CASE, OF_A_CASE, casework_grain
from monitoring.indicators.grains.days import day_written, days_between
from monitoring.indicators.grains.people import CASE_JOINS, case_columns, columns, joins, only, tables
from monitoring.indicators.grains.stored import Stored
from monitoring.indicators.models import CaseQuarterGrain
from monitoring.periods.windows import Quarter
from vrn_cases.access.permissions import Permission

LATE_AFTER_DAYS = 7
QUARTER_BITS = 16_384  # more than any quarter's number


def _quarters() -> str:
    """Number, first and last day of every quarter from the first spell to today."""
    today = timezone.localdate()
    first = CaseSpell.objects.order_by("starts_on").values_list("starts_on", flat=True).first() or today
    numbers = range(Quarter.holding(min(first, today)).number, Quarter.holding(today).number + 1)
    return ", ".join(f"({number}, {_day(number)}, {_day(number + 1)})" for number in numbers)


def _day(number: int) -> str:
    start = Quarter(number).window.start
    assert start is not None
    return day_written(start)


def rows(chosen: str | None) -> str:
    late = days_between("m.held_on", "m.recorded_on")
    return f"""
WITH {tables("interventions_case", chosen)},
quarters(number, first_day, next_day) AS (VALUES {_quarters()}),
met AS (
  SELECT m.case_id, m.quarter,
         SUM(CASE WHEN m.attendance <> 'cancelled_by_service' THEN 1 ELSE 0 END) AS offered,
         SUM(CASE WHEN m.attendance = 'attended' THEN 1 ELSE 0 END) AS attended,
         SUM(CASE WHEN m.attendance = 'did_not_attend' THEN 1 ELSE 0 END) AS did_not_attend,
         SUM(CASE WHEN m.attendance = 'cancelled_by_person' THEN 1 ELSE 0 END) AS cancelled_by_person,
         SUM(CASE WHEN m.attendance = 'cancelled_by_service' THEN 1 ELSE 0 END) AS cancelled_by_service,
         SUM(CASE WHEN m.attendance = '' THEN 1 ELSE 0 END) AS not_recorded,
         SUM(CASE WHEN {late} > {LATE_AFTER_DAYS} THEN 1 ELSE 0 END) AS recorded_late,
         SUM(COALESCE(m.minutes, 0)) AS minutes
  FROM interventions_session m WHERE {only("m.case_id", chosen)}
  GROUP BY m.quarter, m.case_id
),
pieces AS (
  SELECT w.case_id, q.number AS quarter, CASE WHEN w.kind = 'open' THEN 1 ELSE 0 END AS open,
         CASE WHEN w.ends_on IS NULL OR w.ends_on >= q.next_day THEN 1 ELSE 0 END AS at_end,
         0 AS offered, 0 AS attended, 0 AS did_not_attend, 0 AS cancelled_by_person, 0 AS cancelled_by_service,
         0 AS not_recorded, 0 AS recorded_late, 0 AS minutes
  FROM interventions_casespell w JOIN quarters q
    ON w.starts_on < q.next_day AND (w.ends_on IS NULL OR w.ends_on > q.first_day)
  WHERE (w.ends_on IS NULL OR w.ends_on > w.starts_on) AND {only("w.case_id", chosen)}
  UNION ALL
  SELECT case_id, quarter, 0, 0, offered, attended, did_not_attend, cancelled_by_person, cancelled_by_service,
         not_recorded, recorded_late, minutes FROM met
),
each AS (
  SELECT case_id, quarter, MAX(open) AS open, MAX(at_end) AS at_end, SUM(offered) AS offered,
         SUM(attended) AS attended, SUM(did_not_attend) AS did_not_attend,
         SUM(cancelled_by_person) AS cancelled_by_person, SUM(cancelled_by_service) AS cancelled_by_service,
         SUM(not_recorded) AS not_recorded, SUM(recorded_late) AS recorded_late, SUM(minutes) AS minutes
  FROM pieces GROUP BY case_id, quarter
)
SELECT e.case_id * {QUARTER_BITS} + e.quarter AS number, e.case_id AS case_id, {columns("c", "c.opened_on")},
       {case_columns()}, e.quarter AS quarter,
       e.open + e.attended > 0 AS supported,
       COALESCE(SUM(e.open + e.attended) OVER earlier, 0) > 0 AS supported_before,
       e.at_end > 0 AS held_at_end,
       e.offered AS offered, e.offered + e.cancelled_by_service AS arranged, e.attended AS attended,
       COALESCE(SUM(e.attended) OVER earlier, 0) > 0 AS attended_before,
       e.did_not_attend AS did_not_attend, e.cancelled_by_person AS cancelled_by_person,
       e.cancelled_by_service AS cancelled_by_service,
       e.attended + e.did_not_attend + e.cancelled_by_person AS answered,
       e.attended + e.did_not_attend + e.cancelled_by_person + e.cancelled_by_service AS recorded,
       e.recorded_late AS recorded_late, e.not_recorded AS not_recorded, e.minutes AS minutes
FROM each e JOIN interventions_case c ON c.id = e.case_id {joins("c")} {CASE_JOINS}
WINDOW earlier AS (
  PARTITION BY e.case_id, e.quarter / 4 ORDER BY e.quarter ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""


CASE_QUARTERS = casework_grain(
    code="case_quarter",
    stored=Stored(
        model=CaseQuarterGrain, source="case_id", records="interventions_case", rows=rows, marked=MARKED_CASE
    ),
    record="interventions.Case",
    permission=Permission.CASE_VIEW,
    quarters=("quarter",),
    breakdowns=OF_A_CASE,
)
