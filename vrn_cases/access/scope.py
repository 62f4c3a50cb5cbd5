"""Which records a user's verb reaches: the one function behind lists, fetches, choices, exports and drill-downs."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Q

from vrn_cases.access.grants import Grant
from vrn_cases.access.permissions import Permission
from vrn_cases.access.readable import readable_condition

M = TypeVar("M", bound=models.Model)
CODED = frozenset({Permission.CASE_VIEW_CODED})  # shows references, bands and codes of a record, none of its facts


def reach(
    grants: Iterable[Grant], *, programme_path: str | None, organisation_path: str | None, facts: str | None = None
) -> Q | None:
    """The condition that keeps what these grants reach; None when they reach everything.

    A model without the path that a grant is bound by is out of that grant's reach. `facts` is the path before the
    columns `source` and `sensitivity` of the fact that a row is (empty: its own): each grant then reaches only what
    its own agency and role may read.
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
        if facts is not None:
            part &= readable_condition([grant], source=f"{facts}source", sensitivity=f"{facts}sensitivity")
        if not part:
            return None
        parts.append(part)
    return reduce(or_, parts) if parts else nothing


class ScopedQuerySet(models.QuerySet[M], Generic[M]):
    """A model's rows as one user may reach them. The model says where its programme and organisation stand.

    `scope_programme` and `scope_organisation` are look-up paths to the id ("programme_id", "case__programme_id", "pk"
    for the programme itself), or None when the model has none. `scope_facts` is the path before the columns `source`
    and `sensitivity` ("" for own columns, "referral__"), for a row that is a fact which not every agency may read.
    """

    def for_user(self, user: Any, *, to: Permission) -> "ScopedQuerySet[M]":
        """The rows in programmes where `user` holds the verb `to`, and whose facts they may read."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        condition = reach(
            user.grants.for_verb(to),
            programme_path=_path(self.model, "scope_programme"),
            organisation_path=_path(self.model, "scope_organisation"),
            facts=None if to in CODED else getattr(self.model, "scope_facts", None),
        )
        return self if condition is None else self.filter(condition)


def _path(model: type[models.Model], name: str) -> str | None:
    return getattr(model, name)
