"""Reads about accounts: who administers, how an account stands, what a person may do where."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from vrn_cases.access.models import Membership, User
from vrn_cases.access.roles import Role

# A password that nobody can type begins with this; see django.contrib.auth.hashers.
UNUSABLE = "!"


def administrators() -> QuerySet[Membership]:
    """Administrators' open memberships of people who have chosen a password, so that they can really sign in."""
    return (
        Membership.objects.in_force(timezone.localdate())
        .filter(role=Role.ADMINISTRATOR, ends_on=None, user__closed_at=None)
        .exclude(user__password__startswith=UNUSABLE)
        .order_by("id")
    )


def is_last_administrator(user: User) -> bool:
    holders = set(administrators().values_list("user_id", flat=True))
    return holders == {user.pk}


def with_second_factor(users: QuerySet[User]) -> QuerySet[User]:
    """Adds `second_factor`: True when the account has a passkey, a key or an app."""
    held = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return users.annotate(second_factor=Exists(held))


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def roles_of(user: User) -> tuple[list[Any], list[Any]]:
    """The memberships in force or yet to begin, and the past ones, newest first.

    One that was ended before it began is past.
    """
    today = timezone.localdate()
    rows = list(user.memberships.select_related("programme", "organisation").order_by("-starts_on", "-id"))
    past = [row for row in rows if row.ends_on is not None and row.ends_on <= max(today, row.starts_on)]
    return [row for row in rows if row not in past], past
