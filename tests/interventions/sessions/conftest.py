"""Who works where in the tests of sessions."""

import pytest
from django.test import Client

from interventions.cases.models import Case
from interventions.programmes.models import Programme
from tests.factories import ProgrammeFactory
from tests.factories.casework import opened_case
from tests.factories.sessions import session_kind
from tests.interventions.workers import of_worker, worker
from tests.vrn_cases.conftest import at_once

__all__ = ["at_once", "of_worker", "worker"]


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def case(programme: Programme) -> Case:
    session_kind()
    return opened_case(programme)


@pytest.fixture
def client(of_worker: Client) -> Client:
    return of_worker
