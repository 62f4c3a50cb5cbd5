"""Keeping figures true: the refresh of what was touched, and the full working-out that compares before it writes.

Both are safe to run at any time and twice. The refresh takes its marks, rebuilds and recomputes in one transaction, so
a killed worker leaves the marks for the next. The full working-out reads without a lock, writes only what differs in
short transactions, and begins again when a refresh has written in between.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from monitoring.indicators.cell_keys import Cells
from monitoring.indicators.cells import cells_of, network_moved, people_in_network
from monitoring.indicators.grains.breakdown_keys import lists_read_once
from monitoring.indicators.grains.grain import Grain
from monitoring.indicators.models import Cell, RollUp, RollUpKind
from monitoring.indicators.registry import GRAINS, engine_version, indicators_over
from monitoring.indicators.store import (
    Moved,
    Step,
    cells_by_year,
    cells_hash,
    let_others_write,
    oldest_at_work,
    one_at_a_time,
    plain_step,
    stored_cells,
    write_cells,
    written_since,
)
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import SYSTEM, record
from vrn_cases.records.models import Touched

MARKS_A_BATCH = 500
CELLS_COMPARED_AT_ONCE = 250_000  # of one grain, held in memory twice: as stored and as worked out
SOURCES_ASKED = 5_000  # ids in one question
TRIES = 5  # after so many refreshes in between, the full working-out holds the lock while it computes

Dirty = set[tuple[int, int]]  # programme, financial year
Row = tuple[Any, ...]


def refresh_figures(*, step: Step = plain_step) -> int:
    """Work out again what was touched since the last time; returns how many marks were settled.

    When a definition has changed since the cells were made, everything is worked out again instead.
    """
    if Cell.objects.exclude(engine=engine_version()).exists():
        aggregate(by=SYSTEM, step=step)
    settled = 0
    while taken := _refresh_batch(step):
        settled += taken
        let_others_write()
    return settled


def _refresh_batch(step: Step) -> int:
    started = timezone.now()
    with step(), lists_read_once():
        one_at_a_time()
        marks = list(Touched.objects.order_by("id").values_list("pk", "kind", "pk_touched")[:MARKS_A_BATCH])
        if not marks:
            return 0
        rollup = RollUp.objects.create(kind=RollUpKind.REFRESH, engine=engine_version(), started_at=started)
        for grain in GRAINS:
            _refresh_grain(grain, _sources(grain, marks), rollup)
        Touched.objects.filter(pk__in=[pk for pk, _, _ in marks]).delete()
        _finish(rollup)
    return len(marks)


def _refresh_grain(grain: Grain, ids: set[int], rollup: RollUp) -> None:
    """Rebuild these rows, and the cells that the old and the new ones name where they are not the same."""
    if not ids:
        return
    indicators = indicators_over(grain)
    stood, people = _rows(grain, ids), people_in_network(grain, indicators, ids)
    rollup.grain_rows += grain.fill(ids)
    changed = stood ^ _rows(grain, ids)
    if changed:
        now = people_in_network(grain, indicators, ids)
        rollup.cells_changed += _recompute(grain, _named(grain, changed), people, now, rollup)


def _rows(grain: Grain, ids: set[int]) -> set[Row]:
    """The stored rows of these sources, whole."""
    rows = grain.model._default_manager.filter(**{f"{grain.source}__in": list(ids)})
    return set(rows.order_by().values_list(*_columns(grain)))


def _columns(grain: Grain) -> list[str]:
    return [field.name for field in grain.model._meta.concrete_fields]


def _named(grain: Grain, rows: Iterable[Row]) -> Dirty:
    """The programmes and financial years that these rows name."""
    columns = _columns(grain)
    programme, dates = columns.index(grain.programme), [columns.index(by) for by in grain.dated_by]
    return {(row[programme], row[by] // 4) for row in rows for by in dates if row[by] is not None}


def _sources(grain: Grain, marks: Iterable[tuple[int, str, int]]) -> set[int]:
    by_kind: dict[str, set[int]] = {}
    for _, kind, pk in marks:
        by_kind.setdefault(kind, set()).add(pk)
    return {pk for kind, pks in by_kind.items() for pk in grain.source_ids_touched(kind, pks)}


def _recompute(grain: Grain, dirty: Dirty, people: Cells, people_now: Cells, rollup: RollUp) -> int:
    """Cells of these programmes and years with their parents; returns how many changed.

    `people` and `people_now`: what the rebuilt rows put into the network's counts of people before and after.
    """
    indicators = indicators_over(grain)
    changed = 0
    for year in sorted({year for _, year in dirty}):
        programmes = sorted(programme for programme, its_year in dirty if its_year == year)
        old = stored_cells(grain, years={year}, programmes=programmes)
        new = cells_of(grain, indicators, programmes=programmes, years={year})
        network = stored_cells(grain, years={year}, programmes=[0])
        before, after = {**old, **_of_year(people, year)}, {**new, **_of_year(people_now, year)}
        wanted = {**new, **network_moved(network, before, after, indicators)}
        changed += write_cells(grain, {**old, **network}, wanted, rollup=rollup, step=plain_step)
    return changed


def _of_year(cells: Cells, year: int) -> Cells:
    return {key: figures for key, figures in cells.items() if key[1] // 4 == year}


def aggregate(*, by: Any, year: int | None = None, step: Step = plain_step) -> RollUp:
    """Work out everything (or one financial year's cells) again beside what stands, and write only what differs.

    The roll-up says how many records differed: after a night in which every write left its mark, none did.
    """
    with step("Reading what changed"):
        marks = list(Touched.objects.order_by("id").values_list("pk", flat=True))
        rollup = RollUp.objects.create(
            kind=RollUpKind.FULL, engine=engine_version(), started_at=timezone.now(), differences=0
        )
    for grain in GRAINS:
        put_right = _put_right(grain, rollup, step)
        for years in _in_turn(grain) if year is None else [put_right | {year}]:
            rollup.cells_changed += _work_out(grain, years, rollup, step)
    rollup.sha256 = cells_hash()
    with step("Finishing"):
        if year is None:
            Touched.objects.filter(pk__in=marks).delete()
        _finish(rollup)
        told = {"differences": rollup.differences, "cells_changed": rollup.cells_changed, "sha256": rollup.sha256}
        record(Action.FIGURES_REBUILT, by=by, subject_kind="monitoring.rollup", subject_id=str(rollup.pk), detail=told)
    return rollup


@lists_read_once()
def _put_right(grain: Grain, rollup: RollUp, step: Step) -> set[int]:
    """Make anew the grain rows that are not what the facts say; returns the financial years that they name."""
    ids = sorted(grain.differing())
    years = _years(grain, ids)
    for start in range(0, len(ids), grain.sources_a_step):
        chunk = ids[start : start + grain.sources_a_step]
        with step(f"Rebuilding {start + 1:,} of {len(ids):,} records", done=start, total=len(ids)):
            one_at_a_time()
            rollup.grain_rows += grain.fill(chunk)
            rollup.differences = (rollup.differences or 0) + len(chunk)
            rollup.save(update_fields=["grain_rows", "differences"])
        let_others_write()
    return years | _years(grain, ids)


def _years(grain: Grain, ids: list[int]) -> set[int]:
    """The financial years that the stored rows of these sources name."""
    found: set[int] = set()
    for by in grain.dated_by:
        for start in range(0, len(ids), SOURCES_ASKED):
            chunk = ids[start : start + SOURCES_ASKED]
            rows = grain.model._default_manager.filter(**{f"{grain.source}__in": chunk, f"{by}__isnull": False})
            found |= {quarter // 4 for quarter in rows.order_by().values_list(by, flat=True).distinct()}
    return found


def _in_turn(grain: Grain) -> list[set[int] | None]:
    """All financial years at once (None) where a grain has few cells, else as many together as memory should hold:
    the cells of a year depend on no other.
    """
    counted = cells_by_year(grain)
    if sum(counted.values()) <= CELLS_COMPARED_AT_ONCE:
        return [None]
    turns: list[set[int] | None] = []
    room = 0
    for year in sorted(counted.keys() | _all_years(grain)):
        if not turns or counted[year] > room:
            turns.append(set())
            room = CELLS_COMPARED_AT_ONCE
        turns[-1] = {*(turns[-1] or ()), year}
        room -= counted[year]
    return turns


def _all_years(grain: Grain) -> set[int]:
    """Every financial year from the first to the last that a row of the grain names."""
    ends = [end(by) for by in grain.dated_by for end in (Min, Max)]
    found = [one for one in grain.model._default_manager.aggregate(*ends).values() if one is not None]
    return set(range(min(found) // 4, max(found) // 4 + 1)) if found else set()


def _work_out(grain: Grain, years: set[int] | None, rollup: RollUp, step: Step) -> int:
    since = oldest_at_work(rollup)
    for _ in range(TRIES):
        before = written_since(since)
        stored, wanted = _compared(grain, years)
        try:
            return write_cells(grain, stored, wanted, rollup=rollup, step=step, since=since, written=before)
        except Moved:
            continue
    with step("Working out figures while nobody writes"):
        one_at_a_time()
        stored, wanted = _compared(grain, years)
        return write_cells(grain, stored, wanted, rollup=rollup, step=plain_step)


@lists_read_once()
def _compared(grain: Grain, years: set[int] | None) -> tuple[Cells, Cells]:
    return stored_cells(grain, years=years), cells_of(grain, indicators_over(grain), years=years)


def _finish(rollup: RollUp) -> None:
    rollup.finished_at = timezone.now()
    rollup.cell_rows = Cell.objects.count()
    rollup.save()
