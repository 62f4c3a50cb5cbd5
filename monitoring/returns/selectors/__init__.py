"""Reads that shape the pages of returns, and what the engine and the reports need from them."""

from monitoring.returns.selectors.answers import (
    counting_version,
    last_period,
    left_to_do,
    newest_version,
    previous_return,
    problems,
    version_to_check,
)
from monitoring.returns.selectors.figures import PrintedFigure, accepted_versions, printed_figures, went_into
from monitoring.returns.selectors.pages import (
    actions_for,
    as_it_stands,
    asked_in_template,
    overdue_to_chase,
    templates_in_use,
    timeline_of,
    versions_of,
)
from monitoring.returns.selectors.standing import (
    STANDING,
    listed_returns,
    overdue,
    providers_returning,
    who_checks,
    who_fills_in,
    with_standing,
)

__all__ = [
    "STANDING",
    "PrintedFigure",
    "accepted_versions",
    "actions_for",
    "as_it_stands",
    "asked_in_template",
    "counting_version",
    "last_period",
    "left_to_do",
    "listed_returns",
    "newest_version",
    "overdue",
    "overdue_to_chase",
    "previous_return",
    "printed_figures",
    "problems",
    "providers_returning",
    "templates_in_use",
    "timeline_of",
    "version_to_check",
    "versions_of",
    "went_into",
    "who_checks",
    "who_fills_in",
    "with_standing",
]
