"""The one door for figures: exact counts go in, what a release profile's readers may see comes out.

Small counts are hidden first. Then, count by count, the cheapest set of neighbours is hidden that leaves the reader
with at least two values for it, over all the tables of the release and every release before it. The last step is the
attack: a release that does not pass it does not leave.
"""

from collections.abc import Iterable, Sequence

from monitoring.indicators.disclosure_attack import Finding, attack_puzzle
from monitoring.indicators.disclosure_choice import Choice, Reading
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_puzzle import Puzzle
from monitoring.indicators.disclosure_release import Cell, Controlled, Release, Showing, as_printed

HIDDEN = frozenset({Showing.PRIMARY, Showing.SECONDARY, Showing.TOO_FEW, Showing.WITHHELD})


class NotProtected(Exception):
    """A small count could still be worked out with everything around it hidden; the release must not go out.

    ``findings`` names the counts; they are for the team's eyes only.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} small counts could be worked out from this release")
        self.findings = tuple(findings)


def control(release: Release, profile: ReleaseProfile, earlier: Iterable[Controlled] = ()) -> Controlled:
    """The release as the readers of ``profile`` may see it.

    ``earlier`` is everything released before, to any profile: readers of narrower profiles will see this release
    beside their own, so it is made safe for them as well. The result does not depend on the order of anything.
    Raises NotProtected when a small count stays exposed that no earlier release had already given away.
    """
    showings = {cell.key: _first_showing(cell, profile) for cell in release.cells}
    if profile.exact:
        return as_printed(release, profile, showings)
    _hide_together(release, profile, showings)
    before = sorted(earlier, key=_order)
    start = as_printed(release, profile, showings)
    readings, exposed = [], set[tuple[str, int]]()
    for reader in _readers(profile, before):
        known = [past for past in before if reader.also_reads(past.profile)]
        given_away = _given_away(known, reader)
        theirs = {one for past in known if past.profile.code == reader.code for one in past.theirs}
        readings.append(Reading(Puzzle([*known, start], reader, deciding=True), given_away | theirs))
        exposed |= _given_away(known, reader, certain=True) if given_away else set()
    choice = Choice(readings, showings)
    choice.protect()
    left = choice.attacked()
    if left:
        raise NotProtected(left)
    choice.show_again()
    _hide_together(release, profile, choice.showings)  # who reads less must reckon with more
    known_already = sorted(cell.key for cell in release.cells if (cell.key, cell.count) in exposed)
    return as_printed(release, profile, choice.showings, known_already)


def _first_showing(cell: Cell, profile: ReleaseProfile) -> Showing:
    if not cell.published or (profile.one_way_only and cell.ways > 1):
        return Showing.NOT_RELEASED
    if cell.count is None:
        return Showing.NOT_REPORTED
    if profile.rounds:
        return Showing.WITHHELD if cell.is_sum else Showing.ROUNDED
    if not cell.is_small(profile):
        return Showing.EXACT
    return Showing.TOO_FEW if cell.is_sum or not profile.is_small(cell.count) else Showing.PRIMARY


def _given_away(known: Sequence[Controlled], reader: ReleaseProfile, *, certain: bool = False) -> set[tuple[str, int]]:
    """What was merely not proved safe before is still protected; only what is out is beyond help. `certain`: without
    the sums that readers take to hold and that need not."""
    found = attack_puzzle(Puzzle(known, reader, certain=certain))
    return {(one.key, one.count) for one in found if one.certain}


def _hide_together(release: Release, profile: ReleaseProfile, showings: dict[str, Showing]) -> None:
    """Where one of a set is hidden none is printed, not even in words: their number and their sum are known."""
    for together in release.sets if not profile.rounds else ():
        if any(showings[key] in HIDDEN for key in together):
            showings |= {key: Showing.WITHHELD for key in together if showings[key] in {*HIDDEN, Showing.EXACT}}


def _order(past: Controlled) -> tuple[str, list[tuple[str, str, str]]]:
    cells = [(cell.key, str(cell.count), past.cells[cell.key].showing.value) for cell in past.release.cells]
    return past.profile.code, sorted(cells)


def _readers(profile: ReleaseProfile, before: Sequence[Controlled]) -> list[ReleaseProfile]:
    """This profile's readers, and those of narrower profiles that hold earlier releases and will see this one."""
    others = {
        past.profile.code: past.profile
        for past in before
        if not past.profile.exact and past.profile.also_reads(profile) and past.profile.code != profile.code
    }
    return [profile, *(others[code] for code in sorted(others))]
