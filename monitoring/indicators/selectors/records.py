"""The records behind a figure: the grain's rows under the same condition, as far as somebody may open them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from interventions.programmes.models import Programme
from monitoring.indicators.cells import dates_of
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import NETWORK, Place
from monitoring.indicators.grains.grain import Breakdown
from monitoring.indicators.models import WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors.records_told import Told, order_of, records_told, told_of
from monitoring.indicators.windows import window_named
from monitoring.indicators.wording import record_words
from monitoring.periods.windows import NotAPeriod
from vrn_cases.pages.keyset import page_of

# Always the same words, whether or not anything is missing: what is missing would be told by other ones.
STANDING_SENTENCE = "The records you may open. A figure may include records held by others."
RECORDS_A_PAGE = 25


@dataclass(frozen=True)
class Behind:
    """One page of records, each with what it puts into the figure."""

    records: list[Told]
    next_token: str
    previous_token: str

    @property
    def references(self) -> list[str]:
        return [told.reference for told in self.records]


def place_named(key: str) -> tuple[Indicator, Place] | None:
    """The indicator and the place that a figure's key names; None for a key that is no indicator's."""
    code, *words = key.split(":")
    if code not in INDICATORS or len(words) not in (2, 3):
        return None
    programme = Programme.objects.filter(code=words[0]).first()
    if programme is None and words[0] != NETWORK:
        return None
    try:
        window = window_named(words[1])
    except NotAPeriod:
        return None
    breakdown, _, part = words[2].partition("=") if len(words) == 3 else ("", "", "")
    place = Place(programme.pk if programme else None, programme.code if programme else "", window, breakdown, part)
    return INDICATORS[code], place


def rows_behind(indicator: Indicator, place: Place) -> QuerySet[Any]:
    """The rows of the grain that make the figure at this place."""
    grain = indicator.grain
    breakdown = grain.breakdowns[place.breakdown] if place.breakdown else None
    rows = grain.model._default_manager.filter(indicator.kind.rows(), breakdown.where if breakdown else grain.whole)
    if breakdown:
        column = breakdown.column
        if breakdown.network_column and indicator.kind.distinct and not place.programme_id:
            column = breakdown.network_column
        rows = rows.filter(**{f"{column}__in": _numbers(breakdown, place.part)})
    if place.programme_id:
        rows = rows.filter(**{grain.programme: place.programme_id})
    return rows.filter(_in_window(indicator, place)).order_by()


def _numbers(breakdown: Breakdown, part: str) -> list[Any]:
    """What the column holds for a part."""
    if breakdown.codes is None:
        return [part]
    return [number for number, code in breakdown.codes().items() if code == part]


def _in_window(indicator: Indicator, place: Place) -> Q:
    """The rows whose period tells something about the window, as the cells were made from them."""
    dates, last = dates_of(indicator), place.window.quarter
    first = last if place.window.kind == WindowKind.QUARTER else last // 4 * 4
    if indicator.over_quarters == "apart":
        return Q(**{dates.first: first, dates.last: last})
    if indicator.over_quarters == "latest":
        return Q(**{f"{dates.first}__gte": first, dates.last: last})
    return Q(**{f"{dates.first}__gte": first, f"{dates.last}__lte": last})


def records_behind(user: Any, indicator: Indicator, place: Place, *, after: str = "", before: str = "") -> Behind:
    """The records that `user` may open, the latest first. Nothing here tells whether there are others."""
    grain = indicator.grain
    rows = rows_behind(indicator, place)
    mine = records_told(user, grain).filter(pk__in=rows.values(grain.source))
    page = page_of(mine, order_of(grain), size=RECORDS_A_PAGE, after=after, before=before)
    parts = _parts_of(rows, indicator, [record.pk for record in page.rows])
    told = told_of(user, grain, page.rows, {pk: record_words(indicator, parts[pk]) for pk in parts})
    return Behind(told, page.next_token, page.previous_token)


def _parts_of(rows: QuerySet[Any], indicator: Indicator, sources: list[int]) -> dict[int, dict[str, int]]:
    """What each of these records puts into the figure."""
    source, aggregates = indicator.grain.source, indicator.kind.of_records()
    if not sources:
        return {}
    named = {f"part_{name}": aggregate for name, aggregate in aggregates.items()}
    found = rows.filter(**{f"{source}__in": sources}).values_list(source).annotate(**named)
    return {pk: {name: value or 0 for name, value in zip(aggregates, values, strict=True)} for pk, *values in found}
