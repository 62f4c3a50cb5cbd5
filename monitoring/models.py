"""Index of the tables of this package."""

from monitoring.budgets.models import BudgetLine, GrantAgreement
from monitoring.indicators.models import (
    CaseGrain,
    CaseQuarterGrain,
    Cell,
    KeptRelease,
    MeasurePairGrain,
    ReferralGrain,
    ReturnLineGrain,
    RollUp,
)
from monitoring.measures.models import Observation, Series, SuccessMeasure
from monitoring.reports.models import CoverLine, Rendering, Report, Snapshot
from monitoring.returns.models import (
    GrantReturn,
    LineBreakdown,
    Return,
    ReturnAnswer,
    ReturnLine,
    ReturnTemplate,
    ReturnUpload,
    ReturnVersion,
    UploadFault,
)
from monitoring.theory.models import Theory, TheoryLink, TheoryNode

__all__ = [
    "BudgetLine",
    "CaseGrain",
    "CaseQuarterGrain",
    "Cell",
    "CoverLine",
    "GrantAgreement",
    "GrantReturn",
    "KeptRelease",
    "LineBreakdown",
    "MeasurePairGrain",
    "Observation",
    "ReferralGrain",
    "Rendering",
    "Report",
    "Return",
    "ReturnAnswer",
    "ReturnLine",
    "ReturnLineGrain",
    "ReturnTemplate",
    "ReturnUpload",
    "ReturnVersion",
    "RollUp",
    "Series",
    "Snapshot",
    "SuccessMeasure",
    "Theory",
    "TheoryLink",
    "TheoryNode",
    "UploadFault",
]
