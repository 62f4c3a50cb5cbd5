"""Whether a step of a return may be taken: each rule returns the reasons against it, none when it may."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from monitoring.returns.models import Return, ReturnVersion

LONGEST_TO_ANSWER = timedelta(days=366)
OWN_RETURN = "You sent this version yourself. Somebody else has to accept it."


def against_filling_in(of: Return) -> list[str]:
    """Why this return cannot be uploaded or typed in. An accepted one can: the newer version waits to be accepted."""
    if of.published:
        return ["This is a statement of the published record. It stands as its source prints it."]
    return []


def against_submitting(version: ReturnVersion, left: Sequence[str] = ()) -> list[str]:
    """Why this version cannot be sent. `left` is what is still to be put right in it, in sentences."""
    reasons = _against_any(version)
    if version.submitted_at:
        reasons.append("This version was sent already.")
    return reasons or list(left)


def against_querying(version: ReturnVersion) -> list[str]:
    reasons = _against_checking(version)
    if version.queried_at:
        reasons.append("This version was queried already. The partner has been told what to change.")
    return reasons


def against_accepting(version: ReturnVersion, by: Any) -> list[str]:
    """Why `by` cannot accept this version. Who accepts is somebody else than who sent it."""
    reasons = _against_checking(version)
    if version.queried_at:
        reasons.append("This version was queried. The partner has to send a newer one.")
    if version.submitted_by_id is not None and version.submitted_by_id == getattr(by, "pk", None):
        reasons.append(OWN_RETURN)
    return reasons


def against_asking(start: date, end: date, due_on: date, *, today: date) -> list[str]:
    """Why a return cannot be asked for over this period (`end` exclusive)."""
    reasons = []
    if start >= end:
        reasons.append("The period must end after it starts.")
    if due_on < end:
        reasons.append("A return cannot be due before its period has ended.")
    if due_on > max(end, today) + LONGEST_TO_ANSWER:
        reasons.append("That gives them more than a year to answer. Check the year.")
    return reasons


def _against_any(version: ReturnVersion) -> list[str]:
    return ["A newer version has taken the place of this one."] if version.replaced_at else []


def _against_checking(version: ReturnVersion) -> list[str]:
    reasons = _against_any(version)
    if not version.submitted_at:
        reasons.append("This version has not been sent yet.")
    if version.accepted_at:
        reasons.append("This version was accepted already.")
    return reasons
