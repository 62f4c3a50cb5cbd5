"""What every casework grain tells of the person: tables for the head of its statement, and its columns from them.

A value is a programme's own. Where somebody has two records in one programme, or (in the columns of the network) in
several, the one of the latest record that has any counts, so that a person stands in one part wherever they are
counted once.
"""

from interventions.programmes.models import ListName
from monitoring.indicators.grains.breakdown_keys import (
    NO_FIXED_ADDRESS,
    NOT_KNOWN,
    OUTSIDE,
    age_band,
    area_keys,
    as_rows,
    entry_keys,
)
from monitoring.indicators.grains.days import as_number

BEFORE_KEY = 10_000_000  # larger than any number of a part: the latest record's value comes out of one maximum


def _latest(column: str) -> str:
    return f"MAX(CASE WHEN {column} <> 0 THEN id * {BEFORE_KEY} + {column} END) % {BEFORE_KEY}"


def tables(records: str, chosen: str | None) -> str:
    """`entry`, `area`, `people` (a row a participant) and `several` (people with more than one of these records,
    or with more than one participant)."""
    mine = ""
    if chosen is not None:
        mine = (
            f"WHERE p.person_id IN (SELECT o.person_id FROM interventions_participant o "
            f"JOIN {records} c ON c.participant_id = o.id WHERE c.id IN ({chosen}))"
        )
    return f"""
entry(id, part) AS (VALUES {as_rows(entry_keys())}),
area(id, part) AS (VALUES {as_rows(area_keys())}),
told AS (
  SELECT p.id, p.person_id, p.programme_id, p.merged_into_id, p.date_of_birth, p.ethnicity_how_known,
         COALESCE(sx.part, 0) AS sex, COALESCE(et.part, 0) AS ethnic_group
  FROM interventions_participant p
  LEFT JOIN entry sx ON sx.id = p.sex_id
  LEFT JOIN entry et ON et.id = p.ethnicity_id
  {mine}
),
in_programme AS (
  SELECT person_id, programme_id, {_latest("sex")} AS sex, {_latest("ethnic_group")} AS ethnic_group
  FROM told WHERE merged_into_id IS NULL GROUP BY person_id, programme_id HAVING COUNT(*) > 1
),
in_network AS (
  SELECT person_id, {_latest("sex")} AS sex, {_latest("ethnic_group")} AS ethnic_group
  FROM told WHERE merged_into_id IS NULL GROUP BY person_id HAVING COUNT(*) > 1
),
people AS (
  SELECT t.id, t.person_id, t.date_of_birth, t.ethnicity_how_known,
         COALESCE(w.sex, t.sex) AS sex, COALESCE(n.sex, t.sex) AS sex_network,
         COALESCE(w.ethnic_group, t.ethnic_group) AS ethnic_group,
         COALESCE(n.ethnic_group, t.ethnic_group) AS ethnic_group_network
  FROM told t
  LEFT JOIN in_programme w ON w.person_id = t.person_id AND w.programme_id = t.programme_id
  LEFT JOIN in_network n ON n.person_id = t.person_id
),
several AS (
  SELECT p.person_id FROM {records} r JOIN interventions_participant p ON p.id = r.participant_id
  {mine} GROUP BY p.person_id HAVING COUNT(*) > 1
  UNION
  SELECT person_id FROM in_network
)"""


def columns(record: str, day: str) -> str:
    """The columns of a record (its alias; joined with `people` p, `several` s, `area` a) whose age counts on `day`."""
    today = as_number(day)
    age = f"(CASE WHEN p.date_of_birth <= {day} THEN ({today} - {as_number('p.date_of_birth')}) / 10000 END)"
    return f"""
{record}.participant_id AS participant, p.person_id AS person, s.person_id IS NULL AS alone,
{record}.programme_id AS programme, {record}.provider_id AS provider,
{age_band(ListName.AGE_BAND, age, today)} AS age_band,
{age_band(ListName.AGE_UNDER_25, age, today)} AS age_under_25,
{age_band(ListName.AGE_18_TO_25, age, today)} AS age_18_to_25,
CASE {record}.area_known WHEN 'known' THEN COALESCE(a.part, {NOT_KNOWN}) WHEN 'outside' THEN {OUTSIDE}
     WHEN 'no_fixed_address' THEN {NO_FIXED_ADDRESS} ELSE {NOT_KNOWN} END AS district,
p.sex AS sex, p.sex_network AS sex_network, p.ethnic_group AS ethnic_group,
p.ethnic_group_network AS ethnic_group_network"""


def joins(record: str) -> str:
    return f"""
JOIN people p ON p.id = {record}.participant_id
LEFT JOIN several s ON s.person_id = p.person_id
LEFT JOIN area a ON a.id = {record}.area_id"""


def case_columns() -> str:
    """Care and education of a case `c`, joined with `entry` care and education."""
    return "COALESCE(care.part, 0) AS care_status, COALESCE(education.part, 0) AS education_status"


CASE_JOINS = """
LEFT JOIN entry care ON care.id = c.care_status_id
LEFT JOIN entry education ON education.id = c.education_status_id"""


def only(column: str, chosen: str | None) -> str:
    """A condition that keeps the chosen records; true for all of them."""
    return f"{column} IN ({chosen})" if chosen is not None else "1 = 1"
