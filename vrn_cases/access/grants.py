"""What somebody holds today: each membership in force with its role, agency, programme and organisation."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import ROLES, AgencyKind, Role


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

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.held)

    @cached_property
    def verbs(self) -> frozenset[Permission]:
        return frozenset().union(*(grant.verbs for grant in self.held))

    def holds(self, verb: Permission) -> bool:
        return verb in self.verbs

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
    return _grants(tuple(rows))


@lru_cache(maxsize=1_000)
def _grants(rows: tuple[tuple[str, str, int | None, int | None], ...]) -> Grants:
    """The same memberships are the same grants, with what was worked out from them."""
    return Grants(tuple(Grant(Role(role), AgencyKind(kind), p, o) for role, kind, p, o in rows))
