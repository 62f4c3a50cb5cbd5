"""Acts at the same moment on connections of their own, and tables that only a test has."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, models


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """`at_once(act, act)`: what each act gave, or the exception that it raised, in the order of the acts.

    All start at one signal. Which of them comes first is open: a test must hold for every order.
    """

    def run_all(*acts: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(acts))

        def run(act: Callable[[], Any]) -> Any:
            try:
                start.wait()
                return act()
            except Exception as problem:  # noqa: BLE001  handed to the test
                return problem
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as threads:
            return list(threads.map(run, acts))

    return run_all


@pytest.fixture
def make_table(db: None) -> Callable[[type[models.Model]], None]:
    """`make_table(model)`: the table of a model that only a test has, for as long as the test's transaction."""

    def make(model: type[models.Model]) -> None:
        if connection.vendor == "postgresql":
            with connection.schema_editor() as editor:
                editor.create_model(model)
            return
        # SQLite's editor does not work inside a transaction; the statement that it would run does
        statement, values = connection.schema_editor().table_sql(model)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return make
