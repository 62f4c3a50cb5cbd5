"""An indicator's figures on their way to its page: chosen, read from the cells, and drawn as HTML.

What whoever sees all of it exactly gets is the same for all of them, so it is drawn once and kept in this process
alone: exact figures have no place in a shared cache.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from interventions.programmes.models import Programme
from monitoring.indicators.change_in_full import in_words
from monitoring.indicators.comparisons import studies
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.pictures import course_picture, finding, has_interval
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors import (
    Choice,
    IndicatorPage,
    Standing,
    choice_of,
    crossing,
    how_worked_out,
    indicator_page,
)
from monitoring.indicators.sight import Sight
from vrn_cases.chart_specs import INTERVALS

PAGES_KEPT = 100  # in each process; one takes about 100 kB
ASKED = ("window", "programme", "rows", "columns", "from", "to")
Asked = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawn:
    """`headline` and `figures` are empty where `told` is None: there is nothing to show."""

    choice: Choice
    told: IndicatorPage | None
    headline: SafeString
    figures: SafeString
    how: SafeString


def drawn(code: str, address: Mapping[str, str], sight: Sight, stands: Standing, *, named_by: Hashable) -> Drawn:
    """What an address asks for of one indicator, as `sight` sees it. Raises UnknownChoice.

    `named_by`: the mark of what parts are named by (`parts_mark`).
    """
    asked = tuple((name, address[name]) for name in ASKED if address.get(name))
    exactly = sight.everything or not INDICATORS[code].about_people
    if stands.being_written or not exactly:
        return _drawn(code, asked, sight, stands.rollup)
    return _kept(_made_of(stands, named_by, INDICATORS[code]), code, asked, sight)


def _made_of(stands: Standing, named_by: Hashable, indicator: Indicator) -> tuple[int, Hashable]:
    """Everything that drawn figures are made of: the cells, the words for them, and the day (a year is not over).

    It is taken before they are read. What is written in between is then kept under a mark that nobody asks for again.
    """
    programmes = Programme.objects.order_by("pk").values_list("pk", "code", "name")
    compared = tuple(sorted(studies(indicator).items()))
    return stands.rollup, (tuple(programmes), named_by, compared, timezone.localdate())


@lru_cache(maxsize=PAGES_KEPT)
def _kept(made_of: tuple[int, Hashable], code: str, asked: Asked, sight: Sight) -> Drawn:
    return _drawn(code, asked, sight, made_of[0])


def _drawn(code: str, asked: Asked, sight: Sight, rollup: int) -> Drawn:
    indicator, address = INDICATORS[code], dict(asked)
    choice = choice_of(address, indicator, so_far=sight.covers_any)
    told = indicator_page(sight, indicator, choice, rollup=rollup)
    explained = how_worked_out(indicator, told.caution, told.compared) if told else how_worked_out(indicator)
    how = render_to_string("indicators/how.html", {"how": explained})
    if told is None:
        return Drawn(choice, None, SafeString(), SafeString(), how)
    context = {
        "indicator": indicator,
        "choice": choice,
        "told": told,
        "charts": _charts(told),
        "change": in_words(told.change_in_full) if told.change_in_full else (),
        "crossing": crossing(address, told, rollup=rollup),
    }
    headline, figures = (render_to_string(f"indicators/{name}.html", context) for name in ("headline", "figures"))
    return Drawn(choice, told, headline, figures, how)


def _charts(told: IndicatorPage) -> list[dict[str, Any]]:
    courses = [("Quarter by quarter", told.quarters), ("Year by year", told.years)]
    return [
        {
            "title": title,
            "finding": finding(lines),
            "lines": lines,
            "note": INTERVALS if any(has_interval(told.indicator, line) for line in lines) else "",
            "picture": _picture(told, lines, f"course-{number}"),
        }
        for number, (title, lines) in enumerate(courses, start=1)
    ]


def _picture(told: IndicatorPage, lines: Any, prefix: str) -> SafeString:
    drawn = course_picture(told.indicator, told.choice.scope_words, lines, prefix)
    return mark_safe(drawn)  # noqa: S308 - the drawing escapes every word, and is checked for scripts and styles
