"""Figures on their way through the disclosure door: the counts they rest on, and how these add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_release import Cell, Controlled, Derived, Relation, Release, Showing
from monitoring.indicators.figures import Exact, Place

TOP, WHOLE, REST = "#having", "#of", "#rest"


@dataclass(frozen=True)
class Shown:
    """A figure after the door: the exact one where it may be shown, else the words in its place."""

    exact: Exact
    showing: Showing
    words: str

    @property
    def is_shown(self) -> bool:
        return self.showing is Showing.EXACT


def release_of(figures: Mapping[str, Exact], *, printed: Iterable[str]) -> Release:
    """The counts of these figures as related tables; `printed` are the keys that a page has a place for.

    What nobody could harm anybody with (money, schools, lines of a form) does not go through the door.
    """
    guarded = {key: figure for key, figure in figures.items() if figure.indicator.about_people}
    on_page = set(printed)
    cells = [cell for key, figure in sorted(guarded.items()) for cell in _cells(figure, key in on_page)]
    known = {cell.key: cell for cell in cells}
    of_shares = [key for key in sorted(guarded) if guarded[key].indicator.is_share]
    shares = [Relation(key + WHOLE, (key + TOP, key + REST)) for key in of_shares]
    relations, left_out = _tied([*_relations(guarded), *shares], known)
    derived = [Derived(key, (key + TOP, key + WHOLE)) for key in of_shares]
    return Release((*cells, *left_out), tuple(relations), tuple(derived))


def _cells(figure: Exact, on_page: bool) -> list[Cell]:
    ways = 1 if figure.place.breakdown else 0
    if not figure.indicator.is_share:
        value = figure.value
        return [Cell(figure.key, None if value is None else int(value), ways, on_page)]
    if not figure.parts or not figure.parts["of"]:
        return [Cell(figure.key + end, None, ways, on_page) for end in (TOP, WHOLE, REST)]
    having, of = figure.parts["having"], figure.parts["of"]
    # who reads "48 of 50" reads the 2 as well, so the rest is guarded as if it were printed
    return [
        Cell(figure.key + TOP, having, ways, on_page),
        Cell(figure.key + WHOLE, of, ways, on_page),
        Cell(figure.key + REST, of - having, ways, on_page),
    ]


def _relations(figures: Mapping[str, Exact]) -> list[Relation]:
    """The network over its programmes, a whole over the parts of a breakdown, a year over its quarters."""
    children: dict[str, list[str]] = {}
    for key, figure in figures.items():
        for parent in _parents(figure):
            if parent in figures:
                children.setdefault(parent, []).append(key)
    relations = []
    for parent, keys in sorted(children.items()):
        for kind in sorted({_step(figures[parent].place, figures[key].place) for key in keys}):
            parts = sorted(key for key in keys if _step(figures[parent].place, figures[key].place) == kind)
            ends = (TOP, WHOLE, REST) if figures[parent].indicator.is_share else ("",)
            relations += [Relation(parent + end, tuple(part + end for part in parts)) for end in ends]
    return relations


def _step(parent: Place, child: Place) -> str:
    if parent.programme_id != child.programme_id:
        return "programmes"
    return f"parts of {child.breakdown}" if parent.breakdown != child.breakdown else "quarters"


def _parents(figure: Exact) -> list[str]:
    indicator, place = figure.indicator, figure.place
    parents = []
    if place.programme_id and indicator.adds_over_programmes:
        parents.append(Place(None, "", place.window, place.breakdown, place.part))
    if place.breakdown:
        parents.append(Place(place.programme_id, place.programme_code, place.window))
    if place.window.kind == "quarter" and indicator.over_quarters == "added":
        parents.append(Place(place.programme_id, place.programme_code, place.window.year, place.breakdown, place.part))
    return [parent.key(indicator) for parent in parents]


def _tied(relations: Iterable[Relation], cells: Mapping[str, Cell]) -> tuple[list[Relation], list[Cell]]:
    """The sums that a reader can do, and a place for what each leaves out.

    Who did not report adds nothing to a total, so the others still add up to it. A provider may leave a breakdown out,
    or send a year without its quarters: what is missing from the total is then that provider's own count, which must
    not be worked out either.
    """
    tied, left_out = [], []
    for relation in relations:
        total, told = cells[relation.total].count, [part for part in relation.parts if cells[part].count is not None]
        added = sum(cells[part].count or 0 for part in told)
        if total is None or not told or added > total:
            continue
        if added < total:
            rest = Cell(f"{relation.total}#besides {told[0]}", None, published=False)
            left_out.append(rest)
            told.append(rest.key)
        tied.append(Relation(relation.total, tuple(told)))
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


def _shown(figure: Exact, controlled: Controlled, profile: ReleaseProfile) -> Shown:
    if figure.value is None:
        return Shown(figure, Showing.NOT_REPORTED, "not reported")
    if not figure.indicator.about_people or profile.exact:
        return Shown(figure, Showing.EXACT, "")
    printed = (controlled.derived if figure.indicator.is_share else controlled.cells)[figure.key]
    words = _rounded(figure, controlled) if printed.showing is Showing.ROUNDED else printed.words
    return Shown(figure, printed.showing, words)


def _rounded(figure: Exact, controlled: Controlled) -> str:
    """The rounded number in words: the exact one stays behind."""
    if not figure.indicator.is_share:
        return f"about {controlled.cells[figure.key].value:,}"
    having, of = (controlled.cells[figure.key + end].value for end in (TOP, WHOLE))
    return f"about {having:,} of {of:,}"
