"""Every indicator by subject, each with its figure in one window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from monitoring.indicators.cells import WHOLE
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors.choosing import Choice
from monitoring.indicators.selectors.seeing import Line, Seeing, seeing
from monitoring.indicators.sight import sight_of
from monitoring.indicators.windows import window_so_far


@dataclass(frozen=True)
class Told:
    """One indicator with its figure. `window` is told where it is another than the one that was chosen."""

    indicator: Indicator
    line: Line
    window: str


@dataclass(frozen=True)
class Subject:
    name: str
    told: tuple[Told, ...]


def overview(user: Any, choice: Choice, *, rollup: int) -> tuple[Seeing, tuple[Subject, ...]]:
    """The page from stored cells: one query for what is seen exactly, one look in the cache for the rest."""
    if choice.window is None:
        return seeing(sight_of(user), (), Q(pk__in=[]), (), rollup=rollup, codes=choice.codes), ()
    indicators = tuple(INDICATORS.values())
    programme = choice.programme.pk if choice.programme else 0
    quarters = {choice.window.quarter, window_so_far("latest", choice.window, timezone.localdate()).quarter}
    wanted = Q(quarter__in=quarters, programme=programme, breakdown=WHOLE)
    eyes = seeing(sight_of(user), indicators, wanted, {choice.window.quarter // 4}, rollup=rollup, codes=choice.codes)
    return eyes, tuple(
        Subject(name, tuple(_told(eyes, choice, indicator) for indicator in indicators if indicator.subject == name))
        for name in dict.fromkeys(indicator.subject for indicator in indicators)
    )


def _told(eyes: Seeing, choice: Choice, indicator: Indicator) -> Told:
    assert choice.window is not None
    window = window_so_far(indicator.over_quarters, choice.window, timezone.localdate())
    line = eyes.line(indicator, choice.place(window), indicator.name, address(indicator, choice.query))
    return Told(indicator, line, "" if window == choice.window else window.label)


def address(indicator: Indicator, query: Mapping[str, str]) -> str:
    return f"{reverse('indicator', args=[indicator.code])}?{urlencode(query)}"
