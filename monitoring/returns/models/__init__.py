"""Monitoring returns: templates, returns with their versions and answers, received workbooks, grant returns."""

from monitoring.returns.models.grant_returns import GrantReturn
from monitoring.returns.models.returns import Qualifier, Return, ReturnAnswer, ReturnStatus, ReturnVersion
from monitoring.returns.models.templates import Additive, Counted, LineBreakdown, OverTime, ReturnLine, ReturnTemplate
from monitoring.returns.models.uploads import ReturnUpload, UploadFault

__all__ = [
    "Additive",
    "Counted",
    "GrantReturn",
    "LineBreakdown",
    "OverTime",
    "Qualifier",
    "Return",
    "ReturnAnswer",
    "ReturnLine",
    "ReturnStatus",
    "ReturnTemplate",
    "ReturnUpload",
    "ReturnVersion",
    "UploadFault",
]
