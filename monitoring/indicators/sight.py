"""Who sees which figures as they are, and what the door must therefore reckon with.

Whoever holds `FIGURE_VIEW_EXACT` over the whole population of a figure sees it exactly: network-wide, every figure; in
a programme, that programme's. Everything else goes through the door, once for everybody, so that a figure never depends
on who looks.

The lead of a programme reads both: their own exact figures, and beside them the network and the other programmes after
the door. Taken by itself that would leak. With 12 people of their own and "fewer than 5" in the only other programme, a
network of 15 that the door shows (having hidden the 12) tells them the 3. A Board member does not know the 12 and would
learn nothing. So the door is told what each set of programmes that somebody holds looks like from inside, as if it had
been released to them before, and hides what it must for all of these readers together. Nothing that they know of their
own programmes can then be combined with what they are shown of others. Memberships that have ended count too: who has
seen a number has seen it. Two leads who tell each other their numbers are not guarded against.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from monitoring.indicators.disclosure_profiles import BOARD, ReleaseProfile
from monitoring.indicators.disclosure_release import Controlled, Release, Showing, as_printed
from monitoring.indicators.figures import Exact
from monitoring.indicators.release import release_of, with_noughts
from vrn_cases.access.models import Membership
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import roles_with

DOOR = BOARD
Inside = frozenset[int]


@dataclass(frozen=True)
class Sight:
    """Which figures somebody sees as they are: all of them, or those of these programmes."""

    everything: bool
    programmes: Inside

    def covers(self, programme: int | None) -> bool:
        """`programme` None is the network."""
        return self.everything or (programme is not None and programme in self.programmes)

    @property
    def covers_any(self) -> bool:
        return self.everything or bool(self.programmes)


def sight_of(user: Any) -> Sight:
    verb = Permission.FIGURE_VIEW_EXACT
    return Sight(user.grants.network_wide(verb), user.grants.programmes(verb))


def sets_held() -> frozenset[Inside]:
    """Every set of programmes whose exact figures one person may or could once see, without those who see all."""
    rows = Membership.objects.filter(role__in=roles_with(Permission.FIGURE_VIEW_EXACT), programme__isnull=False)
    held: dict[int, set[int]] = defaultdict(set)
    for user, programme in rows.order_by().values_list("user", "programme"):
        held[user].add(programme)
    return frozenset(frozenset(programmes) for programmes in held.values())


def known_from_inside(figures: Mapping[str, Exact], held: Iterable[Inside]) -> list[Controlled]:
    """What each of these sets of programmes shows of itself, as releases that the door takes for made already."""
    sets = sorted(held, key=sorted)
    if not sets:
        return []
    everything = with_noughts(figures)
    release = release_of(everything, printed=everything)
    told_by = _told_by(everything)
    return [
        _inside(release, own, programmes, frozenset(one for one, tellers in told_by.items() if tellers <= programmes))
        for programmes in sets
        if (own := {key for key, figure in everything.items() if figure.place.programme_id in programmes})
    ]


def _told_by(figures: Mapping[str, Exact]) -> dict[tuple[str, int], Inside]:
    """Each number of the network, by the ending of its key and its count, with the programmes that have people in it.

    Where the network counts people by what all programmes together know of them, nobody can say so.
    """
    people: dict[Hashable, set[int]] = defaultdict(set)
    network: dict[tuple[str, int], Hashable] = {}
    for key, figure in figures.items():
        place, indicator = figure.place, figure.indicator
        for ending, number in indicator.kind.guarded(figure.parts).numbers.items():
            at = indicator.code, place.window, place.breakdown, place.part, ending
            if place.programme_id and (number.value or number.people):
                people[at].add(place.programme_id)
            elif not place.programme_id and number.value is not None and not indicator.by_network(place.breakdown):
                network[key + ending, number.value] = at
    return {one: frozenset(people[at]) for one, at in network.items()}


def _inside(release: Release, own: Set[str], programmes: Inside, theirs: frozenset[tuple[str, int]]) -> Controlled:
    """Of the sums those that stay inside; what overlaps tells nothing more to who knows the counts."""
    cells = {cell.key: cell for cell in release.cells if cell.key.split("#", maxsplit=1)[0] in own}
    relations = [one for one in release.relations if one.total in cells and cells.keys() >= set(one.parts)]
    name = "inside:" + ",".join(map(str, sorted(programmes)))
    # Narrower than the door's readers, so that the door makes its release safe for these as well.
    reader = ReleaseProfile(name, "Inside a programme", width=DOOR.width - 1, threshold=DOOR.threshold)
    shown = dict.fromkeys(cells, Showing.EXACT)
    return replace(as_printed(Release(tuple(cells.values()), tuple(relations)), reader, shown), theirs=theirs)
