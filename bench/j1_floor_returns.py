"""The floor of J1, the cells of partners' returns: one reduction a breakdown, folded in SQL into windows and scopes."""

from collections.abc import Iterator
from typing import Any

from monitoring.indicators.grains.return_lines import ROWS

SENT = "NOT published"
WHOLE = ""
SUMMED = {
    "RET-01": "referrals_received",
    "RET-02": "people_started",
    "RET-03": "people_supported",
    "RET-05": "sessions_offered",
    "RET-07": "professionals_trained",
    "RET-08": "schools_taking_part",
    "RET-09": "event_attendances",
    "RET-10": "spend",
    "RET-12": "people_supported_in_year",
    "RET-14": "group_attendances",
    "RET-15": "spend_forecast",
}
SHARES = {"RET-04": "planned_endings", "RET-06": "sessions_attended", "RET-13": "outcomes_measured"}
OF_PARTS = ("RET-02", "RET-03")  # these alone are broken down
HOW = {"RET-03": "apart", "RET-08": "apart", "RET-12": "latest", "RET-15": "latest"}
SCOPES = {"programme": ("programme", "0"), "provider": ("programme", "provider"), "network": ("0", "0")}


def _sum(condition: str, number: str = "1") -> str:
    return f"SUM(CASE WHEN {condition} THEN {number} ELSE 0 END)"


def _sums(code: str) -> dict[str, str]:
    if code == "PUB-01":
        return {"having": _sum("published AND qualifier = 'exact'"), "of": _sum("published")}
    if code == "PUB-02":
        return {"n": _sum("published")}
    if code == "RET-11":
        return {"having": _sum(f"{SENT} AND due AND answered"), "of": _sum(f"{SENT} AND due")}
    if code in SHARES:
        both = f"{SENT} AND answered AND measure = '{SHARES[code]}' AND value IS NOT NULL AND of_value IS NOT NULL"
        return {"having": _sum(both, "value"), "of": _sum(both, "of_value"), "rows": _sum(both)}
    told = f"{SENT} AND answered AND measure = '{SUMMED[code]}' AND value IS NOT NULL"
    return {"sum": _sum(told, "value"), "rows": _sum(told)}


def returned(cursor: Any) -> Iterator[tuple[tuple[Any, ...], str, dict[str, int]]]:
    """Every cell of the grain of returns: its key, an indicator, and that one's parts."""
    cursor.execute(f"CREATE TEMPORARY TABLE by_hand AS {ROWS}")
    cursor.execute("ANALYZE by_hand")
    _windows(cursor)
    for breakdown in (WHOLE, "age_band", "sex", "ethnic_group"):
        codes = OF_PARTS if breakdown else (*SUMMED, *SHARES, "RET-11", "PUB-01", "PUB-02")
        yield from _of_breakdown(cursor, breakdown, {code: _sums(code) for code in codes})
    cursor.execute("DROP TABLE by_hand")
    cursor.execute("DROP TABLE its_windows")


def _windows(cursor: Any) -> None:
    """The windows of each period, and whether it fills one (`apart`) or ends with one (`latest`)."""
    cursor.execute(
        "SELECT DISTINCT first_quarter, last_quarter FROM by_hand WHERE first_quarter / 4 = last_quarter / 4"
    )
    rows = [
        f"({first}, {last}, '{kind}', {end}, {int(fills)}, {int(ends)})"
        for first, last in cursor.fetchall()
        for kind, end, fills, ends in _windows_of(first, last)
    ]
    cursor.execute(
        "CREATE TEMPORARY TABLE its_windows "
        "(first_one integer, last_one integer, kind varchar(8), ends integer, apart integer, latest integer)"
    )
    if rows:
        cursor.execute(f"INSERT INTO its_windows VALUES {', '.join(rows)}")


def _windows_of(first: int, last: int) -> Iterator[tuple[str, int, bool, bool]]:
    start, year_end = first // 4 * 4, first // 4 * 4 + 3
    if first == last:
        yield "quarter", first, True, False
    for end in range(last, year_end + 1):
        yield "ytd", end, first == start and last == end, last == end
    yield "year", year_end, first == start and last == year_end, last == year_end


def _of_breakdown(
    cursor: Any, breakdown: str, sums: dict[str, dict[str, str]]
) -> Iterator[tuple[tuple[Any, ...], str, dict[str, int]]]:
    names = [(code, sql) for code, parts in sums.items() for sql in parts.values()]
    reduced = ", ".join(f"{sql} AS v{place}" for place, (_, sql) in enumerate(names))
    kept = f"breakdown = '{breakdown}' AND part <> ''" if breakdown else "part = ''"
    cursor.execute(
        "CREATE TEMPORARY TABLE reduced AS SELECT first_quarter, last_quarter, programme, "
        f"COALESCE(provider, 0) AS provider, part, {reduced} FROM by_hand "
        f"WHERE first_quarter IS NOT NULL AND {kept} GROUP BY 1, 2, 3, 4, 5"
    )
    folded = ", ".join(
        f"SUM(v{place} * w.{HOW[code]})" if code in HOW else f"SUM(v{place})" for place, (code, _) in enumerate(names)
    )
    for scope, (programme, provider) in SCOPES.items():
        only = "AND provider > 0" if scope == "provider" else ""
        cursor.execute(
            f"SELECT w.kind, w.ends, '{scope}', {programme}, {provider}, part, {folded} FROM reduced "
            f"JOIN its_windows w ON w.first_one = first_quarter AND w.last_one = last_quarter {only} "
            "GROUP BY 1, 2, 4, 5, 6"
        )
        for row in cursor.fetchall():
            values = iter(row[6:])
            for code, parts in sums.items():
                told = {part: int(next(values)) for part in parts}
                if any(told.values()):
                    yield (*row[:5], breakdown, row[5]), code, told
    cursor.execute("DROP TABLE reduced")
