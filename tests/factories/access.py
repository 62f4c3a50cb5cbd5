from datetime import date

import factory
from django.utils import timezone

from vrn_cases.access.models import Membership, User
from vrn_cases.access.roles import AgencyKind, Role

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
    agency_kind = AgencyKind.CENTRAL_TEAM
    starts_on = date(2019, 4, 1)
