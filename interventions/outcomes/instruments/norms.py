"""What scores look like in a population, and how much one person's must change to mean something."""

from dataclasses import dataclass
from decimal import Decimal

from interventions.outcomes.instruments.bands import Citation
from interventions.outcomes.reliable_change import MeasurementError


@dataclass(frozen=True)
class Norm:
    """What a scale's scores look like in a population, in points; ``sd`` None where we have none."""

    scale: str
    population: str
    mean: Decimal
    sd: Decimal | None
    citation: Citation


@dataclass(frozen=True)
class ChangeRule:
    """How much a scale must change in one person to be more than measurement error, and who says so."""

    error: MeasurementError
    citation: Citation
