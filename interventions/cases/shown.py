"""What the pages of a case say: its bar, its steps, its details; and the little that the central team sees."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from interventions.cases.models import Case
from interventions.cases.rules import (
    against_closing,
    against_giving,
    against_pausing,
    against_planning,
    against_reopening,
    against_resuming,
)
from interventions.participants.models import AreaKnown
from interventions.participants.rules import age_on, paper_of
from interventions.referrals.models import Referral
from interventions.referrals.rules import in_words
from vrn_cases.access.permissions import Permission
from vrn_cases.records.addresses import address_of

COLOURS = {"open": "green", "paused": "yellow", "closed": "grey"}
SECTIONS = (
    ("case", "What happened"),
    ("case_measures", "Measures"),
    ("case_details", "Details"),
    ("case_openings", "Who has opened this case"),
)


@dataclass(frozen=True)
class Step:
    """One thing that this user may do with the case, and the reasons against it now."""

    label: str
    url: str
    against: list[str]


def holds(user: Any, verb: Permission, case: Case) -> bool:
    """Whether `user` holds the verb over this case, of what they hold already in memory."""
    return any(not grant.bound_to_organisation for grant in user.grants.in_programme(verb, case.programme_id))


def bar_of(case: Case, user: Any, current: str) -> dict[str, Any]:
    """What stands above every page of a case."""
    case.participant.programme = case.programme
    sections = [
        {"label": label, "url": address_of(name, case.reference), "current": name == current}
        for name, label in SECTIONS
    ]
    return {
        "case": case,
        "participant": case.participant,
        "age": age_on(case.participant.date_of_birth, timezone.localdate()),
        "colour": COLOURS[case.status],
        "sections": sections,
        "may_work": holds(user, Permission.CASE_WORK, case),
        **paper_of(timezone.now()),
    }


def steps_of(case: Case, user: Any) -> list[Step]:
    """What may be done with the case as a whole; what its state makes pointless is left out."""
    work, assign = holds(user, Permission.CASE_WORK, case), holds(user, Permission.CASE_ASSIGN, case)
    steps = []
    if case.closed_on is not None:
        return [_step("Reopen", "case_reopen", case, against_reopening(case, open_case=None))] if assign else []
    if assign:
        steps.append(_step("Give to a worker", "case_give", case, against_giving(case)))
    if work and case.paused_on:
        steps.append(_step("Resume", "case_resume", case, against_resuming(case)))
    elif work:
        steps.append(_step("Pause", "case_pause", case, against_pausing(case)))
    if assign:
        steps.append(_step("Close", "case_close", case, against_closing(case)))
    return steps


def _step(label: str, address: str, case: Case, against: list[str]) -> Step:
    return Step(label, address_of(address, case.reference), against)


def next_of(case: Case, user: Any) -> dict[str, Any]:
    """The box of the next action."""
    late = case.next_action_on is not None and case.next_action_on < timezone.localdate()
    may_plan = holds(user, Permission.CASE_WORK, case) and not against_planning(case)
    return {"text": case.next_action, "on": case.next_action_on, "late": late, "may_plan": may_plan}


def row(key: str, value: Any, url: str = "") -> dict[str, str]:
    return {"key": key, "value": str(value or "–"), "url": url}


def home_in_words(case: Case) -> str:
    return case.area.name if case.area else str(AreaKnown(case.area_known).label)


def detail_rows(case: Case, user: Any) -> list[dict[str, str]]:
    """The case's own facts; the referral it was opened from only where it may be read."""
    readable = Referral.objects.for_user(user, to=Permission.REFERRAL_VIEW).filter(pk=case.referral_id).first()
    rows = [
        row("Opened", in_words(case.opened_on)),
        row("Age then", _age(case)),
        row("Lived then", home_in_words(case)),
        row("Looked-after status then", case.care_status),
        row("Education and work then", case.education_status),
        row("Provider", case.provider),
    ]
    if readable is not None:
        rows.insert(0, row("Referral", readable.reference, readable.get_absolute_url()))
    if case.closed_on is not None:
        rows += [
            row("Closed", in_words(case.closed_on)),
            row("Why", case.close_reason),
            row("How it ended", case.get_ending_display()),
            row("Note at the end", case.closing_note),
        ]
    return rows


def _age(case: Case) -> str:
    age = age_on(case.participant.date_of_birth, case.opened_on)
    return "" if age is None else f"{age} years"


def days_of(case: Case) -> dict[str, Any]:
    """The dated rows under the case, as tables."""
    return {
        "spells": case.spells.select_related("reason").order_by("starts_on", "id"),
        "leads": case.lead_workers.select_related("worker").order_by("starts_on", "id"),
    }


MOST_SESSIONS = 200


def coded_rows(case: Any, band: str) -> dict[str, Any]:
    """The case without a name, a contact or a word that anybody wrote: codes, bands and days."""
    told = [
        row("Programme", case.programme.name),
        row("Age band at opening", band),
        row("Area at opening", home_in_words(case)),
        row("Looked-after status then", case.care_status),
        row("Education and work then", case.education_status),
        row("Referred from", case.referral.referred_from),
        row("Referral received", in_words(case.referral.received_on)),
        row("Opened", in_words(case.opened_on)),
        row("Status", case.get_status_display()),
    ]
    if case.closed_on is not None:
        told += [
            row("Closed", in_words(case.closed_on)),
            row("Why", case.close_reason),
            row("How it ended", case.get_ending_display()),
        ]
    return {
        "rows": told,
        "colour": COLOURS[case.status],
        "spells": case.spells.select_related("reason").order_by("starts_on", "id"),
        "sessions": case.sessions.select_related("kind").order_by("-held_on", "-id")[:MOST_SESSIONS],
        "today": timezone.localdate(),
        "measures": case.assessments.filter(replaced_at=None).order_by("-taken_on", "-id"),
    }
