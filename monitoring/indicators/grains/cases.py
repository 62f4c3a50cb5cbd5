"""The grain of cases: one row each. Age, area, care and education are as on the day of opening."""

from monitoring.indicators.grains.casework import MARKED_CASE, OF_A_CASE, casework_grain
from monitoring.indicators.grains.days import as_number, days_after, days_between, quarter_of
from monitoring.indicators.grains.people import CASE_JOINS, case_columns, columns, joins, only, tables
from monitoring.indicators.grains.stored import Stored
from monitoring.indicators.models import CaseGrain
from vrn_cases.access.permissions import Permission

EARLY_DAYS, SESSIONS_THAT_KEEP = 90, 3


def rows(chosen: str | None) -> str:
    early = days_after("c.opened_on", str(EARLY_DAYS))
    return f"""
WITH {tables("interventions_case", chosen)},
met AS (
  SELECT c.id, MIN(m.held_on) AS first_on, SUM(CASE WHEN m.held_on < {early} THEN 1 ELSE 0 END) AS early
  FROM interventions_case c JOIN interventions_session m ON m.case_id = c.id
  WHERE m.attendance = 'attended' AND m.held_on >= c.opened_on AND {only("c.id", chosen)}
  GROUP BY c.id
)
SELECT c.id AS case_id, {columns("c", "c.opened_on")}, {case_columns()},
       {as_number("c.opened_on")} AS opened_on, c.opened_quarter AS opened_quarter, c.closed_quarter AS closed_quarter,
       CASE c.ending WHEN 'not_started' THEN 1 WHEN 'unplanned' THEN 2 WHEN 'planned' THEN 3 WHEN 'neutral' THEN 4
            ELSE 0 END AS ending,
       c.ending NOT IN ('', 'not_started') AS started,
       {quarter_of(days_after("c.opened_on", str(EARLY_DAYS - 1)))} AS kept_quarter,
       COALESCE(met.early, 0) >= {SESSIONS_THAT_KEEP} AS kept,
       CASE WHEN met.first_on IS NOT NULL THEN {days_between("c.opened_on", "met.first_on")} END
         AS days_to_first_session,
       p.date_of_birth IS NOT NULL AS birth_known, p.ethnicity_how_known = 'self' AS ethnicity_self
FROM interventions_case c {joins("c")} {CASE_JOINS}
LEFT JOIN met ON met.id = c.id
WHERE {only("c.id", chosen)}"""


CASES = casework_grain(
    code="case",
    stored=Stored(model=CaseGrain, source="case_id", records="interventions_case", rows=rows, marked=MARKED_CASE),
    record="interventions.Case",
    permission=Permission.CASE_VIEW,
    quarters=("opened_quarter", "closed_quarter", "kept_quarter"),
    breakdowns=OF_A_CASE,
)
