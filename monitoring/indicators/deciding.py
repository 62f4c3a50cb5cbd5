"""The job that takes figures through the door after they were worked out, so that no page waits for it.

It goes year by year, the newest first, and family by family, and decides only where the figures are not those that were
decided on before. Nothing is computed within a transaction; each decision is kept in a short step, and a job that was
killed goes on where it was. One is at work at a time, because a job is unique while it is unfinished.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.controlled import Decision, content_key, decide, keep, kept
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.disclosure_release import Controlled
from monitoring.indicators.kept_decisions import AsAt, Book, Entry, book_of, keep_book, latest_rollup
from monitoring.indicators.kept_releases import Released, released, released_marks
from monitoring.indicators.screen_figures import YearOf, cells_as_written, families, figure_keys, stored_figures
from monitoring.indicators.sight import Inside, sets_held
from monitoring.indicators.store import Step, let_others_write, plain_step
from vrn_cases.audit.digests import canonical

LOOKED_AT_AGAIN = timedelta(days=3)  # well before the cache drops what is kept for a week


@dataclass(frozen=True)
class Reckoned:
    """What the door reckons with at one moment; read before any figure is."""

    as_at: AsAt
    held: frozenset[Inside]
    marks: Mapping[str, Released]
    codes: Mapping[int, str]
    written: Mapping[YearOf, str]

    @property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last that has a figure, the newest first."""
        told = [year for _, year in self.written]
        return tuple(range(max(told), min(told) - 1, -1)) if told else ()

    def of(self, family: str) -> Released:
        return self.marks.get(family, Released())

    def cells(self, group: Iterable[Indicator], year: int) -> str:
        grains = sorted({indicator.grain.code for indicator in group})
        return hashlib.sha256(canonical([self.written.get((grain, year)) for grain in grains]).encode()).hexdigest()


def undecided() -> bool:
    """Whether figures, readers or releases have moved since everything was last looked at; three short queries."""
    book = book_of(sets_held())
    if book is None or book.through != latest_rollup() or book.marks != released_marks():
        return True
    return any(_is_old(entry) for entry in book.entries.values())


def _is_old(entry: Entry) -> bool:
    return entry.kept_at < timezone.now() - LOOKED_AT_AGAIN


def decide_figures(*, step: Step = plain_step) -> int:
    """Decide on every family's years whose figures, readers or releases have moved; returns how many were."""
    now = _reckoned()
    book = book_of(now.held) or Book()
    decided = 0
    for year in now.years:
        moved = {family: group for family, group in families().items() if not _stands(book, family, year, now)}
        for family, entry, decision in _decisions(moved, book, year, now):
            book = replace(book, years=now.years, entries={**book.entries, (family, year): entry})
            if decision is not None:
                decided += 1
                with step(f"{family}, {year}/{(year + 1) % 100:02}"):
                    keep(entry.content, decision)
                    keep_book(book, now.held)
                let_others_write()
    with step():
        keep_book(replace(book, through=now.as_at, marks=now.marks, years=now.years), now.held)
    return decided


def _reckoned() -> Reckoned:
    return Reckoned(
        as_at=latest_rollup(),
        held=sets_held(),
        marks=released_marks(),
        codes=dict(Programme.objects.values_list("pk", "code")),
        written=cells_as_written(),
    )


def _stands(book: Book, family: str, year: int, now: Reckoned) -> bool:
    entry = book.entries.get((family, year))
    if entry is None or _is_old(entry):
        return False
    return (entry.written, entry.released) == (now.cells(families()[family], year), now.of(family))


def _decisions(
    moved: Mapping[str, Sequence[Indicator]], book: Book, year: int, now: Reckoned
) -> Iterator[tuple[str, Entry, Decision | None]]:
    """Each family's entry; with a decision where it is not kept already, or not for much longer."""
    before: dict[str, list[Controlled]] = {
        family: released([family]) if now.of(family).how_many else [] for family in moved
    }
    also = {key for past in before.values() for key in figure_keys(past)}
    members = [indicator for group in moved.values() for indicator in group]
    stored = stored_figures(members, year, now.codes, also=also) if members else {}
    for family, group in moved.items():
        figures = {key: figure for one in group for key, figure in stored[one.code].items()}
        entry = Entry(now.cells(group, year), now.of(family), "", now.as_at, timezone.now())
        if not figures:
            yield family, entry, None
            continue
        entry = entry._replace(content=content_key(figures, family, year, now.held, now.of(family)))
        decision, stood = kept(entry.content), book.entries.get((family, year))
        if decision and stood and stood.content == entry.content and not _is_old(stood):
            yield family, entry._replace(kept_at=stood.kept_at), None
        else:
            yield family, entry, decision or decide(figures, now.held, before[family])
