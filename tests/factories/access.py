from datetime import date

import factory
from django.utils import timezone

from vrn_cases.access.models import Membership, User
from vrn_cases.access.roles import ROLES, AgencyKind, Role

NETWORK_ROLES = {role for role, row in ROLES.items() if row.network_only}
PASSWORD = "a long enough password for tests"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.invalid")
    name = factory.Sequence(lambda n: f"Invented Person {n}")
    invited_at = factory.LazyFunction(timezone.now)
    password = factory.django.Password(PASSWORD)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.ANALYST
    # who works with people reads what a voluntary organisation may; the network's own roles are the central team's
    agency_kind = factory.LazyAttribute(
        lambda one: AgencyKind.CENTRAL_TEAM if one.role in NETWORK_ROLES else AgencyKind.VOLUNTARY
    )
    starts_on = date(2019, 4, 1)
