"""Every write of a form's own: that it is saved once, and the draft of what was typed before."""

from vrn_cases.forms.services.drafts import (
    Outcome,
    discard_draft,
    keep_typed,
    remove_drafts_about,
    remove_expired_drafts,
    set_aside,
    settle,
)
from vrn_cases.forms.services.lapsed import keep_sent
from vrn_cases.forms.services.submissions import (
    Repeated,
    SentOtherwise,
    remove_expired_submissions,
    submitted,
)

__all__ = [
    "Outcome",
    "Repeated",
    "SentOtherwise",
    "discard_draft",
    "keep_sent",
    "keep_typed",
    "remove_drafts_about",
    "remove_expired_drafts",
    "remove_expired_submissions",
    "set_aside",
    "settle",
    "submitted",
]
