"""Reads about cases that rules and services need: who may work on them, what runs now, what was delivered."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from interventions.cases.models import Case, CaseSpell, LeadWorker
from interventions.participants.models import Participant
from interventions.programmes.models import Programme
from vrn_cases.access.models import Membership, User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import roles_with

ATTENDED = "attended"  # as sessions.models.Attendance says it; that room stands after this one
NOT_RECORDED = ""


def workers_of(programme: Programme | int) -> QuerySet[User]:
    """Those who may work on this programme's cases today, by name."""
    held = Membership.objects.in_force(timezone.localdate()).filter(
        Q(programme=None) | Q(programme=programme), role__in=roles_with(Permission.CASE_WORK)
    )
    return User.objects.filter(pk__in=held.values("user"), closed_at=None).order_by("name", "id")


def open_case_of(participant: Participant | int) -> Case | None:
    return Case.objects.filter(participant=participant, closed_on=None).first()


def running_spell(case: Case) -> CaseSpell | None:
    return case.spells.filter(ends_on=None).first()


def leading(case: Case) -> LeadWorker | None:
    """Who leads it now, and since when."""
    return case.lead_workers.filter(ends_on=None).select_related("worker").first()


def last_attended(case: Any) -> date | None:
    """The day of the last session that was attended; None when none was."""
    found = case.sessions.filter(attendance=ATTENDED).order_by("-held_on").values_list("held_on", flat=True)
    last: date | None = found.first()
    return last


def days_unrecorded(case: Any) -> list[date]:
    """The days of the sessions of which nobody has said whether they were attended, past and to come."""
    return list(case.sessions.filter(attendance=NOT_RECORDED).order_by("held_on").values_list("held_on", flat=True))
