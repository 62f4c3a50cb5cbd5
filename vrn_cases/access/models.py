"""Users and what they may do where. A membership is dated, so that who could see what on a day stays known."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import ROLES, AgencyKind, Role
from vrn_cases.access.scope import Grants, grants_on
from vrn_cases.records.models import Record, longest


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Record):
    """Somebody who can sign in, by e-mail. There are no superusers: every verb comes from a role."""

    reference_kind = "U"

    email = models.EmailField(
        max_length=254, unique=True, error_messages={"unique": "This e-mail address has an account already."}
    )
    name = models.CharField(max_length=120)
    invited_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.GeneratedField(
        expression=models.Case(models.When(closed_at=None, then=True), default=False, output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    personal = frozenset({"email", "name"})

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_small_letters"),
            longest("email", 254, "user_email_length"),
            longest("name", 120, "user_name_length"),
        ]

    def __str__(self) -> str:
        return self.name

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._grants: Grants | None = None

    @property
    def grants(self) -> Grants:
        """What this user may do where, read once for the life of this object (one request)."""
        if self._grants is None:
            self._grants = grants_on(self)
        return self._grants

    def holds(self, verb: Permission) -> bool:
        """True when the verb is held somewhere."""
        return self.grants.holds(verb)

    def sees_people(self) -> bool:
        return any(ROLES[Role(role)].sees_people for role in self.grants.roles)


class Membership(Record):
    """A role held in a programme, or network-wide, on behalf of an agency, from a day and until a day (exclusive)."""

    reference_kind = "M"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    agency_kind = models.CharField(max_length=20, choices=AgencyKind)
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "interventions.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(condition=Q(agency_kind__in=AgencyKind.values), name="membership_agency_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[r for r, row in ROLES.items() if row.own_organisation_only]) | ~Q(organisation=None),
                name="membership_organisation_given",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[r for r, row in ROLES.items() if row.network_only]) | Q(programme=None),
                name="membership_network_only",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "programme", "organisation"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="membership_open_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_on"], name="membership_user")]
