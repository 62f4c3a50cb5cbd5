"""Which agency may read a fact or note, by who it came from and how sensitive it is.

One rule, used by page, list, search, export and drill-down. The defaults are the network's; the local information
sharing agreement confirms them.
"""

from collections.abc import Iterable
from functools import cache

from django.db.models import Q, TextChoices

from vrn_cases.access.grants import Grant
from vrn_cases.access.roles import AgencyKind, Role


class SourceAuthority(TextChoices):
    PERSON = "person", "The young person or their family"
    HEALTH = "health", "A health service"
    POLICE = "police", "The police"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth_justice", "A youth justice service"
    COUNCIL = "council", "A council"
    SCHOOL = "school", "A school or college"
    VOLUNTARY = "voluntary", "A voluntary or community organisation"
    OWN_WORK = "own_work", "The programme's own work"


class Sensitivity(TextChoices):
    ORDINARY = "ordinary", "Ordinary"
    SUPPORT = "support", "Support note of a navigator"
    SAFEGUARDING = "safeguarding", "Safeguarding"


A, S, N = AgencyKind, SourceAuthority, Sensitivity
NOT_FOR_HEALTH_SOURCED = frozenset({A.POLICE, A.PROBATION})
NAVIGATOR_AGENCIES = frozenset({A.VOLUNTARY})


def readable_by(
    agency_kind: AgencyKind, source: SourceAuthority, sensitivity: Sensitivity, *, roles: frozenset[Role] = frozenset()
) -> bool:
    """True when somebody of this agency, holding these roles in the programme, may read the fact."""
    lead = Role.PROGRAMME_LEAD in roles
    safeguarding_lead = Role.SAFEGUARDING_LEAD in roles
    if agency_kind == A.CENTRAL_TEAM:
        return False  # sees reference, age band, area, dates and codes; never facts' text, names, contact or notes
    if sensitivity == N.SAFEGUARDING and not (lead or safeguarding_lead):
        return False
    if sensitivity == N.SUPPORT and not (lead or agency_kind in NAVIGATOR_AGENCIES):
        return False
    if source == S.POLICE and not (lead or agency_kind == A.POLICE):
        return False
    return not (source == S.HEALTH and agency_kind in NOT_FOR_HEALTH_SOURCED)


def readable_condition(grants: Iterable[Grant], *, source: str = "source", sensitivity: str = "sensitivity") -> Q:
    """The same rule as a database condition over a model with these two columns, for the grants held in one programme.

    Each grant is judged with its own agency and role: two memberships together let nobody read what neither does.
    """
    held = frozenset((one.agency_kind, one.role) for one in grants)
    allowed = Q(pk__in=[])
    for levels, authorities in _readable(held):
        allowed |= Q(**{f"{source}__in": authorities, f"{sensitivity}__in": levels})
    return allowed


@cache
def _readable(
    held: frozenset[tuple[AgencyKind, Role]],
) -> list[tuple[tuple[Sensitivity, ...], list[SourceAuthority]]]:
    """Which sources may be read at the same levels of sensitivity."""
    found: dict[tuple[Sensitivity, ...], list[SourceAuthority]] = {}
    for authority in S:
        levels = tuple(
            level
            for level in N
            if any(readable_by(kind, authority, level, roles=frozenset({role})) for kind, role in held)
        )
        if levels:
            found.setdefault(levels, []).append(authority)
    return list(found.items())
