"""Small releases for the tests of disclosure control, and an attacker that knows nothing of how it works."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_release import (
    Cell,
    Controlled,
    Derived,
    Relation,
    Release,
    Showing,
    as_printed,
)

Sums = Mapping[str, tuple[str, ...]]


def release(counts: Mapping[str, int | None], *relations: Relation, derived: Iterable[Derived] = ()) -> Release:
    return Release(tuple(Cell(key, count) for key, count in counts.items()), relations, tuple(derived))


def group(*counts: int) -> Release:
    """One breakdown: parts a, b, c, ... and their total."""
    parts = dict(zip("abcdefgh", counts, strict=False))
    return release({**parts, "total": sum(counts)}, Relation("total", tuple(parts)))


def two_way(rows: tuple[tuple[int, ...], ...]) -> Release:
    """Cells r0c0, ...; row totals r0, ...; column totals c0, ...; and the total."""
    counts = {f"r{r}c{c}": count for r, row in enumerate(rows) for c, count in enumerate(row)}
    row_keys, column_keys = [f"r{r}" for r in range(len(rows))], [f"c{c}" for c in range(len(rows[0]))]
    relations = [Relation(key, tuple(key + column for column in column_keys)) for key in row_keys]
    relations += [Relation(key, tuple(row + key for row in row_keys)) for key in column_keys]
    relations += [Relation("total", tuple(row_keys)), Relation("total", tuple(column_keys))]
    counts |= {f"r{r}": sum(row) for r, row in enumerate(rows)}
    counts |= {f"c{c}": sum(row[c] for row in rows) for c in range(len(rows[0]))}
    counts["total"] = sum(map(sum, rows))
    inner = {key for key in counts if "r" in key and "c" in key}
    cells = tuple(
        Cell(key, count, ways=2 if key in inner else 0 if key == "total" else 1) for key, count in counts.items()
    )
    return Release(cells, tuple(relations))


def published(tables: Release, profile: ReleaseProfile, **hidden: Showing) -> Controlled:
    """The tables as somebody else printed them: everything exact but what is named."""
    return as_printed(tables, profile, {cell.key: hidden.get(cell.key, Showing.EXACT) for cell in tables.cells})


def shown(controlled: Controlled) -> dict[str, int | str]:
    """What stands on the page: the number, or how it is hidden."""
    return {
        key: printed.showing.value if printed.value is None else printed.value
        for key, printed in controlled.cells.items()
    }


def tables_that_fit(page: Mapping[str, int | str], sums: Sums, threshold: int, reach: int) -> Iterator[dict[str, int]]:
    """Every table of counts that a reader of ``page`` cannot rule out, by trying all of them.

    ``sums``: total -> parts; parts that are no totals are tried, the totals added up. ``reach``: the largest count
    tried for a place that gives no upper limit.
    """
    leaves = sorted({part for parts in sums.values() for part in parts} - set(sums))
    for values in product(*(_possible(page[leaf], threshold, reach) for leaf in leaves)):
        table = dict(zip(leaves, values, strict=True))
        if all(value in _possible(page[total], threshold, 10 * reach) for total, value in _totals(table, sums)):
            yield {**table, **dict(_totals(table, sums))}


def _possible(place: int | str, threshold: int, reach: int) -> range:
    if isinstance(place, int):
        return range(place, place + 1)
    return {
        "primary": range(1, threshold),
        "secondary": range(threshold, reach + 1),
        "withheld": range(reach + 1),
        "not_released": range(reach + 1),
    }[place]


def _totals(table: Mapping[str, int], sums: Sums) -> list[tuple[str, int]]:
    return [(total, _add_up(total, table, sums)) for total in sums]


def _add_up(key: str, table: Mapping[str, int], sums: Sums) -> int:
    return sum(_add_up(part, table, sums) for part in sums[key]) if key in sums else table[key]
