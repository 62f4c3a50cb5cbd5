"""Where a printed figure stands in a period's report: under its own label, and never added to what it overlaps.

It enters a report whose period it overlaps. If it crosses the period's bounds, has no stated start, or contains
another printed figure of the same programme and measure (38 projects contain the 14), it stands in a second table,
"figures stated for other periods or at a date".
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from monitoring.periods.windows import Window

Span = tuple[date | None, date]


class PlaceInReport(StrEnum):
    MAIN = "main"
    SECOND = "second"
    OUTSIDE = "outside"


def place(span: Span, window: Window, others: Iterable[Span]) -> PlaceInReport:
    """`others` are the periods of the same programme's other printed figures of the same measure."""
    start, end = span
    if not window.overlaps(start, end):
        return PlaceInReport.OUTSIDE
    if not window.holds(start, end) or any(contains(span, other) for other in others):
        return PlaceInReport.SECOND
    return PlaceInReport.MAIN


def contains(span: Span, other: Span) -> bool:
    """Whether the other period lies wholly in this one and is shorter."""
    start, end = span
    other_start, other_end = other
    if start is None or other_start is None:
        return False
    return start <= other_start and other_end <= end and (start, end) != (other_start, other_end)
