"""An indicator's figures of one financial year after the door, worked out once and kept in the shared cache.

One release holds everything that the pages have a place for: the network with its breakdowns, each programme as a
whole, quarters and year. A programme's breakdowns are printed for nobody but who sees them exactly, and enter as what
is not printed. Years are released apart, because no sum ties a figure of one to a figure of another; indicators that
count the same over the same days are decided together.

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
from monitoring.indicators.registry import INDICATORS, engine_version
from monitoring.indicators.release import shown, with_noughts
from monitoring.indicators.sight import DOOR, Inside, known_from_inside
from monitoring.indicators.windows import FigureWindow, window_for
from monitoring.indicators.wording import CONTRADICTS, NOT_REPORTED, contradicts
from vrn_cases.audit.digests import canonical

log = logging.getLogger(__name__)
DOOR_VERSION = 2  # raise when the same figures would be decided upon otherwise
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
    under = {
        _key("rollup", rollup, indicator.code, year, held, newest.get(indicator.family, 0)): (indicator, year)
        for indicator, year in pairs
    }
    found: dict[str, dict[str, Seen]] = cache.get_many(under)
    missing = [pair for key, pair in under.items() if key not in found]
    if missing:
        made = _decided(missing, held, codes, newest)
        fresh = {key: made[pair[0].code, pair[1]] for key, pair in under.items() if key not in found}
        cache.set_many(fresh, KEPT_SECONDS)
        found |= fresh
    return {key: seen for told in found.values() for key, seen in told.items()}


def on_screen(
    indicators: Iterable[Indicator], years: Iterable[int], *, held: Iterable[Inside], codes: Mapping[int, str]
) -> list[Controlled]:
    """What the pages of these indicators show of these years at this moment, for what goes out beside them."""
    families = {indicator.family: members_of(indicator) for indicator in indicators if indicator.about_people}
    wanted = sorted(set(years))
    stored = _stored({one.code: one for members in families.values() for one in members}, wanted, codes)
    released_before = {family: released([family]) for family in families}
    decisions = (
        _decision(_of_family(stored, members, year), held, released_before[family])
        for family, members in sorted(families.items())
        for year in wanted
    )
    return [controlled for _, controlled in decisions if controlled is not None]


def members_of(indicator: Indicator) -> tuple[Indicator, ...]:
    """The indicators that are decided together with this one, and itself."""
    others = [one for one in INDICATORS.values() if one.family == indicator.family and one.code != indicator.code]
    return (indicator, *others)


def _of_family(stored: Mapping[YearOf, dict[str, Exact]], members: Iterable[Indicator], year: int) -> dict[str, Exact]:
    return {key: figure for member in members for key, figure in stored.get((member.code, year), {}).items()}


def _decided(
    pairs: Sequence[tuple[Indicator, int]],
    held: frozenset[Inside],
    codes: Mapping[int, str],
    newest: Mapping[str, int],
) -> dict[YearOf, dict[str, Seen]]:
    members = {indicator.code: members_of(indicator) for indicator, _ in pairs}
    stored = _stored(
        {one.code: one for family in members.values() for one in family}, {year for _, year in pairs}, codes
    )
    decided = {}
    for indicator, year in pairs:
        figures = _of_family(stored, members[indicator.code], year)
        content = hashlib.sha256(canonical([[key, figure.parts] for key, figure in sorted(figures.items())]).encode())
        key = _key("content", content.hexdigest(), indicator.family, year, held, newest.get(indicator.family, 0))
        told: dict[str, Seen] | None = cache.get(key)
        if told is None:
            told = through_the_door(figures, held, released([indicator.family]))
            cache.set(key, told, KEPT_SECONDS)
        own = f"{indicator.code}:"
        decided[indicator.code, year] = {key: seen for key, seen in told.items() if key.startswith(own)}
    return decided


def through_the_door(
    figures: Mapping[str, Exact], held: Iterable[Inside], released_before: Iterable[Controlled] = ()
) -> dict[str, Seen]:
    """One family's figures of one year, as everybody sees them who may not see them exactly.

    `released_before`: what published reports show of them, which readers have beside the screen.
    """
    return _decision(figures, held, released_before)[0]


def _decision(
    figures: Mapping[str, Exact], held: Iterable[Inside], released_before: Iterable[Controlled]
) -> tuple[dict[str, Seen], Controlled | None]:
    """What is seen, and the release behind it; None where nothing could be shown.

    Where breakdowns cannot be protected they are withheld, and the wholes are decided without them.
    """
    sound = with_noughts({key: one for key, one in figures.items() if not contradicts(one.indicator, one.parts)})
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
            log.error("the door could not protect %s counts of %s figures", len(left.findings), len(on_page))
            continue
        seen = {key: Seen(one.exact.parts) if one.is_shown else Seen(None, one.words) for key, one in after.items()}
        return withheld | seen | contradicted, controlled
    return withheld | contradicted, None


def _key(kind: str, version: int | str, code: str, year: int, held: frozenset[Inside], newest_release: int) -> str:
    inside = sorted(sorted(programmes) for programmes in held)
    told = [
        kind,
        version,
        DOOR.code,
        DOOR.threshold,
        DOOR_VERSION,
        engine_version(),
        code,
        year,
        inside,
        newest_release,
    ]
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
    """Quarters and the year; of what is told for the year so far, or anew for it, the year so far."""
    return window == window_for(indicator.over_quarters, window) and (
        window.kind != WindowKind.YEAR_TO_DATE
        or indicator.over_quarters == "anew"
        or (indicator.over_quarters == "latest" and window.quarter % 4 != 3)
    )
