"""What the page of a participant says, row by row."""

from typing import Any

from django.db.models import Manager
from django.urls import reverse
from django.utils import timezone

from interventions.participants.birth_field import birth_in_words
from interventions.participants.contact_values import phone_in_words
from interventions.participants.models import AreaKnown, ContactKind, ContactPoint, Participant, Safe
from interventions.participants.rules import age_on, paper_of
from interventions.participants.selectors import contact_points, openings
from vrn_cases.access.permissions import Permission
from vrn_cases.pages.selectors import names_are_hidden

SAFE_COLOURS = {Safe.SAFE: "green", Safe.ASK_FIRST: "yellow", Safe.NOT_SAFE: "red", Safe.NOT_KNOWN: "grey"}
NOT_ASKED = "Not asked"


def page_of(participant: Participant, user: Any) -> dict[str, Any]:
    may_work = Participant.objects.for_user(user, to=Permission.CASE_WORK).filter(pk=participant.pk).exists()
    return {
        "participant": participant,
        "age": age_on(participant.date_of_birth, timezone.localdate()),
        "who": who_rows(participant),
        "life": life_rows(participant),
        "equality": equality_rows(participant),
        "contacts": [contact_row(point) for point in contact_points(participant, user)],
        "cases": work_of(participant, "cases", user, "-opened_on"),
        "referrals": work_of(participant, "referrals", user, "-received_on", to=Permission.REFERRAL_VIEW),
        "openings": openings(participant),
        **paper_of(timezone.now()),
        "may_work": may_work and participant.merged_into_id is None,
    }


def work_of(
    participant: Participant, related: str, user: Any, order: str, *, to: Permission = Permission.CASE_VIEW
) -> list[Any]:
    """The cases or referrals of a participant that `user` may see, the latest first; their rooms come after this."""
    manager: Manager[Any] = getattr(participant, related)
    return list(
        manager.model._default_manager.for_user(user, to=to).filter(participant=participant).order_by(order, "-pk")
    )


def row(key: str, value: str, empty: str = NOT_ASKED) -> dict[str, Any]:
    return {"key": key, "value": value or empty}


def who_rows(participant: Participant) -> list[dict[str, Any]]:
    """Names stay out while the screen hides them: the identity bar shows initials."""
    estimated = " (estimated)" if participant.birth_precision == "estimated" else ""
    born = birth_in_words(participant)
    rows = [row("Date of birth", f"{born}{estimated}" if born else "", "Not known")]
    if names_are_hidden():
        return rows
    names = [
        row("First name", participant.given_name, "Not known"),
        row("Last name", participant.family_name, "Not known"),
    ]
    return [*names, row("Known as", participant.known_as, "–"), *rows]


def life_rows(participant: Participant) -> list[dict[str, Any]]:
    home = participant.area.name if participant.area else AreaKnown(participant.area_known).label
    return [
        row("Where they live", str(home)),
        row("Looked-after status", str(participant.care_status or "")),
        row("Education and work", str(participant.education_status or "")),
    ]


def equality_rows(participant: Participant) -> list[dict[str, Any]]:
    ethnicity = str(participant.ethnicity or "")
    if ethnicity:
        ethnicity += f" ({participant.get_ethnicity_how_known_display().lower()})"
    disability = participant.get_disability_display() if participant.disability else ""
    if participant.disability_effect:
        disability += f"; day-to-day activities reduced: {participant.get_disability_effect_display().lower()}"
    same = participant.get_gender_same_display() if participant.gender_same else ""
    gender = "; ".join(part for part in (same, participant.gender) if part)
    return [
        row("Sex", str(participant.sex or "")),
        row("Gender", gender),
        row("Ethnic group", ethnicity),
        row("Disability", disability),
    ]


def contact_row(point: ContactPoint) -> dict[str, Any]:
    value = phone_in_words(point.value) if point.kind == ContactKind.PHONE else point.value
    return {
        "point": point,
        "what": f"{point.get_kind_display()}, {point.get_belongs_to_display().lower()}",
        "value": "\n".join(part for part in (value, point.postcode) if part),
        "dial": value.replace(" ", "") if point.kind == ContactKind.PHONE else "",
        "safe": point.get_safe_display(),
        "colour": SAFE_COLOURS[Safe(point.safe)],
        "change_url": reverse("contact_change", args=[point.participant.reference, point.reference]),
        "end_url": reverse("contact_end", args=[point.participant.reference, point.reference]),
    }
