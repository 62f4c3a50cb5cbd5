"""Two acts at the same moment, each on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection


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
