"""Reads about cases: who may work on them, what runs now, what was delivered, and lists for each kind of reader."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from interventions.cases.models import Case, CaseSpell, LeadWorker
from interventions.participants.models import Participant
from interventions.participants.rules import age_on
from interventions.programmes.models import ListEntry, Programme
from interventions.programmes.selectors import band_of
from vrn_cases.access.models import Membership, User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.readable import Sensitivity, SourceAuthority, readable_by
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


def others_since(participant: Participant | int, on: date, *, but: Case | None = None) -> list[Case]:
    """The person's other cases in the programme that are open, or were on a later day than this one, the last first."""
    rows = Case.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), participant=participant)
    rows = rows if but is None else rows.exclude(pk=but.pk)
    return list(rows.order_by(F("closed_on").desc(nulls_first=True), "-pk"))


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


LISTED_COLUMNS = (
    "reference",
    "opened_on",
    "status",
    "last_session_on",
    "next_due_on",
    "participant__reference",
    "participant__given_name",
    "participant__family_name",
    "participant__sort_name",
    "programme__code",
    "programme__name",
    "worker__name",
    "worker__reference",
)
CODED_COLUMNS = (
    "reference",
    "opened_on",
    "closed_on",
    "ending",
    "area_known",
    "status",
    "programme__code",
    "programme__name",
    "area__name",
    "participant__date_of_birth",
    "participant__birth_precision",
    "close_reason__label",
    "referral__referred_from__label",
)


def cases_of(user: Any) -> QuerySet[Case]:
    """The cases that `user` may see, with what a list shows of each and may be in order of: no other column is read."""
    rows = Case.objects.for_user(user, to=Permission.CASE_VIEW).select_related("participant", "programme", "worker")
    return rows.only(*LISTED_COLUMNS)


def coded_cases(user: Any) -> QuerySet[Case]:
    """Cases for whoever sees reference, age band, area, dates and codes alone: no other column is read."""
    rows = Case.objects.for_user(user, to=Permission.CASE_VIEW_CODED)
    joined = ("programme", "area", "participant", "close_reason", "referral__referred_from")
    return rows.select_related(*joined).only(*CODED_COLUMNS)


def age_band(case: Case, bands: Sequence[ListEntry]) -> str:
    """The band of the age at the opening."""
    age = age_on(case.participant.date_of_birth, case.opened_on)
    band = band_of(age, bands) if age is not None else None
    return band.label if band else "Not known"


def readable_notes(user: Any, case: Case) -> set[tuple[str, str]]:
    """The pairs of source and sensitivity that `user` may read in this case's programme."""
    grants = user.grants.in_programme(Permission.CASE_VIEW, case.programme_id)
    return {
        (source.value, level.value)
        for source in SourceAuthority
        for level in Sensitivity
        if any(readable_by(one.agency_kind, source, level, roles=frozenset({one.role})) for one in grants)
    }
