"""What the network runs and with whom, and the reference lists that people maintain."""

from interventions.programmes.models.programmes import (
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
    ListEntry,
    ListName,
    Priority,
    Source,
    StrategyFramework,
    ToolkitApproach,
)

__all__ = [
    "Area",
    "DeliveryModel",
    "EstimatedImpact",
    "EvidenceQuality",
    "FrameworkOutcome",
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
