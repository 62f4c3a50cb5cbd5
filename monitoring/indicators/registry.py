"""Every indicator of the service, by code, and every grain they stand on. A new subject is one line here."""

import hashlib

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.definitions import engagement, outcomes, quality, reach, referrals, returns
from monitoring.indicators.grains.case_quarters import CASE_QUARTERS
from monitoring.indicators.grains.cases import CASES
from monitoring.indicators.grains.grain import Grain
from monitoring.indicators.grains.measure_pairs import MEASURE_PAIRS
from monitoring.indicators.grains.referrals import REFERRALS
from monitoring.indicators.grains.return_lines import RETURN_LINES

GRAINS: tuple[Grain, ...] = (RETURN_LINES, REFERRALS, CASES, CASE_QUARTERS, MEASURE_PAIRS)
INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator
    for subject in (reach, referrals, engagement, outcomes, quality, returns)
    for indicator in subject.INDICATORS
}
ENGINE = "2"  # raise when the same facts would give another figure


def indicators_over(grain: Grain) -> tuple[Indicator, ...]:
    return tuple(indicator for indicator in INDICATORS.values() if indicator.grain.code == grain.code)


def engine_version() -> str:
    """The engine and every definition's version, so that a changed definition makes every cell new."""
    told = ",".join(f"{indicator.code}:{indicator.version}" for indicator in INDICATORS.values())
    return f"{ENGINE}.{hashlib.sha256(told.encode()).hexdigest()[:12]}"
