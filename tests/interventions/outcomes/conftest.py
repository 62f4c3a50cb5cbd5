"""Who works where in the tests of outcomes."""

from collections.abc import Callable

import pytest
from django.test import Client

from interventions.cases.models import Case
from interventions.programmes.models import Programme
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case
from tests.factories.outcomes import measure_plan
from tests.vrn_cases.conftest import at_once
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

__all__ = ["at_once"]


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def case(programme: Programme) -> Case:
    measure_plan(programme)
    return opened_case(programme)


@pytest.fixture
def worker(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY)


@pytest.fixture
def client(client_for: Callable[[User], Client], worker: User) -> Client:
    return client_for(worker)
