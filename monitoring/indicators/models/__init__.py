"""The engine's own tables: grains (a narrow row a thing), cells (figures), roll-ups (which working-out)."""

from monitoring.indicators.models.casework_grains import (
    CaseEnding,
    CaseGrain,
    CaseQuarterGrain,
    MeasurePairGrain,
    ReferralGrain,
    ReferralOutcome,
)
from monitoring.indicators.models.figures import Cell, RollUp, RollUpKind, ScopeKind, WindowKind
from monitoring.indicators.models.releases import KeptRelease
from monitoring.indicators.models.return_grain import ReturnLineGrain

__all__ = [
    "CaseEnding",
    "CaseGrain",
    "CaseQuarterGrain",
    "Cell",
    "KeptRelease",
    "MeasurePairGrain",
    "ReferralGrain",
    "ReferralOutcome",
    "ReturnLineGrain",
    "RollUp",
    "RollUpKind",
    "ScopeKind",
    "WindowKind",
]
