"""What the forms about roles offer, and what the page of a person shows."""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from vrn_cases.access.models import Membership, User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import ROLES, Role
from vrn_cases.access.selectors import has_second_factor, roles_of

WHOLE_NETWORK = "The whole network"


def programmes() -> QuerySet[Any]:
    return apps.get_model("interventions.Programme").objects.order_by("name", "id")


def organisations() -> QuerySet[Any]:
    return apps.get_model("interventions.Organisation").objects.order_by("name", "id")


def where(membership: Membership) -> str:
    """Where a role holds, in words."""
    bounds = [row.name for row in (membership.programme, membership.organisation) if row]
    return ", ".join(bounds) or WHOLE_NETWORK


def account_of(user: User) -> dict[str, Any]:
    """Everything that the page of one person shows."""
    current, past = roles_of(user)
    today = timezone.localdate()
    return {
        "current": [{"membership": row, "where": where(row), "begun": row.starts_on <= today} for row in current],
        "past": [{"membership": row, "where": where(row)} for row in past],
        "second_factor": has_second_factor(user),
        "needs_second_factor": any(ROLES[Role(row.role)].needs_second_factor for row in current),
    }


def what_roles_may_do() -> list[dict[str, Any]]:
    """The table of roles for people: each with its sentence, its reach and its verbs in the table's order."""
    rows = []
    for role, row in ROLES.items():
        notes = []
        if row.network_only:
            notes.append("Held for the whole network.")
        if row.own_organisation_only:
            notes.append("Reaches the records of one organisation alone.")
        if row.needs_second_factor:
            notes.append("A second step at sign-in is required.")
        verbs = [verb.label for verb in Permission if verb in row.verbs]
        rows.append({"role": role, "sentence": row.sentence, "notes": notes, "verbs": verbs})
    return rows
