"""Questions about printed figures, as arithmetic: each answer is ours and pages say so."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from monitoring.measures.models import Observation

HUNDREDTHS = 100
SMALL_COUNTS = "Small numbers: a few more or fewer of these change the percentage a great deal."
NO_COUNTS = "No counts were published with these percentages, so none are held and none are worked out."
WHOLE_AREA = "Whole area, all causes; this work is one part."


def months_covered(start: date | None, end: date) -> int | None:
    """Whole months from `start` to `end` (exclusive); None where the period does not consist of whole months."""
    if start is None or start.day != 1 or end.day != 1:
        return None
    return (end.year - start.year) * 12 + end.month - start.month


def a_year(value: int, start: date | None, end: date) -> Decimal | None:
    """A rate over a period of another length as if a year had been like it; None for a year or an uneven period.

    `value` in hundredths. A rate over 18 months must not be read as a yearly one.
    """
    months = months_covered(start, end)
    if not months or months == 12:
        return None
    return (Decimal(value) / HUNDREDTHS * 12 / months).quantize(Decimal("0.01"), ROUND_HALF_UP)


def value_before(value: int | None, change: int | None) -> Decimal | None:
    """What the period before must have held, to a tenth, by a printed value and its printed change (hundredths).

    None where one is not printed, and for a fall of 100 percent, which says nothing of what was before.
    """
    if value is None or change is None or change <= -100 * HUNDREDTHS:
        return None
    before = Decimal(value) / HUNDREDTHS / (1 + Decimal(change) / HUNDREDTHS / 100)
    return before.quantize(Decimal("0.1"), ROUND_HALF_UP)


def comparable_with(row: Observation) -> tuple[object, ...]:
    """Values with the same key stand on one line of a chart: same series, population, place and length of period."""
    length = months_covered(row.start, row.end) or (row.start and (row.end - row.start).days)
    return (
        row.series_id,
        row.area_as_printed,
        row.age_scope,
        row.role,
        row.offence,
        row.place_kind,
        row.weekday,
        row.hour_band,
        length,
    )
