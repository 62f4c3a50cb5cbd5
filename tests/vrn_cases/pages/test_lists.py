"""The one list page, over organisations with every kind of filter."""

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import django_filters
import openpyxl
import pytest
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path

from interventions.programmes.models import Programme
from tests.factories import ProgrammeFactory
from tests.lists import told_by
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.pages import list_exports, lists
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage
from vrn_cases.urls import urlpatterns as product_addresses


class ProgrammeFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name", widget=forms.TextInput({"type": "search"}))
    level = django_filters.MultipleChoiceFilter(
        field_name="code", choices=[("p0", "Nought"), ("p1", "One"), ("p2", "Two")], label="Level"
    )
    rank = django_filters.RangeFilter(field_name="id", label="Rank")
    rank_order = django_filters.ChoiceFilter(method="any_order", choices=[("up", "Upwards")], label="Order")

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()

    def any_order(self, rows: QuerySet[Programme], name: str, value: str) -> QuerySet[Programme]:
        return rows


class ProgrammeList(ListPage):
    title = "Programmes & more"
    kind = "test-programmes"
    filterset = ProgrammeFilter
    default_order = ("code", "id")
    columns = (
        Column("reference", "Reference", lambda row: row.reference, url=lambda row: f"/programmes/{row.reference}/"),
        Column("name", "Name", lambda row: row.name, order=("name", "id")),
        Column("number", "Number", lambda row: int(row.code[1:]), numeric=True, order=("code", "id")),
        Column("state", "State", lambda row: "run", lambda row: "Running", tag=lambda row: "green"),
    )

    def queryset(self) -> QuerySet[Programme]:
        return Programme.objects.all()


def show(request: HttpRequest) -> HttpResponseBase:
    return ProgrammeList(request).response()


urlpatterns = [path("list/", show), *product_addresses]


