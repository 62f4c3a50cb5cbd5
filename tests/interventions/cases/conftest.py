"""Who works where in the tests of cases."""

from collections.abc import Callable

import pytest
from django.test import Client

from interventions.cases.models import Case
from interventions.programmes.models import Programme
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory(name="First Programme")


@pytest.fixture
def lead(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.PROGRAMME_LEAD, programme=programme, agency_kind=AgencyKind.VOLUNTARY, name="A Lead")


@pytest.fixture
def worker(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY, name="A Worker")


@pytest.fixture
def workers(make_user: Callable[..., User], programme: Programme) -> list[User]:
    return [make_user(Role.CASEWORKER, programme=programme) for _ in range(2)]


@pytest.fixture
def of_lead(client_for: Callable[[User], Client], lead: User) -> Client:
    return client_for(lead)


@pytest.fixture
def of_worker(client_for: Callable[[User], Client], worker: User) -> Client:
    return client_for(worker)


@pytest.fixture
def case(programme: Programme, worker: User) -> Case:
    return opened_case(programme, worker=worker)
