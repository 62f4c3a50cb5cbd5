"""The figures of a return to a funder, added up where that is right and passed through the disclosure door.

A line is added over programmes, and over the quarters of the period, only as it says of itself. Different lines are
never added. Each line is a release of its own: whole, by provider, by quarter and by breakdown, with their sums named,
so that nothing hidden can be worked out from what stands beside it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_release import Cell, Controlled, Relation, Release
from monitoring.returns.funder.keys import ALL, Keys
from monitoring.returns.funder.material import AskedLine, Column, Material, Provider, Told
from monitoring.returns.models import Additive, Counted, OverTime

# what is counted of persons goes through the door; buildings, events and money do not tell of anybody
OF_PERSONS = frozenset(
    {
        Counted.PEOPLE,
        Counted.REFERRALS,
        Counted.SESSIONS,
        Counted.ATTENDANCES,
        Counted.PROFESSIONALS,
        Counted.STUDENTS,
    }
)
NO_PART = "not-broken-down"
Part = tuple[str, str]
WHOLE: Part = ("", "")


@dataclass(frozen=True)
class Place:
    """Where a figure stands: whose (None: all providers), of when (None: the whole period), and of which part."""

    provider: Provider | None
    column: Column | None
    part: Part = WHOLE

    def key(self, keys: Keys) -> str:
        return keys.key("/".join(self.provider) if self.provider else ALL, self.column, self.part)


@dataclass(frozen=True)
class LineFigures:
    """One line's figures: what each place shows after the door. `included` is how many of `due` returns answered.

    `family`: the code that what was released of it is kept under.
    """

    line: AskedLine
    family: str
    columns: tuple[Column, ...]
    shown: Mapping[Place, "Shown"]
    answered: int
    included: int
    controlled: Controlled | None

    def at(self, place: Place) -> "Shown | None":
        return self.shown.get(place)


@dataclass(frozen=True)
class Shown:
    """`value` None: `words` stand in its place."""

    value: int | None
    words: str
    showing: str


def figures_of(
    material: Material, profile: ReleaseProfile, earlier: Callable[[str], Iterable[Controlled]]
) -> list[LineFigures]:
    """Every line that has numbers. `earlier`: what was released before under a family's code. Raises NotProtected."""
    told: dict[str, list[Told]] = defaultdict(list)
    for answer in material.told:
        told[answer.measure].append(answer)
    made: list[LineFigures] = []
    of_family: dict[str, list[Controlled]] = defaultdict(list)
    for line in material.lines:
        if line.in_words:
            continue
        keys = Keys(line.measure, material.days, material.period)
        before = [*earlier(keys.family), *of_family[keys.family]] if line.counted in OF_PERSONS else []
        made.append(_line(line, keys, told[line.measure], profile, before, material.counting))
        of_family[keys.family] += [one for one in (made[-1].controlled,) if one is not None]
    return made


def _line(
    line: AskedLine,
    keys: Keys,
    told: list[Told],
    profile: ReleaseProfile,
    earlier: Iterable[Controlled],
    counting: int,
) -> LineFigures:
    release, places = release_of(line, keys, told)
    answered = sum(1 for answer in told if not answer.part and answer.number is not None)
    columns = tuple(sorted({answer.column for answer in told}))
    if line.counted not in OF_PERSONS:
        counts = {cell.key: cell.count for cell in release.cells}
        shown = {place: _as_it_is(counts[key]) for key, place in places.items()}
        return LineFigures(line, keys.family, columns, shown, answered, counting, None)
    controlled = control(release, profile, earlier)
    shown = {}
    for key, place in places.items():
        printed = controlled.cells[key]
        shown[place] = Shown(printed.value, printed.words, printed.showing.value)
    return LineFigures(line, keys.family, columns, shown, answered, counting, controlled)


def _as_it_is(count: int | None) -> Shown:
    return Shown(count, "" if count is not None else "not reported", "exact" if count is not None else "not_reported")


def release_of(line: AskedLine, keys: Keys, told: Iterable[Told]) -> tuple[Release, dict[str, Place]]:
    """The line's counts with the sums between them, and where each stands."""
    counts = _Counts(line, keys)
    for answer in told:
        counts.add(answer)
    return counts.release()


