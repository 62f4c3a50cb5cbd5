"""Fixtures of every test: people with roles, their clients, a clock that stands still, records to begin with."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client

from interventions.programmes.models import Organisation, Programme
from monitoring.indicators import drawn
from tests import isolation
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import ROLES, AgencyKind, Role
from vrn_cases.audit.triggers import trigger_names

NOW = datetime(2024, 4, 15, 9, 30, tzinfo=ZoneInfo(settings.TIME_ZONE))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are marked by what they ask for, and stay together: a browser starts once a worker."""
    for item in items:
        if "visit" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def own_surroundings(request: pytest.FixtureRequest) -> None:
    isolation.begin(request.node.nodeid)
    drawn._kept.cache_clear()  # what a transaction that is rolled back does not undo either


@pytest.fixture(autouse=True)
def audit_that_can_be_emptied(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """A transactional test ends by emptying every table, which the audit's triggers refuse: they are put down for it.

    Emptying the tables sends `post_migrate`, which puts them up again.
    """
    marker = request.node.get_closest_marker("django_db")
    emptied = {"transactional_db", "live_server"} & set(request.fixturenames)
    if emptied or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")  # so that it ends after this
        yield
        with connection.cursor() as cursor:
            for name in sorted(trigger_names(connection.vendor)):
                table = name.rsplit("_no_", 1)[0]
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    else:
        yield


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """`make_user(role=Role.ANALYST)`: somebody who holds this role today; without a role, somebody who holds nothing.

    `programme` None is network-wide. A role that is bound to an organisation gets a new one when none is given.
    """

    def make(
        role: Role | str | None = None,
        *,
        programme: Programme | None = None,
        organisation: Organisation | None = None,
        agency_kind: AgencyKind | str | None = None,
        **values: Any,
    ) -> User:
        user = UserFactory(**values)
        if role is not None:
            if organisation is None and ROLES[Role(role)].own_organisation_only:
                organisation = OrganisationFactory()
            agency = {"agency_kind": agency_kind} if agency_kind else {}
            MembershipFactory(user=user, role=role, programme=programme, organisation=organisation, **agency)
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def client_for(db: None) -> Callable[[User], Client]:
    """A test client in which this user has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still at 9:30am on Monday 15 April 2024; `clock.move_to(...)` and `clock.shift(...)` move it."""
    with time_machine.travel(NOW, tick=False) as standing:
        yield standing
