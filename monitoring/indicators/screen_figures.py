"""Which figures of casework and returns screens have a place for after the door, and the stored ones among them.

Whole figures are told for quarters and years. Parts of a breakdown are told for the year alone wherever quarters add up
to it or overlap in it: four quarters of each part, tied to the year and to everything beside it, would cost far more of
what can be shown for the year than they are worth. What a year is made of and nobody is shown need not be reckoned with
either: whatever the year's parts and the quarters' wholes are, there are quarterly parts that fit both.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count, Q

from monitoring.indicators.cells import WHOLE
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.disclosure_release import Controlled
from monitoring.indicators.figures import Exact, Place, parts_of
from monitoring.indicators.models import Cell, RollUp, RollUpKind, ScopeKind, WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.windows import FigureWindow, window_for
from vrn_cases.audit.digests import canonical

YearOf = tuple[str, int]  # a code, and the calendar year in which a financial year starts
TIED_TO_THE_YEAR = ("added", "anew")


def has_a_place(indicator: Indicator, window: FigureWindow, breakdown: str = WHOLE) -> bool:
    """Whether screens show this figure to who does not see it exactly."""
    if window != window_for(indicator.over_quarters, window):
        return False
    if window.kind == WindowKind.YEAR_TO_DATE:
        return indicator.over_quarters == "latest" and window.quarter % 4 != 3
    if window.kind == WindowKind.QUARTER and indicator.over_quarters in TIED_TO_THE_YEAR:
        return not breakdown and not indicator.by_year_alone
    return True


def members_of(indicator: Indicator) -> tuple[Indicator, ...]:
    """The indicators that are decided together with this one, and itself."""
    others = [one for one in INDICATORS.values() if one.family == indicator.family and one.code != indicator.code]
    return (indicator, *others)


def families() -> dict[str, tuple[Indicator, ...]]:
    """Every family that passes the door, with its members."""
    return {one.family: members_of(one) for one in INDICATORS.values() if one.about_people}


def stored_figures(
    indicators: Iterable[Indicator], year: int, codes: Mapping[int, str], *, also: Collection[str] = ()
) -> dict[str, dict[str, Exact]]:
    """The figures of one financial year by the code of their indicator, in one query.

    `codes`: the programmes' codes by id. `also`: keys of figures that readers have from elsewhere.
    """
    by_code = {indicator.code: indicator for indicator in indicators}
    cells = Cell.objects.filter(
        grain__in={indicator.grain.code for indicator in by_code.values()},
        scope_kind__in=(ScopeKind.PROGRAMME, ScopeKind.NETWORK),
        quarter__range=(year * 4, year * 4 + 3),
    )
    if not also:
        by_quarter = {one.grain.code for one in by_code.values() if one.over_quarters not in TIED_TO_THE_YEAR}
        cells = cells.filter(Q(breakdown=WHOLE) | Q(window_kind=WindowKind.YEAR) | Q(grain__in=by_quarter))
    columns = ("window_kind", "quarter", "programme", "breakdown", "part", "figures")
    told: dict[str, dict[str, Exact]] = {code: {} for code in by_code}
    for kind, quarter, programme, breakdown, part, figures in cells.order_by().values_list(*columns):
        window = FigureWindow(WindowKind(kind), quarter)
        place = Place(programme or None, codes[programme] if programme else "", window, breakdown, part)
        for code in figures.keys() & by_code.keys():
            figure = Exact(by_code[code], place, parts_of(by_code[code], figures))
            if has_a_place(by_code[code], window, breakdown) or (also and figure.key in also):
                told[code][figure.key] = figure
    return told


def figure_keys(releases: Iterable[Controlled]) -> set[str]:
    """The figures whose numbers these releases hold."""
    return {cell.key.split("#", maxsplit=1)[0] for one in releases for cell in one.release.cells}


def cells_as_written() -> dict[YearOf, str]:
    """What stands of each grain and year, as a mark that moves with every cell that is written or removed there.

    Whatever is written anew says so by its roll-up, and what is removed is missing from the count of one. A full
    working-out may write beside refreshes for a while under one roll-up, so the last of these to end is in the mark.
    """
    full = RollUp.objects.filter(kind=RollUpKind.FULL, finished_at__isnull=False).order_by("-id").values_list("pk")
    last = (full.first() or (0,))[0]
    told: dict[YearOf, list[list[int]]] = {}
    rows = Cell.objects.order_by().values_list("grain", "quarter", "rollup").annotate(count=Count("pk"))
    for grain, quarter, rollup, count in rows:
        told.setdefault((grain, quarter // 4), []).append([quarter, rollup, count])
    return {at: hashlib.sha256(canonical([last, sorted(counts)]).encode()).hexdigest() for at, counts in told.items()}