class _Counts:
    """The counts of one line, place by place, and which add up to which."""

    def __init__(self, line: AskedLine, keys: Keys) -> None:
        self.line = line
        self.keys = keys
        self.counts: dict[Place, int | None] = {}
        self.parts_of: dict[Place, list[Place]] = {}
        self.adds_over_providers = line.additive != Additive.NEVER

    def add(self, answer: Told) -> None:
        """One provider's answer. Parts are shown for all providers together only."""
        part = (answer.breakdown, answer.part)
        if part == WHOLE:
            self.counts[Place(answer.provider, answer.column)] = answer.number
            if self.adds_over_providers:
                self._into(Place(None, answer.column), Place(answer.provider, answer.column), answer.number)
        elif self.adds_over_providers and answer.number is not None:
            place = Place(None, answer.column, part)
            self.counts[place] = (self.counts.get(place) or 0) + answer.number

    def _into(self, total: Place, place: Place, number: int | None) -> None:
        self.parts_of.setdefault(total, []).append(place)
        before = self.counts.get(total)
        self.counts[total] = number if before is None else before + (number or 0)

    def release(self) -> tuple[Release, dict[str, Place]]:
        self._close_breakdowns()
        self._add_up_over_time()
        keys = self.keys
        cells = [
            Cell(place.key(keys), count, ways=0 if place.part == WHOLE else 1) for place, count in self.counts.items()
        ]
        relations = [
            Relation(total.key(keys), tuple(place.key(keys) for place in parts))
            for total, parts in self.parts_of.items()
        ]
        relations += self._breakdown_relations()
        for cell, relation in self._programmes():
            cells.append(cell)
            relations.append(relation)
        return Release(tuple(cells), tuple(relations)), {place.key(keys): place for place in self.counts}

    def _programmes(self) -> Iterator[tuple[Cell, Relation]]:
        """What reports show of each programme: no page of this return has a place for it."""
        providers: dict[tuple[str, Column | None], list[Place]] = defaultdict(list)
        for place, count in self.counts.items():
            if place.provider and count is not None and self.adds_over_providers:
                providers[place.provider[0], place.column].append(place)
        for (programme, column), places in providers.items():
            key = self.keys.key(programme, column, WHOLE)
            total = sum(self.counts[place] or 0 for place in places)
            yield (
                Cell(key, total, published=False),
                Relation(key, tuple(place.key(self.keys) for place in places)),
            )

    def _close_breakdowns(self) -> None:
        """What providers did not break down stands as a part of its own, so that each breakdown adds up."""
        added: dict[tuple[Column | None, str], int] = defaultdict(int)
        for place, count in self.counts.items():
            if place.part != WHOLE:
                added[place.column, place.part[0]] += count or 0
        names = sorted({name for _, name in added})
        wholes = [place for place in self.counts if place.provider is None and place.part == WHOLE]
        for whole in wholes if self.adds_over_providers else ():
            for name in names:
                left = (self.counts[whole] or 0) - added[whole.column, name]
                if left:
                    self.counts[Place(None, whole.column, (name, NO_PART))] = left

    def _add_up_over_time(self) -> None:
        """The period's figure: the sum of its quarters, or the last, as the line says; none where each stands apart."""
        columns = sorted({place.column for place in self.counts if place.column is not None})
        if len(columns) < 2 or self.line.over_time == OverTime.APART or not self.adds_over_providers:
            return
        by_place: dict[tuple[Provider | None, Part], list[Place]] = defaultdict(list)
        for place in self.counts:
            by_place[place.provider, place.part].append(place)
        for (provider, part), places in by_place.items():
            if provider is None:
                continue  # all providers' figure of the period is the sum of theirs
            places.sort(key=lambda place: place.column or columns[0])
            self._period_of(Place(provider, None, part), places)
        for place in [place for place in self.counts if place.provider is not None and place.column is None]:
            self._into(Place(None, None), place, self.counts[place])
        if self.line.over_time == OverTime.ADDED:
            self._parts_of_the_period(by_place)

    def _period_of(self, total: Place, places: list[Place]) -> None:
        if self.line.over_time == OverTime.LATEST:
            reported = [place for place in places if self.counts[place] is not None][-1:]
            self.counts[total] = self.counts[reported[0]] if reported else None
            if reported:
                self.parts_of[total] = reported
            return
        for place in places:
            self._into(total, place, self.counts[place])

    def _parts_of_the_period(self, by_place: Mapping[tuple[Provider | None, Part], list[Place]]) -> None:
        for (provider, part), places in by_place.items():
            if provider is None and part != WHOLE:
                for place in places:
                    self._into(Place(None, None, part), place, self.counts[place])

    def _breakdown_relations(self) -> Iterator[Relation]:
        groups: dict[tuple[Column | None, str], list[str]] = defaultdict(list)
        for place in self.counts:
            if place.part != WHOLE:
                groups[place.column, place.part[0]].append(place.key(self.keys))
        for (column, _), keys in groups.items():
            yield Relation(Place(None, column).key(self.keys), tuple(keys))
