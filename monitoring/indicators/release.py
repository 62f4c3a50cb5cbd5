"""Figures on their way through the disclosure door: the counts they rest on, and how these add up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_release import (
    Bound,
    Cell,
    Controlled,
    Derived,
    Relation,
    Release,
    Showing,
    words_for,
)
from monitoring.indicators.figures import Exact
from monitoring.indicators.guarded import ITSELF, Guarded
from monitoring.indicators.models import WindowKind
from monitoring.indicators.wholes import Spot, Whole, bounds_of, spot_of, wholes_of
from monitoring.indicators.windows import FigureWindow
from monitoring.indicators.wording import NOT_REPORTED, unsaid


@dataclass(frozen=True)
class Shown:
    """A figure after the door: the exact one where it may be shown, else the words in its place.

    `numbers`: the same of each number that it rests on, by the ending of its key: empty where it may be shown.
    """

    exact: Exact
    showing: Showing
    words: str
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        return self.showing is Showing.EXACT

    def number(self, ending: str) -> int | str | None:
        """One of the numbers that it rests on, or the words in its place; None where there is none."""
        if self.numbers.get(ending, NOT_REPORTED) == NOT_REPORTED:
            return None
        return self.numbers[ending] or self.exact.indicator.kind.guarded(self.exact.parts).numbers[ending].value


def release_of(figures: Mapping[str, Exact], *, printed: Iterable[str]) -> Release:
    """The numbers that these figures rest on as related tables; `printed` are the keys that a page has a place for.

    What nobody could harm anybody with (money, schools, lines of a form) does not go through the door.
    """
    guarded = {
        key: (figure, figure.indicator.kind.guarded(figure.parts))
        for key, figure in sorted(figures.items())
        if figure.indicator.about_people
    }
    on_page = set(printed)
    known = {cell.key: cell for key, (figure, told) in guarded.items() for cell in _cells(figure, told, key in on_page)}
    tables = list(_tables(guarded))
    relations, left_out = _tied([*_relations(guarded, tables), *_alike(guarded)], known)
    bounds = dict.fromkeys(_bounds(tables))
    derived = [
        Derived(key, tuple(key + ending for ending in told.shown_with), told.from_numbers, told.too_few)
        for key, (_, told) in guarded.items()
        if told.shown_with
    ]
    sets = [tuple(key + ending for ending in told.as_a_set) for key, (_, told) in guarded.items() if told.as_a_set]
    return Release((*known.values(), *left_out), tuple(relations), tuple(derived), tuple(bounds), tuple(sets))


FAR = 2
"""A bound is far when not even all its numbers together, each another by two, could reach it."""
Told = Mapping[str, tuple[Exact, Guarded]]


@dataclass(frozen=True)
class Tables:
    """One indicator's figures by where they stand, and what is a part of what."""

    keys: Mapping[Spot, str]
    told: Mapping[Spot, Guarded]
    wholes: list[Whole]


def _tables(guarded: Told) -> Iterator[Tables]:
    by_code: dict[str, dict[Spot, str]] = {}
    indicators = {figure.indicator.code: figure.indicator for figure, _ in guarded.values()}
    for key, (figure, _) in guarded.items():
        by_code.setdefault(figure.indicator.code, {})[spot_of(figure.place)] = key
    for code, keys in sorted(by_code.items()):
        told = {spot: guarded[key][1] for spot, key in keys.items()}
        yield Tables(keys, told, wholes_of(indicators[code], keys.keys()))


def with_noughts(figures: Mapping[str, Exact]) -> dict[str, Exact]:
    """The figures, and those that are not there because a programme has nobody in a part that others have people in.

    Nobody but the programme knows that it has nobody, so there must be a place for it.
    """
    told = dict(figures)
    programmes: dict[str, set[tuple[int, str]]] = {}
    for figure in figures.values():
        if figure.place.programme_id:
            of = programmes.setdefault(figure.indicator.code, set())
            of.add((figure.place.programme_id, figure.place.programme_code))
    for figure in figures.values():
        if figure.place.breakdown and not figure.place.programme_id:
            for programme, code in sorted(programmes.get(figure.indicator.code, ())):
                place = replace(figure.place, programme_id=programme, programme_code=code)
                told.setdefault(place.key(figure.indicator), Exact(figure.indicator, place, None))
    return told


def _cells(figure: Exact, told: Guarded, on_page: bool) -> list[Cell]:
    ways = 1 if figure.place.breakdown else 0
    missing = 0 if figure.place.breakdown and figure.place.programme_id else None
    return [
        Cell(
            figure.key + ending,
            missing if number.value is None else number.value,
            ways,
            on_page,
            people=number.people,
            least=number.least,
            signed=number.people is not None and number.signed,
            about=number.about,
        )
        for ending, number in told.numbers.items()
    ]


def _relations(guarded: Told, tables: Iterable[Tables]) -> Iterator[Relation]:
    """Within each figure, and between a whole and its parts, number by number."""
    for key, (_, told) in guarded.items():
        for total, parts in told.sums.items():
            yield Relation(key + total, tuple(key + part for part in parts))
    for table in tables:
        for whole in table.wholes:
            own = table.told[whole.total]
            for ending in own.numbers:
                below = [table.keys[spot] + ending for spot in whole.parts if ending in table.told[spot].numbers]
                if below and ending not in own.untied:
                    overlaps = whole.overlaps and len(below) > 1
                    yield Relation(
                        table.keys[whole.total] + ending,
                        tuple(sorted(below)),
                        overlapping=overlaps,
                        assumed=whole.assumed,
                    )


