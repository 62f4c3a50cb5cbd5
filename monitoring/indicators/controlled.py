"""An indicator's figures of one financial year after the door, as the job decides them and screens print them.

One release holds everything that the pages have a place for (`screen_figures`): the network, each programme as a whole,
and what the network breaks down into. A programme's breakdowns are printed for nobody but who sees them exactly, and
enter as what is not printed. Years are released apart, because no sum ties a figure of one to a figure of another;
indicators that count the same over the same days are decided together.

What is kept holds what may be printed and no hidden number, and pages print from it alone: a decision is never laid
over numbers that have moved since. It is kept under the hash of the figures themselves.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.core.cache import cache

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.disclosure import NotProtected
from monitoring.indicators.disclosure_release import Controlled, Showing, as_printed, words_for
from monitoring.indicators.figures import Exact
from monitoring.indicators.kept_releases import Released, released, released_marks
from monitoring.indicators.kinds import Parts
from monitoring.indicators.registry import engine_version
from monitoring.indicators.release import Shown, release_of, shown, with_noughts
from monitoring.indicators.screen_figures import families, figure_keys, stored_figures
from monitoring.indicators.sight import DOOR, Inside, known_from_inside
from monitoring.indicators.wording import CONTRADICTS, NOT_REPORTED, contradicts, unsaid
from vrn_cases.audit.digests import canonical

log = logging.getLogger(__name__)
DOOR_VERSION = 3  # raise when the same figures would be decided upon otherwise
KEPT_SECONDS = 7 * 24 * 3600
WHOLE_DECISION = ":whole"


class Seen(NamedTuple):
    """A figure as somebody sees it: its parts, or the words that stand in their place."""

    parts: Parts | None
    words: str = ""


UNREPORTED = Seen(None, NOT_REPORTED)


def seen_exactly(figure: Exact | None) -> Seen:
    if figure is None:
        return UNREPORTED
    if figure.value is None:
        return Seen(None, unsaid(figure.indicator, figure.parts))
    if contradicts(figure.indicator, figure.parts):
        return Seen(None, CONTRADICTS)
    return Seen(figure.parts)


class Decision(NamedTuple):
    """What is seen, and of each number of the release (of `printed` places) how it is shown; None: nothing was."""

    seen: dict[str, Seen]
    printed: tuple[str, ...] = ()
    showings: dict[str, Showing] | None = None


def through_the_door(
    figures: Mapping[str, Exact], held: Iterable[Inside], released_before: Iterable[Controlled] = ()
) -> dict[str, Seen]:
    """One family's figures of one year, as everybody sees them who may not see them exactly.

    `released_before`: what published reports show of them, which readers have beside the screen.
    """
    return decide(figures, held, released_before).seen


def decide(figures: Mapping[str, Exact], held: Iterable[Inside], released_before: Iterable[Controlled]) -> Decision:
    """Where breakdowns cannot be protected they are withheld, and the wholes are decided without them."""
    sound = _sound(figures)
    earlier = [*known_from_inside(sound, held), *released_before]
    printed = [key for key, figure in figures.items() if not (figure.place.programme_id and figure.place.breakdown)]
    wholes = [key for key in printed if not figures[key].place.breakdown]
    contradicted = {key: Seen(None, CONTRADICTS) for key in printed if key not in sound}
    withheld = {key: Seen(None, words_for(Showing.WITHHELD, DOOR)) for key in printed if key not in contradicted}
    for on_page in (printed, wholes):
        try:
            told = [key for key in on_page if key in sound]
            after, controlled = shown(sound, DOOR, printed=told, earlier=earlier)
        except NotProtected as left:
            log.warning("figures withheld: %s counts among %s could not be protected", len(left.findings), len(on_page))
            continue
        seen = {key: _seen(one) for key, one in after.items()}
        showings = {key: cell.showing for key, cell in controlled.cells.items()}
        return Decision(withheld | seen | contradicted, tuple(told), showings)
    return Decision(withheld | contradicted)


def _sound(figures: Mapping[str, Exact]) -> dict[str, Exact]:
    return with_noughts({key: one for key, one in figures.items() if not contradicts(one.indicator, one.parts)})


def _seen(one: Shown) -> Seen:
    """Of numbers that are shown all or none, none unless all are."""
    if not one.is_shown or one.exact.parts is None:
        return Seen(None, one.words)
    together = one.exact.indicator.kind.guarded(one.exact.parts).as_a_set
    if not any(one.numbers[ending] for ending in together):
        return Seen(one.exact.parts)
    hidden = {ending.removeprefix("#") for ending in together}
    return Seen({name: number for name, number in one.exact.parts.items() if name not in hidden})


def on_screen(
    indicators: Iterable[Indicator], years: Iterable[int], *, held: Iterable[Inside], codes: Mapping[int, str]
) -> list[Controlled]:
    """What the pages of these indicators show of these years as they stand, for what goes out beside them.

    What was decided on the very figures is not decided again, and what is decided here is kept for the next.
    """
    wanted = {indicator.family for indicator in indicators if indicator.about_people}
    groups, inside = {family: families()[family] for family in sorted(wanted)}, frozenset(held)
    marks, before = released_marks(), {family: released([family]) for family in groups}
    also = {key for past in before.values() for key in figure_keys(past)}
    found: list[Controlled] = []
    for year in sorted(set(years)) if groups else ():
        stored = stored_figures([one for group in groups.values() for one in group], year, codes, also=also)
        for family, group in groups.items():
            figures = {key: figure for one in group for key, figure in stored[one.code].items()}
            key = content_key(figures, family, year, inside, marks.get(family, Released()))
            found.extend(_as_released(figures, kept(key) or _kept_now(key, decide(figures, inside, before[family]))))
    return found


def kept(key: str) -> Decision | None:
    """None as well where only what screens print, or only the rest, is still there."""
    found = cache.get_many([key, key + WHOLE_DECISION])
    decision: Decision | None = found.get(key + WHOLE_DECISION) if key in found else None
    return decision


def keep(key: str, decision: Decision) -> None:
    """What screens print stands under `key`, what a report needs to know of it apart from that."""
    cache.set_many({key: decision.seen, key + WHOLE_DECISION: decision}, KEPT_SECONDS)


def _kept_now(key: str, decision: Decision) -> Decision:
    keep(key, decision)
    return decision


def _as_released(figures: Mapping[str, Exact], decision: Decision) -> Iterator[Controlled]:
    if decision.showings is not None:
        yield as_printed(release_of(_sound(figures), printed=decision.printed), DOOR, decision.showings)


def content_key(
    figures: Mapping[str, Exact], family: str, year: int, held: frozenset[Inside], released_before: Released
) -> str:
    """Under which the decision on these figures is kept: it moves with all that the door reckons with."""
    content = hashlib.sha256(canonical([[key, figure.parts] for key, figure in sorted(figures.items())]).encode())
    return door_key("content", held, [content.hexdigest(), family, year, released_before])


def door_key(kind: str, held: Iterable[Inside], *more: object) -> str:
    """A name in the shared cache that moves with the rule and with who reads from inside."""
    inside = sorted(sorted(programmes) for programmes in held)
    told = [kind, DOOR.code, DOOR.threshold, DOOR_VERSION, engine_version(), inside, *more]
    return "controlled:" + hashlib.sha256(canonical(told).encode()).hexdigest()
