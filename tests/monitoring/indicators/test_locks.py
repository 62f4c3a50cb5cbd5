"""Who works figures out beside whom on PostgreSQL: cells of different years are written at once, all else in turns."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from monitoring.indicators.store import one_at_a_time

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway"),
]


def goes_on(year: int | None) -> bool:
    """Whether a second connection gets the lock while this one holds its own."""
    got: list[bool] = []

    def ask() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '100ms'")
                one_at_a_time(year)
            got.append(True)
        except OperationalError:
            got.append(False)
        finally:
            connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    return got == [True]


@pytest.mark.parametrize(
    ("mine", "others", "beside"),
    [(2022, 2023, True), (2022, 2022, False), (2022, None, False), (None, 2022, False), (None, None, False)],
)
def test_only_cells_of_different_years_are_written_at_once(mine: int | None, others: int | None, beside: bool) -> None:
    with transaction.atomic():
        one_at_a_time(mine)
        assert goes_on(others) is beside
    assert goes_on(others)
