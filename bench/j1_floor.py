"""The floor of J1: the very same cells by hand. Each grain's statement fills a narrow table; one reduction a breakdown
and date, folded in SQL into windows and scopes; people counted by distinct rows. Nothing is compared and nothing kept.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from bench.j1_floor_returns import returned
from monitoring.indicators.grains import case_quarters, cases, measure_pairs, referrals
from monitoring.indicators.grains.grain import Grain
from monitoring.indicators.registry import INDICATORS

Cell = tuple[tuple[Any, ...], str]  # a cell's key, and an indicator
GRAINS = (referrals.REFERRALS, cases.CASES, case_quarters.CASE_QUARTERS, measure_pairs.MEASURE_PAIRS)
STATEMENTS = {
    "referral": referrals.rows,
    "case": cases.rows,
    "case_quarter": case_quarters.rows,
    "measure_pair": measure_pairs.rows,
}


def _if(condition: str, number: str = "1") -> str:
    return f"SUM(CASE WHEN {condition} THEN {number} ELSE 0 END)"


def _pairs(instrument: str) -> dict[str, str]:
    pairs = f"instrument = '{instrument}' AND paired"
    return {
        "eligible": _if(f"instrument = '{instrument}' AND eligible"),
        "with_first": _if(f"instrument = '{instrument}' AND eligible AND with_first"),
        "paired": _if(pairs),
        "first": _if(pairs, "first"),
        "first_squares": _if(pairs, "first * first"),
        "later": _if(pairs, "later"),
        "later_squares": _if(pairs, "later * later"),
        "change_squares": _if(pairs, "change * change"),
        "improved": _if(f"{pairs} AND reliable = 1"),
        "unchanged": _if(f"{pairs} AND reliable = 0"),
        "deteriorated": _if(f"{pairs} AND reliable = -1"),
    }


# Of each grain and date: indicators with the sums that they keep.
SUMS: dict[tuple[str, str], dict[str, dict[str, str]]] = {
    ("referral", "received_quarter"): {
        "REF-01": {"n": "COUNT(*)"},
        "REF-05": {"having": _if("outcome = 0"), "of": "COUNT(*)"},
    },
    ("referral", "decided_quarter"): {"REF-03": {"having": _if("decided AND taken_up"), "of": _if("decided")}},
    ("case", "opened_quarter"): {
        "REA-04": {"n": "COUNT(*)"},
        "DQ-01": {"having": _if("ethnicity_self"), "of": "COUNT(*)"},
        "DQ-02": {"having": _if("birth_known"), "of": "COUNT(*)"},
    },
    ("case", "closed_quarter"): {
        "REA-06": {"n": "COUNT(*)"},
        "ENG-06": {"having": _if("started AND ending = 3"), "of": _if("started")},
        "ENG-07": {"having": _if("ending = 1"), "of": "COUNT(*)"},
    },
    ("case", "kept_quarter"): {"ENG-05": {"having": _if("kept"), "of": "COUNT(*)"}},
    ("case_quarter", "quarter"): {
        "REA-05": {"n": _if("held_at_end")},
        "ENG-01": {"sum": _if("arranged > 0", "offered"), "rows": _if("arranged > 0")},
        "ENG-02": {
            "having": _if("answered > 0", "attended"),
            "of": _if("answered > 0", "answered"),
            "rows": _if("answered > 0"),
        },
        "ENG-03": {"sum": _if("attended > 0", "minutes"), "rows": _if("attended > 0")},
        "DQ-03": {
            "having": _if("arranged > 0", "not_recorded"),
            "of": _if("arranged > 0", "arranged"),
            "rows": _if("arranged > 0"),
        },
        "DQ-04": {
            "having": _if("recorded > 0", "recorded_late"),
            "of": _if("recorded > 0", "recorded"),
            "rows": _if("recorded > 0"),
        },
    },
    ("measure_pair", "baseline_due_quarter"): {"OUT-01": {"having": _if("baseline_done"), "of": "COUNT(*)"}},
    ("measure_pair", "exit_due_quarter"): {
        "OUT-02": {"having": _if("exit_done"), "of": "COUNT(*)"},
        "OUT-03": _pairs("swemwbs"),
        "OUT-04": _pairs("sdq_self"),
        "OUT-05": _pairs("sdq_parent"),
        "OUT-06": _pairs("sdq_teacher"),
    },
}
PEOPLE = {
    ("referral", "received_quarter"): {"REF-02": "1 = 1"},
    ("case", "opened_quarter"): {"REA-02": "1 = 1"},
    ("case_quarter", "quarter"): {"REA-01": "supported", "REA-03": "attended > 0"},
}
MIDDLES = {
    ("referral", "decided_quarter"): {"REF-04": ("decided", "days_to_decision")},
    ("case", "opened_quarter"): {"ENG-04": ("1 = 1", "days_to_first_session")},
}
SCOPES = {"programme": ("programme", "0"), "provider": ("programme", "provider"), "network": ("0", "0")}
LATEST = {"REA-05"}


def by_hand() -> dict[Cell, dict[str, int]]:
    """Every cell."""
    with connection.cursor() as cursor:
        found: dict[Cell, dict[str, int]] = {(key, code): parts for key, code, parts in returned(cursor)}
        for grain in GRAINS:
            cursor.execute(f"CREATE TEMPORARY TABLE by_hand AS {STATEMENTS[grain.code](None)}")
            cursor.execute("ANALYZE by_hand")
            _windows(cursor, grain)
            try:
                for key, code, parts in _cells(cursor, grain):
                    found[key, code] = parts
            finally:
                cursor.execute("DROP TABLE by_hand")
                cursor.execute("DROP TABLE its_windows")
    return found


def _windows(cursor: Any, grain: Grain) -> None:
    """Every window with its first and last quarter."""
    numbers: set[int] = set()
    for by in grain.dated_by:
        cursor.execute(f"SELECT DISTINCT {by} FROM by_hand WHERE {by} IS NOT NULL")
        numbers |= {row[0] for row in cursor.fetchall()}
    every = sorted({quarter for number in numbers for quarter in range(number // 4 * 4, number // 4 * 4 + 4)})
    rows = [f"('quarter', {q}, {q})" for q in every] + [f"('ytd', {q // 4 * 4}, {q})" for q in every]
    rows += [f"('year', {year * 4}, {year * 4 + 3})" for year in {q // 4 for q in every}]
    cursor.execute("CREATE TEMPORARY TABLE its_windows (kind varchar(8), first_one integer, last_one integer)")
    cursor.execute(f"INSERT INTO its_windows VALUES {', '.join(rows)}")


def _cells(cursor: Any, grain: Grain) -> Iterator[tuple[tuple[Any, ...], str, dict[str, int]]]:
    for name in ("", *grain.breakdowns):
        breakdown = grain.breakdowns.get(name)
        codes = breakdown.codes() if breakdown and breakdown.codes else {0: ""}
        column = breakdown.column if breakdown else "0"
        network = (breakdown.network_column or column) if breakdown else "0"
        for by in grain.dated_by:
            sums = _told(SUMS.get((grain.code, by), {}), name)
            for key, code, parts in _summed(cursor, by, column, sums):
                yield (*key[:5], name, codes[key[5]]), code, parts
            for code, condition in _told(PEOPLE.get((grain.code, by), {}), name).items():
                for key, count in _people(cursor, by, column, network, condition):
                    yield (*key[:5], name, codes[key[5]]), code, {"n": count}
            for code, (condition, number) in _told(MIDDLES.get((grain.code, by), {}), name).items():
                for key, parts in _spread(cursor, by, column, condition, number):
                    yield (*key[:5], name, codes[key[5]]), code, parts


def _told(by_code: dict[str, Any], breakdown: str) -> dict[str, Any]:
    return {code: it for code, it in by_code.items() if not breakdown or breakdown in INDICATORS[code].breakdowns}


def _summed(
    cursor: Any, by: str, column: str, sums: dict[str, dict[str, str]]
) -> Iterator[tuple[tuple[Any, ...], str, dict[str, int]]]:
    names = [(code, part, sql) for code, parts in sums.items() for part, sql in parts.items()]
    if not names:
        return
    reduced = ", ".join(f"{sql} AS v{place}" for place, (_, _, sql) in enumerate(names))
    cursor.execute(
        f"CREATE TEMPORARY TABLE reduced AS SELECT {by} AS quarter, programme, COALESCE(provider, 0) AS provider, "
        f"{column} AS part, {reduced} FROM by_hand WHERE {by} IS NOT NULL GROUP BY 1, 2, 3, 4"
    )
    folded = ", ".join(
        f"SUM(v{place})" if code not in LATEST else
        f"SUM(CASE WHEN w.kind <> 'quarter' AND quarter = w.last_one THEN v{place} ELSE 0 END)"
        for place, (code, _, _) in enumerate(names)
    )  # fmt: skip
    for scope, (programme, provider) in SCOPES.items():
        only = "AND provider > 0" if scope == "provider" else ""
        cursor.execute(
            f"SELECT w.kind, w.last_one, '{scope}', {programme}, {provider}, part, {folded} FROM reduced "
            f"JOIN its_windows w ON quarter BETWEEN w.first_one AND w.last_one {only} GROUP BY 1, 2, 4, 5, 6"
        )
        for row in cursor.fetchall():
            values = iter(row[6:])
            for code, parts in sums.items():
                told = {part: int(next(values) or 0) for part in parts}
                if any(told.values()):
                    yield row[:6], code, told
    cursor.execute("DROP TABLE reduced")


def _people(cursor: Any, by: str, column: str, network: str, condition: str) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Narrow rows first: a person once in each quarter, scope and part. Quarters count them, and a window over a year
    counts everybody in the first of their quarters in it.
    """
    for scope, (programme, provider) in SCOPES.items():
        part = network if scope == "network" else column
        only = "AND provider IS NOT NULL" if scope == "provider" else ""
        cursor.execute(
            f"CREATE TEMPORARY TABLE once AS SELECT DISTINCT {by} AS quarter, {programme} AS programme, "
            f"{provider} AS provider, {part} AS part, person FROM by_hand "
            f"WHERE {by} IS NOT NULL AND {condition} {only}"
        )
        cursor.execute(
            f"SELECT 'quarter', quarter, '{scope}', programme, provider, part, COUNT(*) FROM once "
            f"GROUP BY 2, 4, 5, 6 UNION ALL "
            f"SELECT w.kind, w.last_one, '{scope}', programme, provider, part, SUM(people) FROM ("
            f"SELECT first_one, programme, provider, part, COUNT(*) AS people FROM ("
            f"SELECT MIN(quarter) AS first_one, programme, provider, part FROM once "
            f"GROUP BY quarter / 4, programme, provider, part, person) AS each GROUP BY 1, 2, 3, 4) AS firsts "
            f"JOIN its_windows w ON w.kind <> 'quarter' AND firsts.first_one BETWEEN w.first_one AND w.last_one "
            f"GROUP BY 1, 2, 4, 5, 6"
        )
        for row in cursor.fetchall():
            yield row[:6], int(row[6])
        cursor.execute("DROP TABLE once")


def _spread(
    cursor: Any, by: str, column: str, condition: str, number: str
) -> Iterator[tuple[tuple[Any, ...], dict[str, int]]]:
    for scope, (programme, provider) in SCOPES.items():
        only = "AND provider IS NOT NULL" if scope == "provider" else ""
        cursor.execute(
            f"SELECT w.kind, w.last_one, '{scope}', {programme}, {provider}, {column}, {number}, COUNT(*) FROM by_hand "
            f"JOIN its_windows w ON {by} BETWEEN w.first_one AND w.last_one "
            f"WHERE {condition} AND {number} IS NOT NULL {only} GROUP BY 1, 2, 4, 5, 6, 7"
        )
        told: dict[tuple[Any, ...], dict[str, int]] = {}
        for *key, days, rows in cursor.fetchall():
            parts = told.setdefault(tuple(key), {"n": 0})
            parts["n"] += rows
            parts[str(days)] = rows
        yield from told.items()
