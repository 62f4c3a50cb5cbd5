"""What stands against each step of a report. A rule gives reasons in words; an empty list means go ahead."""

from typing import Any

from monitoring.reports.models import Report


def against_changing(report: Report) -> list[str]:
    if report.frozen_at:
        return ["The report is frozen. Ask the person who signs to send it back before you change it."]
    return []


def against_freezing(report: Report) -> list[str]:
    return ["The report is frozen already."] if report.frozen_at else []


def against_signing(report: Report, by: Any) -> list[str]:
    if report.signed_at:
        return ["The report is signed already."]
    if not report.frozen_at:
        return ["The report is not frozen yet, so there is nothing to sign."]
    if report.frozen_by_id is not None and report.frozen_by_id == by.pk:
        return ["You froze this report, so somebody else must sign it."]
    return []


def against_sending_back(report: Report) -> list[str]:
    if report.signed_at:
        return ["The report is signed. A signed report is never changed: make a restatement instead."]
    return [] if report.frozen_at else ["The report is still a draft: there is nothing to send back."]


def against_publishing(report: Report) -> list[str]:
    if report.published_at:
        return ["The report is published already."]
    return [] if report.signed_at else ["The report must be signed before it is published."]


def against_restating(report: Report) -> list[str]:
    if not report.published_at:
        return ["Only a published report is restated. A draft can simply be changed."]
    return ["A newer restatement of this report exists already."] if report.restated_at else []
