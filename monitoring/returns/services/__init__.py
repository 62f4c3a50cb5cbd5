"""Every write of a return: templates, the published record, asking, receiving, checking, and returns to a funder."""

from monitoring.returns.services.asking import ask_for_return, ask_for_returns, chase_returns
from monitoring.returns.services.checking import accept_version, query_version, submit_version
from monitoring.returns.services.funding import ask_for_grant_return, put_grant_return, released_before
from monitoring.returns.services.published import PrintedFigure, state_published
from monitoring.returns.services.receiving import put_faults, put_read, save_answers, upload_return
from monitoring.returns.services.templates import put_published_template, put_return_template, put_standard_templates

__all__ = [
    "PrintedFigure",
    "accept_version",
    "ask_for_grant_return",
    "ask_for_return",
    "ask_for_returns",
    "chase_returns",
    "put_faults",
    "put_grant_return",
    "put_published_template",
    "put_read",
    "put_return_template",
    "put_standard_templates",
    "query_version",
    "released_before",
    "save_answers",
    "state_published",
    "submit_version",
    "upload_return",
]
