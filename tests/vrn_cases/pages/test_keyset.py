"""Pages by key are the pages that slicing the whole sorted list would give."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from tests.factories import UserFactory
from vrn_cases.notices.models import Notice
from vrn_cases.pages.keyset import page_of

ORDERS = [
    ("id",),
    ("-id",),
    ("subject", "id"),
    ("-subject", "-id"),
    ("subject", "-body", "id"),
    ("-written_at", "to__name", "-id"),
]
rows = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), st.integers(0, 2)), max_size=13)


def sort_key(order: tuple[str, ...]) -> Callable[[Notice], Any]:
    """Sorts as the database does, for the values used here; descending by the negated place among all values."""
    places = {"": 0, "a": 1, "b": 2, "c": 3, "x": 4, "y": 5}

    def key(notice: Notice) -> list[Any]:
        found: list[Any] = []
        for name in order:
            field = name.lstrip("-")
            value: Any = notice.to.name if field == "to__name" else getattr(notice, field)
            if field in ("subject", "body"):
                value = places[value]
            elif field == "written_at":
                value = value.timestamp()
            elif field == "to__name":
                value = int(value[-1])
            found.append(-value if name.startswith("-") else value)
        return found

    return key


@pytest.fixture
def make_notices(db: None) -> Callable[[Any], list[Notice]]:
    users = [UserFactory(name=f"Reader {number}") for number in range(3)]
    start = timezone.now()

    def make(wanted: list[tuple[str, str, int]]) -> list[Notice]:
        Notice.objects.all().delete()
        made = [
            Notice(key=str(n), to=users[day], subject=subject, body=body, written_at=start + timedelta(days=day))
            for n, (subject, body, day) in enumerate(wanted)
        ]
        Notice.objects.bulk_create(made)
        return list(Notice.objects.select_related("to"))

    return make


@pytest.mark.parametrize("order", ORDERS)
@given(wanted=rows, size=st.integers(1, 5))
@how(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_next_and_previous_equal_slices(
    make_notices: Callable[[Any], list[Notice]], order: tuple[str, ...], wanted: Any, size: int
) -> None:
    whole = sorted(make_notices(wanted), key=sort_key(order))
    slices = [whole[start : start + size] for start in range(0, len(whole), size)] or [[]]
    found, page = [], page_of(Notice.objects.select_related("to"), order, size=size)
    assert page.previous_token == ""
    while True:
        found.append(page)
        if not page.next_token:
            break
        page = page_of(Notice.objects.select_related("to"), order, size=size, after=page.next_token)
    assert [page.rows for page in found] == slices
    back = [found[-1].rows]
    page = found[-1]
    while page.previous_token:
        page = page_of(Notice.objects.select_related("to"), order, size=size, before=page.previous_token)
        back.append(page.rows)
        forth_again = page_of(Notice.objects.select_related("to"), order, size=size, after=page.next_token)
        assert forth_again.rows == back[-2]
    assert back[::-1] == slices


@pytest.fixture
def ten(make_notices: Callable[[Any], list[Notice]]) -> Any:
    make_notices([("a", "", 0)] * 10)
    return Notice.objects.all()


@pytest.mark.parametrize("token", ["x", "v1:dev1:AAAA:AAAA", "eyJh", "\x00", "v1:" * 99, "é"])
def test_a_made_up_token_gives_the_first_page(ten: Any, token: str) -> None:
    first = page_of(ten, ("id",), size=3)
    for made_up in (page_of(ten, ("id",), size=3, after=token), page_of(ten, ("id",), size=3, before=token)):
        assert made_up.rows == first.rows
        assert made_up.previous_token == ""


def test_a_token_of_another_order_gives_the_first_page(ten: Any) -> None:
    token = page_of(ten, ("id",), size=3).next_token
    assert page_of(ten, ("subject", "id"), size=3, after=token).rows == list(ten.order_by("id")[:3])


def test_a_token_shows_nothing_of_the_row_it_was_made_from(ten: Any) -> None:
    Notice.objects.update(subject="Somebody's name")
    token = page_of(ten, ("subject", "id"), size=3).next_token
    assert "Somebody" not in unquote(token)
    assert token != page_of(ten, ("subject", "id"), size=3).next_token
    assert next(iter(settings.FIELD_KEYS)) in token


def test_when_everything_behind_a_token_is_gone_the_first_page_is_shown(ten: Any) -> None:
    page = page_of(ten, ("id",), size=5)
    Notice.objects.filter(pk__gt=page.rows[-1].pk).delete()
    after = page_of(ten, ("id",), size=5, after=page.next_token)
    assert after.rows == page.rows
    assert (after.next_token, after.previous_token) == ("", "")


def test_a_row_that_comes_in_between_shifts_no_page(ten: Any, make_notices: Any) -> None:
    first = page_of(ten, ("-id",), size=4)
    Notice.objects.create(key="new", to=UserFactory(), subject="a", body="", written_at=timezone.now())
    second = page_of(ten, ("-id",), size=4, after=first.next_token)
    assert {row.pk for row in first.rows}.isdisjoint(row.pk for row in second.rows)
    assert [row.pk for row in first.rows + second.rows] == sorted(
        (r.pk for r in first.rows + second.rows), reverse=True
    )


def test_a_list_cannot_be_ordered_by_what_may_be_empty(ten: Any) -> None:
    with pytest.raises(ValueError, match="read_at"):
        page_of(ten, ("read_at", "id"), size=3)