def _alike(guarded: Told) -> Iterator[Relation]:
    """Two indicators that count the same over the same days: where their numbers agree they are one number."""
    for key, (figure, told) in guarded.items():
        indicator = figure.indicator
        for window in _same_days(figure.place.window) if indicator.same_as else ():
            other = ":".join([indicator.same_as, *replace(figure.place, window=window).key(indicator).split(":")[1:]])
            for own, its in indicator.same_numbers if other in guarded else ():
                number = told.numbers.get(own)
                if number is not None and number.value is not None and number == guarded[other][1].numbers.get(its):
                    yield Relation(key + own, (other + its,))


def _same_days(window: FigureWindow) -> list[FigureWindow]:
    others = [FigureWindow(kind, window.quarter) for kind in WindowKind]
    return [other for other in others if (other.start, other.end) == (window.start, window.end)]


def _bounds(tables: Iterable[Tables]) -> Iterator[Bound]:
    """What is known of overlaps (see `wholes`), without what is too far from being reached to tell anything."""
    for table in tables:
        endings = sorted({ending for told in table.told.values() for ending in set(told.numbers) - set(told.untied)})
        counts = {ending: {spot: _count(told, ending) for spot, told in table.told.items()} for ending in endings}
        for less, more in bounds_of(table.wholes, table.keys.keys()):
            for ending, told in counts.items():
                room = sum(told[spot] for spot in more) - sum(told[spot] for spot in less)
                if 0 <= room < FAR * (len(less) + len(more)):
                    sides = (tuple(table.keys[spot] + ending for spot in side) for side in (less, more))
                    yield Bound(*sides)


def _count(told: Guarded, ending: str) -> int:
    number = told.numbers.get(ending)
    return 0 if number is None or number.value is None else number.value


def _tied(relations: Iterable[Relation], cells: Mapping[str, Cell]) -> tuple[list[Relation], list[Cell]]:
    """The sums that a reader can do, and a place for what each leaves out.

    Who did not report adds nothing to a total, so the others still add up to it. A provider may leave a breakdown out,
    or send a year without its quarters: what is missing from the total is then that provider's own count, which must
    not be worked out either.
    """
    tied, left_out = [], []
    for relation in relations:
        whole, told = cells[relation.total], [part for part in relation.parts if cells[part].count is not None]
        added = sum(cells[part].count or 0 for part in told)
        if whole.count is None or not told or (added > whole.count and not relation.overlapping and not whole.signed):
            continue
        if max(cells[part].count or 0 for part in told) > whole.count and not whole.signed:
            continue
        if added != whole.count and (added < whole.count or not relation.overlapping):
            rest = Cell(f"{relation.total}#besides {told[0]}", None, published=False)
            left_out.append(rest)
            told.append(rest.key)
        tied.append(replace(relation, parts=tuple(told)))
    return tied, left_out


def shown(
    figures: Mapping[str, Exact],
    profile: ReleaseProfile,
    *,
    printed: Sequence[str] | None = None,
    earlier: Iterable[Controlled] = (),
) -> tuple[dict[str, Shown], Controlled]:
    """Each figure as readers of `profile` may see it, and the controlled release to keep for the next one's attack."""
    on_page = list(figures if printed is None else printed)
    controlled = control(release_of(figures, printed=on_page), profile, earlier)
    return {key: _shown(figures[key], controlled, profile) for key in on_page}, controlled


def withheld(figure: Exact, profile: ReleaseProfile) -> Shown:
    """A figure that is left out of a release, since it could not be protected in it."""
    words = words_for(Showing.WITHHELD, profile)
    endings = figure.indicator.kind.guarded(figure.parts).numbers
    return Shown(figure, Showing.WITHHELD, words, dict.fromkeys(endings, words))


def _shown(figure: Exact, controlled: Controlled, profile: ReleaseProfile) -> Shown:
    told = figure.indicator.kind.guarded(figure.parts)
    if not figure.indicator.about_people or profile.exact:
        return _as_it_is(figure, told)
    printed = (controlled.derived if figure.key in controlled.derived else controlled.cells)[figure.key]
    words = _rounded(figure, controlled) if printed.showing is Showing.ROUNDED else printed.words
    if printed.showing is Showing.TOO_FEW and figure.key in controlled.derived and figure.value is not None:
        words = words_for(Showing.WITH_COUNTS, profile)  # there are enough of them: what is small is another count
    return Shown(
        figure, printed.showing, words, {ending: _words_of(figure, ending, controlled) for ending in told.numbers}
    )


def _words_of(figure: Exact, ending: str, controlled: Controlled) -> str:
    cell = controlled.cells[figure.key + ending]
    return f"about {cell.value:,}" if cell.showing is Showing.ROUNDED else cell.words


def _as_it_is(figure: Exact, told: Guarded) -> Shown:
    numbers = {ending: NOT_REPORTED if number.value is None else "" for ending, number in told.numbers.items()}
    if figure.value is None:
        return Shown(figure, Showing.NOT_REPORTED, unsaid(figure.indicator, figure.parts), numbers)
    return Shown(figure, Showing.EXACT, "", numbers)


def _rounded(figure: Exact, controlled: Controlled) -> str:
    """The rounded numbers in words: the exact ones stay behind."""
    endings = figure.indicator.kind.guarded(figure.parts).shown_with or (ITSELF,)
    return "about " + " of ".join(f"{controlled.cells[figure.key + ending].value:,}" for ending in endings)
