"""Index of the tables of this package."""

from interventions.programmes.models import (
    Area,
    FrameworkOutcome,
    ListEntry,
    Organisation,
    Priority,
    Programme,
    Running,
    Source,
    StrategyFramework,
    ToolkitApproach,
)

__all__ = [
    "Area",
    "FrameworkOutcome",
    "ListEntry",
    "Organisation",
    "Priority",
    "Programme",
    "Running",
    "Source",
    "StrategyFramework",
    "ToolkitApproach",
]
