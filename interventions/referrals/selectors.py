"""Reads about referrals: where somebody may refer to, one referral with all that its page says, lists in scope."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from interventions.programmes.models import Mode, Organisation, Programme, Running, StatedAs
from interventions.referrals.intake.intake import Intake
from interventions.referrals.intake.registry import intake_model
from interventions.referrals.models import Referral
from interventions.referrals.rules import in_words
from vrn_cases.access.permissions import Permission

SHOWN_WITH = (
    "participant__programme",
    "participant__area",
    "programme",
    "provider",
    "referring_organisation",
    "referred_from",
    "route",
    "area",
    "received_by",
    "accepted_by",
    "joined_by",
    "case",
    "declined_by",
    "decline_reason",
    "withdrawn_by",
    "withdraw_reason",
)


def programmes_to_refer_to(user: Any) -> QuerySet[Programme]:
    """Where `user` may refer somebody to. A membership for an organisation's records names its programme too."""
    grants = user.grants
    running = Programme.objects.exclude(stated_as=StatedAs.PLANNED).order_by("name", "id")
    if any(grant.programme_id is None for grant in grants.for_verb(Permission.REFERRAL_MAKE)):
        return running
    return running.filter(pk__in=grants.programmes(Permission.REFERRAL_MAKE))


def refers_for(user: Any, programme: Programme) -> Organisation | None:
    """The organisation on whose behalf `user` refers to this programme; None for the programme's own people."""
    held = user.grants.in_programme(Permission.REFERRAL_MAKE, programme.pk)
    if not held or not all(grant.bound_to_organisation for grant in held):
        return None
    return Organisation.objects.get(pk=held[0].organisation_id)


def sole_provider(programme: Programme, on: date) -> Organisation | None:
    """The one organisation that does this programme's casework on a day; None where none or several do."""
    running = Running.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), programme=programme, mode=Mode.CASEWORK)
    found = list(running.filter(starts_on__lte=on).select_related("organisation")[:2])
    return found[0].organisation if len(found) == 1 else None


def programmes_seen(user: Any, *, to: Permission) -> QuerySet[Programme]:
    """The programmes whose records the verb reaches, by name."""
    named = Programme.objects.order_by("name", "id")
    return named if user.grants.network_wide(to) else named.filter(pk__in=user.grants.programmes(to))


def referrals_of(user: Any, *, to: Permission) -> QuerySet[Referral]:
    """The referrals that `user` may see, with what a list shows of each."""
    rows = Referral.objects.for_user(user, to=to)
    return rows.select_related("participant", "programme", "referred_from", "route", "referring_organisation")


def with_everything(referral: Referral) -> Referral:
    """The referral with all that its page names, in one query."""
    return Referral.objects.select_related(*SHOWN_WITH).get(pk=referral.pk)


def intake_of(referral: Referral) -> Intake | None:
    """The answers to the programme's own questions, where there are any."""
    model = intake_model(referral.programme)
    return None if model is None else model._base_manager.filter(referral=referral).first()


def open_case_reference(referral: Referral) -> str:
    """The reference of the open case of the person referred; empty for none. That room stands after this one."""
    cases: Any = referral.participant.cases
    return cases.filter(closed_on=None).values_list("reference", flat=True).first() or ""


def may_read(referral: Referral, user: Any, *, to: Permission) -> bool:
    return Referral.objects.for_user(user, to=to).filter(pk=referral.pk).exists()


def fate(referral: Referral) -> str:
    """What became of it, for whoever referred: nothing of the case, nor whether the person was known before."""
    taken_up = referral.accepted_on or referral.joined_on
    if taken_up:
        return f"Accepted on {in_words(taken_up)}"
    if referral.declined_on:
        return f"Not taken up, {in_words(referral.declined_on)}"
    if referral.withdrawn_on:
        return f"Withdrawn on {in_words(referral.withdrawn_on)}"
    return "Waiting for a decision"
