"""Users and what they may do where. A membership is dated, so that who could see what on a day stays known."""

from datetime import date
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower

from vrn_cases.access.grants import Grants, grants_on, in_force
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import ROLES, AgencyKind, Role
from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.addresses import address_of
from vrn_cases.records.models import Record, longest


class UserState(models.TextChoices):
    INVITED = "invited", "Invited"
    ACTIVE = "active", "Active"
    CLOSED = "closed", "Closed"


# An account in each state; "invited" lasts until the first sign-in.
STATE_CONDITIONS = {
    UserState.INVITED: Q(closed_at=None, last_login=None),
    UserState.ACTIVE: Q(closed_at=None, last_login__isnull=False),
    UserState.CLOSED: Q(closed_at__isnull=False),
}


def unusable_password() -> str:
    """What an account holds until its owner has chosen a password: nothing that anybody could type."""
    return make_password(None)


class UserManager(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]  # a class made at run time
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """Somebody who can sign in, by e-mail. There are no superusers: every verb comes from a role."""

    reference_kind = "U"
    scope_programme: ClassVar[str | None] = None
    scope_organisation: ClassVar[str | None] = None

    password = models.CharField(max_length=128, default=unusable_password)
    email = models.EmailField(
        max_length=254, unique=True, error_messages={"unique": "This email address has an account already."}
    )
    name = models.CharField(max_length=120)
    invited_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.GeneratedField(
        expression=models.Case(
            models.When(closed_at=None, then=True), default=False, output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    personal = frozenset({"email", "name", "password"})

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_small_letters"),
            longest("email", 254, "user_email_length"),
            longest("name", 120, "user_name_length"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("user", self.reference)

    @property
    def state(self) -> UserState:
        if self.closed_at:
            return UserState.CLOSED
        return UserState.ACTIVE if self.last_login else UserState.INVITED

    @cached_property
    def grants(self) -> Grants:
        """What this user may do where, read once for the life of this object (one request)."""
        return grants_on(self)

    def holds(self, verb: Permission) -> bool:
        """True when the verb is held somewhere."""
        return self.grants.holds(verb)

    def sees_people(self) -> bool:
        return any(ROLES[role].sees_people for role in self.grants.roles)

    def needs_second_factor(self) -> bool:
        return any(ROLES[role].needs_second_factor for role in self.grants.roles)


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    def in_force(self, on: date) -> "MembershipQuerySet":
        return self.filter(in_force(on))


class Membership(Record):
    """A role held in a programme, or network-wide, on behalf of an agency, from a day and until a day (exclusive)."""

    reference_kind = "M"
    scope_programme: ClassVar[str | None] = "programme_id"
    scope_organisation: ClassVar[str | None] = "organisation_id"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    agency_kind = models.CharField(max_length=20, choices=AgencyKind)
    programme = models.ForeignKey(
        "interventions.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "interventions.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(condition=Q(agency_kind__in=AgencyKind.values), name="membership_agency_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[r for r, row in ROLES.items() if row.own_organisation_only])
                | ~Q(organisation=None),
                name="membership_organisation_given",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[r for r, row in ROLES.items() if row.network_only]) | Q(programme=None),
                name="membership_network_only",
            ),
            # Over expressions, because SQLite cannot take two absent values for equal in a unique constraint.
            models.UniqueConstraint(
                F("user"),
                F("role"),
                Coalesce("programme", 0, output_field=models.BigIntegerField()),
                Coalesce("organisation", 0, output_field=models.BigIntegerField()),
                condition=Q(ends_on=None),
                name="membership_open_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_on"], name="membership_user")]

    def get_absolute_url(self) -> str:
        return self.user.get_absolute_url()
