""" "Hide names": initials and reference in every list and page, for the session that asked for it and for no other."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import django_filters
import pytest
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template import engines
from django.test import Client
from django.urls import path, reverse

from interventions.programmes.models import Programme
from tests.factories import ProgrammeFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.pages.columns import name_column
from vrn_cases.pages.lists import ListPage
from vrn_cases.pages.selectors import initials_of, names_shown_as_chosen, shown_name
from vrn_cases.urls import urlpatterns as product_addresses


class NoFilter(django_filters.FilterSet):
    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()


class NamesList(ListPage):
    title = "Names"
    kind = "test-names"
    filterset = NoFilter
    columns = (name_column("name", "Name", lambda row: row, order=("name", "id")),)

    def queryset(self) -> QuerySet[Programme]:
        return Programme.objects.all()


def show(request: HttpRequest) -> HttpResponseBase:
    return NamesList(request).response()


urlpatterns = [path("list/", show), *product_addresses]
PERSON = SimpleNamespace(name="Invented Name-Person", reference="P2222222")


@pytest.mark.parametrize(
    ("one", "reference", "shown", "hidden"),
    [
        (PERSON, "", "Invented Name-Person", "INP P2222222"),
        (SimpleNamespace(name="A B", initials="XY", reference="P3"), "", "A B", "XY P3"),
        (SimpleNamespace(name="A B"), "", "A B", "AB"),
        (PERSON, "C4", "Invented Name-Person", "INP C4"),
        ("Invented Person", "P5", "Invented Person", "IP P5"),
        ("Invented Person", "", "Invented Person", "IP"),
        ("<b>", "P6", "<b>", "B P6"),
        ("?", "P7", "?", "– P7"),
        (None, "P8", "", ""),
        ("", "P8", "", ""),
    ],
)
def test_what_is_shown(one: Any, reference: str, shown: str, hidden: str) -> None:
    assert shown_name(one, reference) == shown
    with names_shown_as_chosen(hidden=True):
        assert shown_name(one, reference) == hidden
    assert shown_name(one, reference) == shown


@pytest.mark.parametrize(
    ("name", "initials"),
    [("zoë ármin", "ZÁ"), ("A B C D", "ABC"), ("O'Invented", "O"), ("(Known) As", "KA"), ("123", "–")],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_the_filter_of_templates() -> None:
    drawn = engines["django"].from_string(
        "{% load gov_display %}{{ one|shown_name }}, {{ one.name|shown_name:'C9' }}, {{ other|shown_name }}"
    )
    with names_shown_as_chosen(hidden=True):
        assert drawn.render({"one": PERSON, "other": None}) == "INP P2222222, INP C9, "
    assert drawn.render({"one": PERSON, "other": "<i>"}) == "Invented Name-Person, Invented Name-Person, &lt;i&gt;"


@pytest.fixture
def client(make_user: Callable[..., User], client_for: Callable[[User], Client], settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return client_for(make_user(Role.CASEWORKER, programme=ProgrammeFactory(name="Invented Thing")))


def test_a_session_hides_names_and_shows_them_again(client: Client, client_for: Callable[[User], Client]) -> None:
    programme = Programme.objects.get()
    row = f"IT {programme.reference}"
    assert "Invented Thing" in client.get("/list/").content.decode()
    response = client.post(reverse("hide_names"), {"hide": "yes", "next": "/list/?sort=name"})
    assert (response.status_code, response["Location"]) == (302, "/list/?sort=name")
    page = client.get("/list/").content.decode()
    assert row in page
    assert "Invented Thing" not in page
    assert "Show names" in page
    assert "Invented Thing" in client_for(User.objects.get()).get("/list/").content.decode()
    client.post(reverse("hide_names"), {"hide": "no"})
    assert "Invented Thing" in client.get("/list/").content.decode()


@pytest.mark.django_db
def test_only_who_sees_people_has_the_button(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    assert (
        "Hide names" in client_for(make_user(Role.CASEWORKER, programme=ProgrammeFactory())).get("/").content.decode()
    )
    assert "Hide names" not in client_for(make_user(Role.DIRECTOR)).get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.invalid/", "//elsewhere.invalid/", "javascript:alert(1)", ""])
def test_the_way_back_is_never_another_site(client: Client, elsewhere: str) -> None:
    assert client.post(reverse("hide_names"), {"hide": "yes", "next": elsewhere})["Location"] == "/"
