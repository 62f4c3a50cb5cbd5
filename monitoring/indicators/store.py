"""The stored cells: reading them, writing those that differ, and their hash."""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from monitoring.indicators.cell_keys import Cells, Figures, Key
from monitoring.indicators.grains.grain import Grain
from monitoring.indicators.models import Cell, RollUp, RollUpKind
from monitoring.indicators.registry import engine_version

CELLS_A_STEP = 150
LONGEST_WORKING_OUT = timedelta(days=1)
AS_TEXT = Cast("figures", TextField())
PAUSE_SECONDS = 0.03  # longer than the first sleeps of whoever waits for SQLite's one write lock
FIGURES_LOCK = 7_201_912  # any constant: one working-out at a time on PostgreSQL; SQLite has one writer anyway

Step = Callable[..., AbstractContextManager[Any]]


Written = tuple[int, int]


class Moved(Exception):
    """Rows of a grain were written since these cells were computed: compute again."""


@contextmanager
def plain_step(message: str | None = None, *, done: int | None = None, total: int | None = None) -> Iterator[None]:
    """One transaction, for a working-out that no job watches."""
    with transaction.atomic():
        yield


def one_at_a_time(year: int | None = None) -> None:
    """Wait, inside the transaction, until no other working-out writes; of cells of one year, until none writes those.

    Who writes cells of one year shares the lock with the others who do, and not with who writes rows of a grain.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if year is None:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIGURES_LOCK])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [FIGURES_LOCK])
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [FIGURES_LOCK, year])


def let_others_write() -> None:
    """Between two steps: SQLite's lock goes to whoever asks first, and a loop would always be first."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE_SECONDS)


def oldest_at_work(rollup: RollUp) -> int:
    """The number of the oldest full working-out that may still write beside this one."""
    running = full_at_work(rollup.started_at)
    return running.order_by("id").values_list("pk", flat=True).first() or rollup.pk


def full_at_work(at: datetime) -> QuerySet[RollUp]:
    """The full working-outs that may write at this moment; one that was killed is old."""
    return RollUp.objects.filter(
        kind=RollUpKind.FULL, finished_at=None, started_at__gte=at - LONGEST_WORKING_OUT
    ).order_by()


def written_since(number: int) -> Written:
    """How many refreshes there were from this roll-up on, and how many records were put right: each wrote rows of a
    grain. A working-out of other years that found all rows as they should be wrote none, and disturbs nobody.
    """
    told = RollUp.objects.filter(pk__gte=number).aggregate(
        refreshes=Count("pk", filter=Q(kind=RollUpKind.REFRESH)), put_right=Sum("differences")
    )
    return told["refreshes"], told["put_right"] or 0


def stored_cells(grain: Grain, *, years: Iterable[int] | None = None, programmes: Iterable[int] | None = None) -> Cells:
    """The cells that stand; one of another engine version is there without figures, so that it is written anew."""
    cells = Cell.objects.filter(grain=grain.code)
    if years is not None:
        cells = cells.filter(_in_years("quarter", years))
    if programmes is not None:
        cells = cells.filter(programme__in=list(programmes))
    rows = cells.order_by().values_list(*Cell.KEYS[1:], AS_TEXT, "engine")
    current = engine_version()
    read: dict[str, Figures] = {}  # small figures stand in many cells, and nothing that is read is changed
    found: Cells = {}
    for *key, text, engine in rows.iterator(chunk_size=5_000):
        if text not in read:
            read[text] = json.loads(text)
        found[tuple(key)] = read[text] if engine == current else {}
    return found


def cells_by_year(grain: Grain) -> Counter[int]:
    """How many cells stand in each financial year."""
    rows = Cell.objects.filter(grain=grain.code).order_by().values_list("quarter").annotate(n=Count("pk"))
    counted: Counter[int] = Counter()
    for quarter, count in rows:
        counted[quarter // 4] += count
    return counted


def _in_years(column: str, years: Iterable[int]) -> Q:
    condition = Q(pk__in=[])
    for year in years:
        condition |= Q(**{f"{column}__gte": year * 4, f"{column}__lte": year * 4 + 3})
    return condition


def write_cells(
    grain: Grain,
    stored: Cells,
    wanted: Cells,
    *,
    rollup: RollUp,
    step: Step,
    since: int = 0,
    written: Written | None = None,
) -> int:
    """Write the cells that differ, chunk by chunk, and remove those that no longer stand; returns how many.

    Raises Moved, with the chunk not written, when more than `written` was written since the roll-up `since`.
    """
    gone = [key for key in stored if key not in wanted]
    moved = [key for key, figures in wanted.items() if stored.get(key) != figures]
    keys = sorted(gone + moved)
    for start in range(0, len(keys), CELLS_A_STEP):
        chunk = keys[start : start + CELLS_A_STEP]
        with step(f"Writing {start + 1:,} of {len(keys):,} figures", done=start, total=len(keys)):
            one_at_a_time(_only_year(chunk))
            if written is not None and written_since(since) != written:
                raise Moved
            _put(grain, {key: wanted[key] for key in chunk if key in wanted}, rollup)
            _remove(grain, [key for key in chunk if key not in wanted])
        let_others_write()
    return len(keys)


def _only_year(keys: Iterable[Key]) -> int | None:
    """The one year that these cells are of; None where they are of several."""
    years = {key[1] // 4 for key in keys}
    return years.pop() if len(years) == 1 else None


def _put(grain: Grain, cells: Cells, rollup: RollUp) -> None:
    Cell.objects.bulk_create(
        (_cell(grain, key, figures, rollup) for key, figures in cells.items()),
        batch_size=CELLS_A_STEP,
        update_conflicts=True,
        unique_fields=Cell.KEYS,
        update_fields=["figures", "engine", "rollup"],
    )


def _cell(grain: Grain, key: Key, figures: Figures, rollup: RollUp) -> Cell:
    told = dict(zip(Cell.KEYS[1:], key, strict=True))
    in_order = {code: dict(sorted(parts.items())) for code, parts in sorted(figures.items())}
    return Cell(grain=grain.code, figures=in_order, engine=engine_version(), rollup=rollup, **told)


def _remove(grain: Grain, keys: list[Key]) -> None:
    for key in keys:
        Cell.objects.filter(grain=grain.code, **dict(zip(Cell.KEYS[1:], key, strict=True))).delete()


def cells_hash() -> str:
    """SHA-256 over every cell as it is stored, its figures in order: it proves that nothing moved in one database."""
    digest = hashlib.sha256()
    for row in Cell.objects.order_by(*Cell.KEYS).values_list(*Cell.KEYS, AS_TEXT).iterator(chunk_size=5_000):
        digest.update(repr(row).encode())
    return digest.hexdigest()