@pytest.fixture(autouse=True)
def addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def client(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    return client_for(make_user(Role.ANALYST))


def fill(count: int) -> None:
    for number in range(count):
        ProgrammeFactory(code=f"p{number}", name=f"Programme {number % 3} <b>{number:03}</b>")


def get(client: Client, query: str = "", **kwargs: Any) -> Any:
    response = client.get(f"/list/?{query}" if query else "/list/", **kwargs)
    assert response.status_code == 200
    return response


def names(response: Any) -> list[str]:
    return [list(row.values())[1] for row in told_by(response.context["list"])]


def link(response: Any, words: str) -> str:
    page = unescape(response.content.decode())
    found = re.search(rf'href="([^"]*)"[^>]*>(?:(?!</a>).)*{re.escape(words)}', page, re.DOTALL)
    assert found, words
    return found[1]


def test_a_page_of_a_list_costs_six_queries(client: Client, django_assert_num_queries: Any) -> None:
    fill(30)
    get(client)
    with django_assert_num_queries(6):  # session, user, memberships, rows, count, event
        assert len(names(get(client))) == 25
    with django_assert_num_queries(6):
        get(client, "sort=name&name=programme")


def test_user_text_is_escaped(client: Client) -> None:
    fill(1)
    page = get(client).content.decode()
    assert "<b>000</b>" not in page
    assert "&lt;b&gt;000&lt;/b&gt;" in page


def test_sorting_both_ways_and_back(client: Client) -> None:
    fill(7)
    first = get(client)
    assert names(first) == sorted(names(first), key=lambda name: name[-7:])
    up = client.get(link(first, "Name"))
    assert names(up) == sorted(names(first))
    assert 'aria-sort="ascending"' in up.content.decode()
    down = client.get(link(up, "Name"))
    assert names(down) == sorted(names(first), reverse=True)
    assert 'aria-sort="descending"' in down.content.decode()
    assert names(get(client, "sort=state")) == names(get(client, "sort=nonsense")) == names(first)


@pytest.mark.parametrize("sort", ["", "sort=name", "sort=-name", "sort=-number"])
def test_pages_forth_and_back_keep_filters_and_order(client: Client, sort: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 4)
    fill(11)
    query = f"{sort}&name=programme"
    whole, page = [], get(client, query)
    pages = [names(page)]
    while page.context["list"].next_url:
        page = client.get(page.context["list"].next_url)
        pages.append(names(page))
        assert page.context["list"].chips
    assert [len(found) for found in pages] == [4, 4, 3]
    whole = [name for found in pages for name in found]
    assert len(set(whole)) == 11
    back = client.get(client.get(page.context["list"].previous_url).context["list"].previous_url)
    assert names(back) == pages[0]
    assert back.context["list"].previous_url == ""


def test_filters_stand_in_the_address_and_each_can_be_taken_away(client: Client) -> None:
    fill(5)
    query = "sort=-name&name=programme&level=p1&level=p2&rank_min=1&rank_max=99999999&rank_order=up&after=x"
    response = get(client, query)
    chips = {chip["label"]: chip["remove_url"] for chip in response.context["list"].chips}
    base = "/list/?sort=-name"
    assert chips == {
        "Name: programme": f"{base}&level=p1&level=p2&rank_min=1&rank_max=99999999&rank_order=up",
        "Level: One": f"{base}&name=programme&level=p2&rank_min=1&rank_max=99999999&rank_order=up",
        "Level: Two": f"{base}&name=programme&level=p1&rank_min=1&rank_max=99999999&rank_order=up",
        "Rank: 1 to 99999999": f"{base}&name=programme&level=p1&level=p2&rank_order=up",
        "Order: Upwards": f"{base}&name=programme&level=p1&level=p2&rank_min=1&rank_max=99999999",
    }
    assert link(response, "Clear filters") == base
    assert response.context["list"].count == 2


def test_half_a_range_in_words(client: Client) -> None:
    labels = [
        chip["label"] for query in ("rank_min=2", "rank_max=3") for chip in get(client, query).context["list"].chips
    ]
    assert labels == ["Rank: from 2", "Rank: up to 3"]


def test_a_wrong_filter_shows_its_error_and_no_rows(client: Client) -> None:
    fill(3)
    response = client.get("/list/?level=nonsense&name=programme")
    page = unescape(response.content.decode())
    assert names(response) == []
    assert "One of the filters cannot be used." in page
    assert "Select a valid choice" in page
    assert [chip["label"] for chip in response.context["list"].chips] == ["Name: programme"]


def test_nothing_yet_and_nothing_that_matches(client: Client) -> None:
    assert "There is nothing here yet." in get(client).content.decode()
    assert "Clear filters" not in get(client).content.decode()
    fill(1)
    response = get(client, "name=absent")
    assert "Nothing matches these filters." in response.content.decode()
    assert link(response, "Clear filters") == "/list/"


@pytest.mark.parametrize(("rows", "words"), [(1, "1 result"), (2, "2 results"), (6, "6 results"), (7, "6+ results")])
def test_the_count_stops_at_its_cap(client: Client, monkeypatch: Any, rows: int, words: str) -> None:
    monkeypatch.setattr(lists, "COUNT_CAP", 6)
    monkeypatch.setattr(lists, "PAGE_SIZE", 2)
    fill(rows)
    assert get(client).context["list"].count_text == words


def test_a_list_of_one_page_is_counted_without_a_query(client: Client, django_assert_num_queries: Any) -> None:
    fill(3)
    get(client)
    with django_assert_num_queries(5):
        assert get(client).context["list"].count == 3


def test_htmx_gets_the_results_alone(client: Client) -> None:
    fill(2)
    part = get(client, "name=programme", headers={"HX-Request": "true"}).content.decode().strip()
    assert part.startswith('<section id="list-results"')
    assert part.endswith("</section>")
    assert "<html" not in part


def test_showing_a_list_leaves_one_event_with_the_references_and_no_words_searched_for(client: Client) -> None:
    fill(3)
    get(client, "name=Programme+1")
    event = AuditEvent.objects.get(action=Action.LIST_SHOWN)
    shown = list(Programme.objects.filter(name__contains="Programme 1").values_list("reference", flat=True))
    assert json.loads(event.detail) == {"shown": shown}
    assert (event.subject_kind, event.subject_id) == ("list", "test-programmes")


def workbook(response: Any) -> list[list[Any]]:
    content = b"".join(response.streaming_content)
    return [list(row) for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


def test_the_excel_file_has_the_columns_filters_and_order_of_the_page(client: Client) -> None:
    fill(30)
    response = client.get(link(get(client, "sort=-number&name=Programme+1"), "Download as Excel"))
    assert re.fullmatch(
        r'attachment; filename="test-programmes-\d{4}-\d\d-\d\d\.xlsx"', response["Content-Disposition"]
    )
    rows = workbook(response)
    assert [rows[0][0], rows[2][0]] == ["Programmes & more", "Only: Name: Programme 1"]
    assert "invented" in rows[3][0]
    heading = rows.index(["Reference", "Name", "Number", "State"])
    body = rows[heading + 1 :]
    wanted = Programme.objects.filter(name__contains="Programme 1").order_by("-code", "-id")
    assert body == [[row.reference, row.name, int(row.code[1:]), "run"] for row in wanted]
    event = AuditEvent.objects.get(action=Action.LIST_EXPORTED)
    assert json.loads(event.detail)["count"] == 10
    assert len(json.loads(event.detail)["sha256"]) == 64


def test_an_excel_file_that_stops_at_the_cap_says_so(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(list_exports, "EXPORT_CAP", 2)
    fill(3)
    rows = workbook(client.get("/list/?format=xlsx"))
    assert "Only the first 2 rows are here." in rows[-1][0]
    monkeypatch.setattr(list_exports, "EXPORT_CAP", 3)
    assert "Only the first" not in str(workbook(client.get("/list/?format=xlsx")))


def test_who_may_not_download_sees_no_button_and_is_refused(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    fill(1)
    board = client_for(make_user(Role.BOARD_MEMBER))
    assert "Download as Excel" not in get(board).content.decode()
    assert board.get("/list/?format=xlsx").status_code == 403
    assert not AuditEvent.objects.filter(action=Action.LIST_EXPORTED).exists()
