"""An indicator's figures of one financial year after the door, worked out once and kept in the shared cache.

One release holds everything that the pages have a place for: the network with its breakdowns, each programme as a
whole, quarters and year. A programme's breakdowns are printed for nobody but who sees them exactly, and enter as what
is not printed. Years are released apart, because no sum ties a figure of one to a figure of another.

What is kept holds what may be printed and no hidden number, and pages print from it alone: a decision is never laid
over numbers that have moved since. It is found under the roll-up's id, and under the hash of the figures themselves,
so that a roll-up that changed other years costs no new decision.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.core.cache import cache

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.disclosure import NotProtected
from monitoring.indicators.disclosure_release import Controlled, Showing, words_for
from monitoring.indicators.figures import Exact, Place
from monitoring.indicators.kept_releases import latest_released, released
from monitoring.indicators.kinds import Parts
from monitoring.indicators.models import Cell, ScopeKind, WindowKind
from monitoring.indicators.registry import engine_version
from monitoring.indicators.release import shown
from monitoring.indicators.sight import DOOR, Inside, known_from_inside
from monitoring.indicators.windows import FigureWindow, window_for
from monitoring.indicators.wording import CONTRADICTS, NOT_REPORTED, contradicts
from vrn_cases.audit.digests import canonical

log = logging.getLogger(__name__)
DOOR_VERSION = 1  # raise when the same figures would be decided upon otherwise
KEPT_SECONDS = 7 * 24 * 3600


class Seen(NamedTuple):
    """A figure as somebody sees it: its parts, or the words that stand in their place."""

    parts: Parts | None
    words: str = ""


UNREPORTED = Seen(None, NOT_REPORTED)
YearOf = tuple[str, int]  # an indicator's code, and the calendar year in which a financial year starts


def seen_exactly(figure: Exact | None) -> Seen:
    if figure is None or figure.value is None:
        return UNREPORTED
    if contradicts(figure.indicator, figure.parts):
        return Seen(None, CONTRADICTS)
    return Seen(figure.parts)


def controlled_years(
    indicators: Sequence[Indicator],
    years: Iterable[int],
    *,
    rollup: int,
    held: frozenset[Inside],
    codes: Mapping[int, str],
) -> dict[str, Seen]:
    """Every printed figure of these indicators and years, by key; what is not there was not reported.

    `codes`: the programmes' codes by id.
    """
    pairs = [(indicator, year) for indicator in indicators for year in sorted(set(years))]
    newest = latest_released()
    under = {_key("rollup", rollup, indicator, year, held, newest): (indicator, year) for indicator, year in pairs}
    found: dict[str, dict[str, Seen]] = cache.get_many(under)
    missing = [pair for key, pair in under.items() if key not in found]
    if missing:
        made = _decided(missing, held, codes, newest)
        fresh = {key: made[pair[0].code, pair[1]] for key, pair in under.items() if key not in found}
        cache.set_many(fresh, KEPT_SECONDS)
        found |= fresh
    return {key: seen for told in found.values() for key, seen in told.items()}


def _decided(
    pairs: Sequence[tuple[Indicator, int]],
    held: frozenset[Inside],
    codes: Mapping[int, str],
    newest: Mapping[str, int],
) -> dict[YearOf, dict[str, Seen]]:
    stored = _stored({indicator.code: indicator for indicator, _ in pairs}, {year for _, year in pairs}, codes)
    decided = {}
    for indicator, year in pairs:
        figures = stored.get((indicator.code, year), {})
        content = hashlib.sha256(canonical([[key, figure.parts] for key, figure in sorted(figures.items())]).encode())
        key = _key("content", content.hexdigest(), indicator, year, held, newest)
        told: dict[str, Seen] | None = cache.get(key)
        if told is None:
            told = through_the_door(figures, held, released([indicator.code]))
            cache.set(key, told, KEPT_SECONDS)
        decided[indicator.code, year] = told
    return decided


def through_the_door(
    figures: Mapping[str, Exact], held: Iterable[Inside], released_before: Iterable[Controlled] = ()
) -> dict[str, Seen]:
    """One indicator's figures of one year, as everybody sees them who may not see them exactly.

    `released_before`: what published reports show of the indicator, which readers have beside the screen.
    """
    sound = {key: figure for key, figure in figures.items() if not contradicts(figure.indicator, figure.parts)}
    printed = [key for key, figure in figures.items() if not (figure.place.programme_id and figure.place.breakdown)]
    try:
        released, _ = shown(
            sound,
            DOOR,
            printed=[key for key in printed if key in sound],
            earlier=[*known_from_inside(sound, held), *released_before],
        )
    except NotProtected as left:
        log.error("the door could not protect %s counts; the release is withheld", len(left.findings))
        return {key: Seen(None, words_for(Showing.WITHHELD, DOOR)) for key in printed}
    seen = {key: Seen(one.exact.parts) if one.is_shown else Seen(None, one.words) for key, one in released.items()}
    return {key: seen.get(key, Seen(None, CONTRADICTS)) for key in printed}


def _key(
    kind: str,
    version: int | str,
    indicator: Indicator,
    year: int,
    held: frozenset[Inside],
    newest: Mapping[str, int],
) -> str:
    inside = sorted(sorted(programmes) for programmes in held)
    told = [kind, version, DOOR.code, DOOR.threshold, DOOR_VERSION, engine_version(), indicator.code, year, inside]
    told.append(newest.get(indicator.code, 0))
    return "controlled:" + hashlib.sha256(canonical(told).encode()).hexdigest()


def _stored(
    indicators: Mapping[str, Indicator], years: Iterable[int], codes: Mapping[int, str]
) -> dict[YearOf, dict[str, Exact]]:
    """Every figure of these years that the release is made from, in one query."""
    first, last = min(years) * 4, max(years) * 4 + 3
    cells = Cell.objects.filter(
        grain__in={indicator.grain.code for indicator in indicators.values()},
        scope_kind__in=(ScopeKind.PROGRAMME, ScopeKind.NETWORK),
        quarter__range=(first, last),
    )
    columns = ("window_kind", "quarter", "programme", "breakdown", "part", "figures")
    told: dict[YearOf, dict[str, Exact]] = {}
    for kind, quarter, programme, breakdown, part, figures in cells.order_by().values_list(*columns):
        window = FigureWindow(WindowKind(kind), quarter)
        place = Place(programme or None, codes[programme] if programme else "", window, breakdown, part)
        for code in figures.keys() & indicators.keys():
            if _is_released(indicators[code], window):
                figure = Exact(indicators[code], place, figures[code])
                told.setdefault((code, quarter // 4), {})[figure.key] = figure
    return told


def _is_released(indicator: Indicator, window: FigureWindow) -> bool:
    """Quarters and the year; of what is told for the year so far, the year so far."""
    return window == window_for(indicator.over_quarters, window) and (
        window.kind != WindowKind.YEAR_TO_DATE or (indicator.over_quarters == "latest" and window.quarter % 4 != 3)
    )
