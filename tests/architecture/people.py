"""Who walks: people who hold a verb in one place, and another role in another."""

from dataclasses import dataclass

from django.test import Client

from tests.architecture.records import Side
from tests.factories import MembershipFactory, UserFactory
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import ROLES, Role, roles_with


@dataclass(frozen=True)
class Holding:
    """A role that holds a verb, and another that does not, for the place where it must not reach."""

    role: Role
    elsewhere: Role

    @property
    def words(self) -> str:
        bound = "organisation" if ROLES[self.role].own_organisation_only else "programme"
        return f"{self.role.label}, by {bound}"


def bound_holders(verb: P) -> list[Holding]:
    """One role that holds the verb in a programme and one that holds it for an organisation, where there are such."""
    held = [role for role in roles_with(verb) if not ROLES[role].network_only]
    by_programme = [role for role in held if not ROLES[role].own_organisation_only][:1]
    by_organisation = [role for role in held if ROLES[role].own_organisation_only][:1]
    other = next(role for role, row in ROLES.items() if verb not in row.verbs and not row.network_only)
    return [Holding(role, other) for role in (*by_programme, *by_organisation)]


def network_holder(verb: P, side: Side | None = None) -> User:
    """Somebody who holds the verb over everything: by a role for the whole network.

    A verb that is held for one organisation alone is held for that of `side`, or for one of their own.
    """
    unbound = [role for role in roles_with(verb) if not ROLES[role].own_organisation_only]
    if unbound:
        return with_roles((unbound[0], None))
    return with_roles((roles_with(verb)[0], side or Side(UserFactory())))


def side_of(reader: User) -> Side:
    """A side that the reader reaches: of their own organisation, where they are bound to one."""
    bound = [held.organisation for held in reader.memberships.exclude(organisation=None)]
    return Side(reader, organisation=bound[0]) if bound else Side(reader)


def with_roles(*held: tuple[Role, Side | None], **values: str) -> User:
    """A user with these roles, each on one side or (None) network-wide."""
    user = UserFactory(**values)
    for role, side in held:
        bound = side is not None and ROLES[role].own_organisation_only
        programme = None if side is None or bound else side.programme
        MembershipFactory(
            user=user, role=role, programme=programme, organisation=side.organisation if side and bound else None
        )
    return User.objects.get(pk=user.pk)


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client
