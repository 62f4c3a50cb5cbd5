"""The walk to every address, made once and taken back at once: only what it found stays."""

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.architecture.walk import Visit, visit_everything


@pytest.fixture(scope="session")
def visits(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Visit]:
    with django_db_blocker.unblock(), transaction.atomic():
        found = visit_everything()
        transaction.set_rollback(True)
    return found
