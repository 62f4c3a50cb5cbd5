"""Records to begin a test with, all invented: `ProgrammeFactory(code="vip")` says only what the test is about."""

from tests.factories.access import MembershipFactory, UserFactory
from tests.factories.programmes import OrganisationFactory, ProgrammeFactory, RunningFactory, SourceFactory

__all__ = [
    "MembershipFactory",
    "OrganisationFactory",
    "ProgrammeFactory",
    "RunningFactory",
    "SourceFactory",
    "UserFactory",
]
