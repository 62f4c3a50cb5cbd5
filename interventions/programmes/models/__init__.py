"""What the network runs and with whom, and the reference lists that people maintain."""

from interventions.programmes.models.programmes import (
    LONGEST_WHAT,
    DeliveryModel,
    Mode,
    Organisation,
    Population,
    PreventionLevel,
    Programme,
    Running,
    StatedAs,
)
from interventions.programmes.models.reference import (
    Area,
    EstimatedImpact,
    EvidenceQuality,
    FrameworkOutcome,
    GoodDirection,
    ListEntry,
    ListName,
    Priority,
    Source,
    StrategyFramework,
    ToolkitApproach,
)

__all__ = [
    "LONGEST_WHAT",
    "Area",
    "DeliveryModel",
    "EstimatedImpact",
    "EvidenceQuality",
    "FrameworkOutcome",
    "GoodDirection",
    "ListEntry",
    "ListName",
    "Mode",
    "Organisation",
    "Population",
    "PreventionLevel",
    "Priority",
    "Programme",
    "Running",
    "Source",
    "StatedAs",
    "StrategyFramework",
    "ToolkitApproach",
]
