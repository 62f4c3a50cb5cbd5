"""The records behind a figure: the grain's rows under the same condition, as far as somebody may open them."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from interventions.programmes.models import Programme
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import NETWORK, Place
from monitoring.indicators.models import WindowKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.windows import window_named
from monitoring.indicators.wording import figure_words
from monitoring.periods.windows import NotAPeriod
from vrn_cases.pages.keyset import page_of

# Always the same words, whether or not anything is missing: what is missing would be told by other ones.
STANDING_SENTENCE = "The records you may open. A figure may include records held by others."
RECORDS_A_PAGE = 25
ORDER = ("-end", "-id")


@dataclass(frozen=True)
class Behind:
    """One page of records, each with what it puts into the figure."""

    records: list[tuple[Any, str]]
    next_token: str
    previous_token: str

    @property
    def references(self) -> list[str]:
        return [record.reference for record, _ in self.records]


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
        rows = rows.filter(**{breakdown.column: place.part})
    if place.programme_id:
        rows = rows.filter(**{grain.programme: place.programme_id})
    return rows.filter(_in_window(indicator, place)).order_by()


def _in_window(indicator: Indicator, place: Place) -> Q:
    """The rows whose period tells something about the window, as the cells were made from them."""
    grain, last = indicator.grain, place.window.quarter
    first = last if place.window.kind == WindowKind.QUARTER else last // 4 * 4
    if indicator.over_quarters == "apart":
        return Q(**{grain.first: first, grain.last: last})
    if indicator.over_quarters == "latest":
        return Q(**{f"{grain.first}__gte": first, grain.last: last})
    return Q(**{f"{grain.first}__gte": first, f"{grain.last}__lte": last})


def records_behind(user: Any, indicator: Indicator, place: Place, *, after: str = "", before: str = "") -> Behind:
    """The records that `user` may open, the latest first. Nothing here tells whether there are others."""
    grain, model = indicator.grain, apps.get_model(indicator.grain.records)
    rows = rows_behind(indicator, place)
    mine = model._default_manager.for_user(user, to=grain.permission).filter(pk__in=rows.values(grain.source))
    page = page_of(
        mine.select_related("programme", "organisation"), ORDER, size=RECORDS_A_PAGE, after=after, before=before
    )
    parts = _parts_of(rows, indicator, [record.pk for record in page.rows])
    told = [(record, figure_words(indicator, parts[record.pk])) for record in page.rows]
    return Behind(told, page.next_token, page.previous_token)


def _parts_of(rows: QuerySet[Any], indicator: Indicator, sources: list[int]) -> dict[int, dict[str, int]]:
    """What each of these records puts into the figure."""
    source, aggregates = indicator.grain.source, indicator.kind.aggregates()
    if not sources:
        return {}
    named = {f"part_{name}": aggregate for name, aggregate in aggregates.items()}
    found = rows.filter(**{f"{source}__in": sources}).values_list(source).annotate(**named)
    return {pk: {name: value or 0 for name, value in zip(aggregates, values, strict=True)} for pk, *values in found}
