"""What the door has decided on, as pages find it: they read it from the shared cache and never wait for it.

The book says of each family of indicators and financial year which decision stands and as at which roll-up its figures
are. A page that comes before the job has looked at newer figures shows the last that were decided, figures and decision
together, and says as at when they are. Where nothing was decided under the rule, the readers and the releases of now,
no figure is shown: a decision that did not reckon with them is worth nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache

from monitoring.indicators.cells import WHOLE
from monitoring.indicators.controlled import KEPT_SECONDS, UNREPORTED, Seen, door_key
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import Place
from monitoring.indicators.kept_releases import Released, released_marks
from monitoring.indicators.models import RollUp
from monitoring.indicators.screen_figures import YearOf, has_a_place
from monitoring.indicators.sight import Inside

BEING_CHECKED = Seen(None, "being checked so that it gives nobody away; look again in a minute")
BY_YEAR_ALONE = Seen(None, "shown for the year alone, to protect those behind it")


class AsAt(NamedTuple):
    """A finished roll-up; `at` None: there has been none."""

    rollup: int = 0
    at: datetime | None = None


NEVER = AsAt()


class Entry(NamedTuple):
    """One family's decision on one year. `written`: its cells as the job found them; `content` empty: no figures."""

    written: str
    released: Released
    content: str
    as_at: AsAt
    kept_at: datetime


@dataclass(frozen=True)
class Book:
    """`through`: every entry was found to stand, or was decided anew, at this roll-up."""

    through: AsAt = NEVER
    marks: Mapping[str, Released] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    entries: Mapping[YearOf, Entry] = field(default_factory=dict)


def latest_rollup() -> AsAt:
    """The newest finished one."""
    rows = RollUp.objects.filter(finished_at__isnull=False).order_by("-id").values_list("pk", "finished_at")
    return AsAt(*(rows.first() or ()))


def book_of(held: Iterable[Inside]) -> Book | None:
    book: Book | None = cache.get(door_key("book", held))
    return book


def keep_book(book: Book, held: Iterable[Inside]) -> None:
    cache.set(door_key("book", held), book, KEPT_SECONDS)


@dataclass(frozen=True)
class AfterDoor:
    """`waiting`: indicators and years on which nothing is decided. `as_at`: when the oldest figures among these are
    from, where they are of an earlier roll-up than the page's; None otherwise.
    """

    figures: Mapping[str, Seen] = field(default_factory=dict)
    waiting: frozenset[YearOf] = frozenset()
    as_at: datetime | None = None

    def at(self, indicator: Indicator, place: Place) -> Seen:
        if not has_a_place(indicator, place.window, place.breakdown):
            return BY_YEAR_ALONE
        if (indicator.code, place.window.quarter // 4) in self.waiting:
            return BEING_CHECKED
        return self.figures.get(place.key(indicator), UNREPORTED)

    def parts(self, indicator: Indicator, place: Place) -> Seen | None:
        """What is said in the place of a whole breakdown; None where it is shown."""
        told = self.at(indicator, place)
        return told if told in (BY_YEAR_ALONE, BEING_CHECKED) and place.breakdown != WHOLE else None


def controlled_years(
    indicators: Sequence[Indicator], years: Iterable[int], *, rollup: int, held: frozenset[Inside]
) -> AfterDoor:
    """Every printed figure of these indicators and years as it was last decided; never decides."""
    pairs = [(indicator, year) for indicator in indicators for year in sorted(set(years))]
    book = book_of(held)
    if book is None:
        return AfterDoor(waiting=frozenset((indicator.code, year) for indicator, year in pairs))
    marks = released_marks()
    standing = {
        (indicator.code, year): entry
        for indicator, year in pairs
        if (entry := book.entries.get((indicator.family, year))) is not None
        and entry.released == marks.get(indicator.family, Released())
    }
    kept: dict[str, dict[str, Seen]] = cache.get_many({entry.content for entry in standing.values() if entry.content})
    lost = {at for at, entry in standing.items() if entry.content and entry.content not in kept}
    if lost:
        cache.delete(door_key("book", held))  # the cache has dropped what the book names: the job must look again
    unwritten = {(indicator.code, year) for indicator, year in pairs if year in book.years} - standing.keys()
    return AfterDoor(
        figures={
            key: seen
            for (code, _), entry in standing.items()
            for key, seen in kept.get(entry.content, {}).items()
            if key.startswith(f"{code}:")
        },
        waiting=frozenset(unwritten | lost),
        as_at=_oldest(book, standing.values(), rollup),
    )


def _oldest(book: Book, entries: Iterable[Entry], rollup: int) -> datetime | None:
    """Of what is told as at an earlier roll-up than the page's."""
    stands = [max(book.through, entry.as_at) for entry in entries if entry.content]
    return min((one.at for one in stands if one.rollup < rollup and one.at is not None), default=None)
