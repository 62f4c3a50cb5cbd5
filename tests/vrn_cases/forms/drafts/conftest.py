"""Somebody who types, and a browser whose session has lapsed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.vrn_cases.forms.drafts import drafting
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role


@pytest.fixture
def user(make_user: Callable[..., User], settings: Any) -> User:
    settings.ROOT_URLCONF = drafting.__name__
    return make_user(Role.ANALYST)


@pytest.fixture
def client(user: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(user)


@pytest.fixture
def stranger(settings: Any) -> Client:
    """A browser whose session has lapsed: it sends no cookie."""
    return Client(enforce_csrf_checks=True)
