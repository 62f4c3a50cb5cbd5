"""Every outcome measure that can be recorded."""

from collections.abc import Mapping
from types import MappingProxyType

from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.sdq_parent import SDQ_PARENT
from interventions.outcomes.instruments.sdq_self import SDQ_SELF
from interventions.outcomes.instruments.sdq_teacher import SDQ_TEACHER
from interventions.outcomes.instruments.swemwbs import SWEMWBS

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType(
    {
        SWEMWBS.code: SWEMWBS,
        SDQ_SELF.code: SDQ_SELF,
        SDQ_PARENT.code: SDQ_PARENT,
        SDQ_TEACHER.code: SDQ_TEACHER,
    }
)


def instrument(code: str) -> Instrument:
    """Raises KeyError for a code that no instrument has."""
    return INSTRUMENTS[code]
