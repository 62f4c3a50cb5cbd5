"""Who works where in the tests of cases."""

from collections.abc import Callable

import pytest

from interventions.cases.models import Case
from interventions.programmes.models import Programme
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case
from tests.interventions.workers import lead, of_lead, of_worker, worker
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

__all__ = ["lead", "of_lead", "of_worker", "worker"]


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory(name="First Programme")


@pytest.fixture
def workers(make_user: Callable[..., User], programme: Programme) -> list[User]:
    return [make_user(Role.CASEWORKER, programme=programme) for _ in range(2)]


@pytest.fixture
def case(programme: Programme, worker: User) -> Case:
    return opened_case(programme, worker=worker)
