"""Whoever only migrates the database, as `report_board` needs it, has the table of the shared cache too."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 2])
def test_migrating_alone_makes_the_table_of_the_cache(settings: Any, times: int) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "a_cache"}}
    for _ in range(times):
        call_command("migrate", verbosity=0)
        cache.set("kept", "by every process")
    assert "a_cache" in connection.introspection.table_names()
    assert cache.get("kept") == "by every process"
