"""The records behind a figure: the grain's rows under the same condition, as far as somebody may open them."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.cells import dates_of
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import NETWORK, Place
from monitoring.indicators.grains.breakdown_keys import parts_mark
from monitoring.indicators.grains.grain import Breakdown
from monitoring.indicators.models import WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors.records_told import Told, order_of, records_told, told_by, told_of
from monitoring.indicators.windows import window_named
from monitoring.indicators.wording import record_words
from monitoring.periods.windows import NotAPeriod, Quarter
from vrn_cases.pages.keyset import page_of

# Always the same words, whether or not anything is missing: what is missing would be told by other ones.
STANDING_SENTENCE = "The records you may open. A figure may include records held by others."
RECORDS_A_PAGE = 25
MANY, QUARTERS_OF_LATE = 1_000, 4


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


def records_behind(
    user: Any,
    indicator: Indicator,
    place: Place,
    *,
    after: str = "",
    before: str = "",
    named_by: Hashable | None = None,
) -> Behind:
    """The records that `user` may open, the latest first. Nothing here tells whether there are others.

    `named_by`: the mark of what parts are named by, where it has been read already.
    """
    grain = indicator.grain
    rows = rows_behind(indicator, place)
    mine = records_told(user, grain).filter(_has_some(rows, grain.source, place))
    page = page_of(mine, order_of(grain), size=RECORDS_A_PAGE, after=after, before=before)
    puts_in, about = _put_in(rows, indicator, [record.pk for record in page.rows])
    told = told_of(user, grain, page.rows, puts_in, about, named_by=parts_mark() if named_by is None else named_by)
    return Behind(told, page.next_token, page.previous_token)


def _has_some(rows: QuerySet[Any], source: str, place: Place) -> Q | Exists:
    """The condition that a record has one of these rows.

    Of many rows of late it is asked record by record, the newest first, which ends with the page. Of others their
    records are listed: too many records would be passed before one has a row.
    """
    of_late = Quarter.holding(timezone.localdate()).number - place.window.quarter <= QUARTERS_OF_LATE
    if of_late and rows[:MANY].count() == MANY:
        return Exists(rows.filter(**{source: OuterRef("pk")}))
    return Q(pk__in=rows.values(source))


def _put_in(
    rows: QuerySet[Any], indicator: Indicator, sources: list[int]
) -> tuple[dict[int, str], dict[int, tuple[Any, ...]]]:
    """What each of these records puts into the figure, in words, and the parts by which a list tells of it."""
    grain, aggregates = indicator.grain, indicator.kind.of_records()
    keys = told_by(grain)  # the same in each row of a record
    if not sources:
        return {}, {}
    named = {f"part_{name}": aggregate for name, aggregate in aggregates.items()}
    found = rows.filter(**{f"{grain.source}__in": sources}).values_list(grain.source, *keys).annotate(**named)
    puts_in, about = {}, {}
    for source, *values in found:
        about[source] = tuple(values[: len(keys)])
        put = zip(aggregates, values[len(keys) :], strict=True)
        puts_in[source] = record_words(indicator, {name: value or 0 for name, value in put})
    return puts_in, about
