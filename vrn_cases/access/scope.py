"""Which records a user's verb reaches: the one function behind lists, fetches, choices, exports and drill-downs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import ROLES, AgencyKind, Role

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Grant:
    """One membership in force: `programme_id` None is network-wide, `organisation_id` None is every organisation."""

    role: Role
    agency_kind: AgencyKind
    programme_id: int | None
    organisation_id: int | None

    @property
    def verbs(self) -> frozenset[Permission]:
        return ROLES[self.role].verbs

    @property
    def bound_to_organisation(self) -> bool:
        return ROLES[self.role].own_organisation_only


@dataclass(frozen=True)
class Grants:
    """Everything a user holds today."""

    held: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.held)

    def holds(self, verb: Permission) -> bool:
        return any(verb in grant.verbs for grant in self.held)

    def for_verb(self, verb: Permission) -> tuple[Grant, ...]:
        return tuple(grant for grant in self.held if verb in grant.verbs)

    def network_wide(self, verb: Permission) -> bool:
        """True when the verb is held over every programme and organisation."""
        return any(grant.programme_id is None and not grant.bound_to_organisation for grant in self.for_verb(verb))

    def programmes(self, verb: Permission) -> frozenset[int]:
        """Ids of the programmes that single memberships name for this verb."""
        return frozenset(grant.programme_id for grant in self.for_verb(verb) if grant.programme_id is not None)

    def in_programme(self, verb: Permission, programme_id: int) -> tuple["Grant", ...]:
        """The grants by which the verb is held in this programme, each with its own role and agency."""
        return tuple(grant for grant in self.for_verb(verb) if grant.programme_id in (None, programme_id))


def in_force(on: date) -> Q:
    """The condition of a membership that holds on this day: begun, and not ended (its end is exclusive)."""
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))


def grants_on(user: Any) -> Grants:
    """The memberships in force today; none for a closed account."""
    rows = (
        user.memberships.filter(in_force(timezone.localdate()), user__closed_at=None)
        .order_by("id")
        .values_list("role", "agency_kind", "programme_id", "organisation_id")
    )
    return Grants(tuple(Grant(Role(role), AgencyKind(kind), p, o) for role, kind, p, o in rows))


def reach(grants: Iterable[Grant], *, programme_path: str | None, organisation_path: str | None) -> Q | None:
    """The condition that keeps what these grants reach; None when they reach everything.

    A model without the path that a grant is bound by is out of that grant's reach.
    """
    nothing = Q(pk__in=[])
    parts: list[Q] = []
    for grant in grants:
        part = Q()
        if grant.programme_id is not None:
            part &= Q(**{programme_path: grant.programme_id}) if programme_path else nothing
        if grant.bound_to_organisation:
            own = grant.organisation_id
            part &= Q(**{organisation_path: own}) if organisation_path and own is not None else nothing
        if not part:
            return None
        parts.append(part)
    return reduce(or_, parts) if parts else nothing


class ScopedQuerySet(models.QuerySet[M], Generic[M]):
    """A model's rows as one user may reach them. The model says where its programme and organisation stand.

    `scope_programme` and `scope_organisation` are look-up paths to the id ("programme_id", "case__programme_id", "pk"
    for the programme itself), or None when the model has none.
    """

    def for_user(self, user: Any, *, to: Permission) -> "ScopedQuerySet[M]":
        """The rows in programmes where `user` holds the verb `to`."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        condition = reach(
            user.grants.for_verb(to),
            programme_path=_path(self.model, "scope_programme"),
            organisation_path=_path(self.model, "scope_organisation"),
        )
        return self if condition is None else self.filter(condition)


def _path(model: type[models.Model], name: str) -> str | None:
    return getattr(model, name)
