"""The reference data as the product ships it, loaded once for a file of tests and gone after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from monitoring.management.reference_files.every_file import load_every_file, product_root


@pytest.fixture(scope="module")
def shipped_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every reference file, loaded. Each test still works in a transaction of its own inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        for _ in load_every_file(product_root(), "load_reference"):
            pass
        yield
        transaction.set_rollback(True)
