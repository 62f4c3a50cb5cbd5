"""Questions about printed figures, as arithmetic: each answer is ours, and pages say so."""

from decimal import ROUND_HALF_UP, Decimal

from monitoring.measures.models import Observation
from monitoring.periods.windows import Window

HUNDREDTHS = 100
NO_COUNTS = "No counts were published with these percentages, so none are held here and none are worked out."
WHOLE_AREA = "Whole area, all causes; this work is one part."


def window_of(row: Observation) -> Window:
    return Window(row.start, row.end, row.label)


def a_year(value: int | None, window: Window) -> Decimal | None:
    """A rate (hundredths) over a period of another length, as if a year had been like it, to two decimals.

    None for a year itself and where the period is not one of whole months. 18 months must not be read as a year.
    """
    if value is None or not window.months or window.is_annual:
        return None
    return (Decimal(value) / HUNDREDTHS * 12 / window.months).quantize(Decimal("0.01"), ROUND_HALF_UP)


def value_before(value: int | None, change: int | None) -> Decimal | None:
    """What the period before must have held, to a tenth, by a printed value and its printed change (hundredths).

    None where one is not printed, and for a fall of 100 percent, which says nothing of what was before.
    """
    if value is None or change is None or change <= -100 * HUNDREDTHS:
        return None
    before = Decimal(value) / HUNDREDTHS / (1 + Decimal(change) / HUNDREDTHS / 100)
    return before.quantize(Decimal("0.1"), ROUND_HALF_UP)


def comparable_with(row: Observation) -> tuple[object, ...]:
    """Values with the same key may stand on one line: same series, population, place and length of period."""
    window = window_of(row)
    length = window.months or (row.start and (row.end - row.start).days)
    same_people = (row.age_scope, row.role, row.offence)
    same_place = (row.area_as_printed, row.place_kind, row.weekday, row.hour_band)
    return (row.series_id, same_people, same_place, length)
