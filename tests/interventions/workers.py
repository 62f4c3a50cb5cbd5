"""Who works on a programme, and their browsers: fixtures for rooms of casework, each of which says its `programme`."""

from collections.abc import Callable

import pytest
from django.test import Client

from interventions.programmes.models import Programme
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role


@pytest.fixture
def lead(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.PROGRAMME_LEAD, programme=programme, agency_kind=AgencyKind.VOLUNTARY, name="A Lead")


@pytest.fixture
def worker(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY, name="A Worker")


@pytest.fixture
def of_lead(client_for: Callable[[User], Client], lead: User) -> Client:
    return client_for(lead)


@pytest.fixture
def of_worker(client_for: Callable[[User], Client], worker: User) -> Client:
    return client_for(worker)
