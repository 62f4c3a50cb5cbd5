"""Who the work is with: the network's bare key of a person, and what one programme knows of them."""

from interventions.participants.models.contact import (
    LONGEST_POSTCODE,
    LONGEST_VALUE,
    Belongs,
    ContactKind,
    ContactPoint,
    Safe,
)
from interventions.participants.models.names import NameKey, NameKeyKind
from interventions.participants.models.one_person import Merge, MergeMove, PersonLink
from interventions.participants.models.participants import (
    AreaKnown,
    BirthPrecision,
    Disability,
    DisabilityEffect,
    GenderSame,
    HowKnown,
    Participant,
    Person,
    area_told,
)

__all__ = [
    "LONGEST_POSTCODE",
    "LONGEST_VALUE",
    "AreaKnown",
    "Belongs",
    "BirthPrecision",
    "ContactKind",
    "ContactPoint",
    "Disability",
    "DisabilityEffect",
    "GenderSame",
    "HowKnown",
    "Merge",
    "MergeMove",
    "NameKey",
    "NameKeyKind",
    "Participant",
    "Person",
    "PersonLink",
    "Safe",
    "area_told",
]
