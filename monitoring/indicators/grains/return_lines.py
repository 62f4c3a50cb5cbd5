"""The grain of returns: one row an answered line, whole or part, of the version that counts.

A version counts when it was accepted and is not replaced by a newer accepted one.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from monitoring.indicators.grains.grain import Breakdown, Grain
from monitoring.indicators.models import ReturnLineGrain
from vrn_cases.access.permissions import Permission

COLUMNS = (
    "answer, version, return_id, programme, provider, published, measure, counted, population, additive, breakdown, "
    'part, start, "end", first_quarter, last_quarter, answered, due, value, of_value, qualifier'
)

# One pass over the answers of the versions that count; the line that a line is a share of is met by its index.
ROWS = """
SELECT a.id AS answer, v.id AS version, r.id AS return_id, r.programme_id AS programme, r.organisation_id AS provider,
       r.published AS published, l.measure AS measure, l.counted AS counted, l.population AS population,
       l.additive AS additive, a.breakdown AS breakdown, a.part AS part,
       r.start AS start, r."end" AS "end", r.first_quarter AS first_quarter, r.last_quarter AS last_quarter,
       a.state = 'answered' AS answered, a.state IN ('answered', 'blank') AS due, a.number AS value,
       o.number AS of_value, a.qualifier AS qualifier
FROM monitoring_returnversion v
JOIN monitoring_return r ON r.id = v.of_id
JOIN monitoring_returnanswer a ON a.version_id = v.id
JOIN monitoring_returnline l ON l.question_id = a.question_id
LEFT JOIN monitoring_returnline ol
       ON l.share_of <> '' AND a.part = '' AND ol.template_id = l.template_id AND ol.measure = l.share_of
LEFT JOIN monitoring_returnanswer o ON o.version_id = v.id AND o.question_id = ol.question_id AND o.part = ''
WHERE v.accepted_at IS NOT NULL AND v.replaced_at IS NULL
"""


def source_ids_touched(kind: str, ids: Iterable[int]) -> set[int]:
    """Ids of the returns whose rows a mark of this kind makes stale."""
    if kind == "return":
        return set(ids)
    wanted = sorted(ids)
    if kind != "return_version" or not wanted:
        return set()
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT of_id FROM monitoring_returnversion WHERE id IN ({marks})", wanted)
        return {row[0] for row in cursor.fetchall()}


def fill(ids: Iterable[int]) -> int:
    """Make anew the rows of these returns, inside the caller's transaction; returns how many rows stand now."""
    wanted = sorted(ids)
    if not wanted:
        return 0
    ReturnLineGrain.objects.filter(return_id__in=wanted).delete()
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO monitoring_returnlinegrain ({COLUMNS}) {ROWS} AND r.id IN ({marks})", wanted)
        return int(cursor.rowcount)


def differing() -> set[int]:
    """Ids of the returns whose stored rows are not what the facts say now: what a full rebuild must put right."""
    stored = f"SELECT {COLUMNS} FROM monitoring_returnlinegrain"
    fresh = f"SELECT {COLUMNS} FROM ({ROWS}) AS fresh"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT return_id FROM ({fresh} EXCEPT {stored}) AS missing "
            f"UNION SELECT return_id FROM ({stored} EXCEPT {fresh}) AS stale"
        )
        return {row[0] for row in cursor.fetchall()}


def _part_of(name: str, label: str) -> Breakdown:
    return Breakdown(where=Q(breakdown=name) & ~Q(part=""), column="part", label=label)


RETURN_LINES = Grain(
    code="return_line",
    model=ReturnLineGrain,
    source="return_id",
    records="monitoring.Return",
    permission=Permission.RETURN_VIEW,
    whole=Q(part=""),
    breakdowns={
        "age_band": _part_of("age_band", "Age band"),
        "sex": _part_of("sex", "Sex"),
        "ethnic_group": _part_of("ethnic_group", "Ethnic group"),
    },
    source_ids_touched=source_ids_touched,
    fill=fill,
    differing=differing,
)
