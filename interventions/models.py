"""Index of the tables of this package."""

from interventions.cases.models import Case, CaseSpell, LeadWorker, Note
from interventions.outcomes.models import Assessment, ItemAnswer, MeasurePlan, ScaleScore
from interventions.participants.models import (
    ContactPoint,
    Merge,
    MergeMove,
    NameKey,
    Participant,
    Person,
    PersonLink,
)
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
from interventions.referrals.intake.phoenix import PhoenixIntake
from interventions.referrals.intake.reach import ReachIntake
from interventions.referrals.intake.vip import VipIntake
from interventions.referrals.models import Referral
from interventions.sessions.models import GroupSession, Session

__all__ = [
    "Area",
    "Assessment",
    "Case",
    "CaseSpell",
    "ContactPoint",
    "FrameworkOutcome",
    "GroupSession",
    "ItemAnswer",
    "LeadWorker",
    "ListEntry",
    "MeasurePlan",
    "Merge",
    "MergeMove",
    "NameKey",
    "Note",
    "Organisation",
    "Participant",
    "Person",
    "PersonLink",
    "PhoenixIntake",
    "Priority",
    "Programme",
    "ReachIntake",
    "Referral",
    "Running",
    "ScaleScore",
    "Session",
    "Source",
    "StrategyFramework",
    "ToolkitApproach",
    "VipIntake",
]
