"""Lists with names: another permission, a purpose, a mark on the file, 24 hours, and a record for the lead."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import django_filters
import openpyxl
import pytest
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from interventions.programmes.models import Programme
from tests.factories import MembershipFactory, ProgrammeFactory
from vrn_cases.access.gate import requires
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.named_lists.models import NamedList
from vrn_cases.pages.columns import Column, name_column
from vrn_cases.pages.lists import ListPage
from vrn_cases.urls import urlpatterns as product_addresses

pytestmark = pytest.mark.django_db
PURPOSE = "To hand the sessions over <to the new worker>"


class NameFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name")

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()


class PeopleList(ListPage):
    """Programmes stand in for people: a list like any other, with a name and a note."""

    title = "Test people"
    kind = "test-people"
    filterset = NameFilter
    default_order = ("name", "id")
    columns = (
        Column("reference", "Reference", lambda row: row.reference),
        name_column("name", "Name", lambda row: row, order=("name", "id")),
        Column("note", "Note", lambda row: f"note on {row.name}", personal=True),
    )

    def queryset(self) -> QuerySet[Programme]:
        return Programme.objects.for_user(self.request.user, to=Permission.PROGRAMME_VIEW)


@require_safe
@requires(Permission.PROGRAMME_VIEW)
def show(request: HttpRequest) -> HttpResponseBase:
    return PeopleList(request).response()


urlpatterns = [path("list/", show), *product_addresses]


@pytest.fixture(autouse=True)
def addresses(settings: Any, clock: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def programmes(db: None) -> list[Programme]:
    return [ProgrammeFactory(name=f"Invented {letter}") for letter in "ABC"]


@pytest.fixture
def lead(make_user: Callable[..., User], programmes: list[Programme]) -> User:
    """Leads A and B, and works in C, where lists with names are not for them."""
    user = make_user(Role.PROGRAMME_LEAD, programme=programmes[0], name="The lead")
    MembershipFactory(user=user, role=Role.PROGRAMME_LEAD, programme=programmes[1])
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=programmes[2])
    return User.objects.get(pk=user.pk)


@pytest.fixture
def client(lead: User, client_for: Any) -> Client:
    return client_for(lead)


def cells(response: Any) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).worksheets[0]
    return [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]


def ask(client: Client, of: Programme, query: str = "", **changed: str) -> Any:
    url = client.get(f"/list/{query}").context["list"].named_url
    form = client.get(url).context["form"]
    sent = {"programme": of.reference, "purpose": PURPOSE, "submission_key": form["submission_key"].value()}
    return client.post(url, {**sent, **changed})


def asked(client: Client, programme: Programme, query: str = "") -> NamedList:
    assert ask(client, programme, query).status_code == 302
    return NamedList.objects.latest("id")


def file_of(named: NamedList) -> str:
    return reverse("named_list", args=[named.reference]) + "?format=xlsx"


def test_the_file_of_a_list_is_without_names(client: Client) -> None:
    rows = cells(client.get("/list/?format=xlsx"))
    assert ["Reference"] in rows
    assert not [cell for row in rows for cell in row if "Invented" in str(cell)]


def test_nobody_gets_names_by_asking_for_them_in_the_address(client: Client) -> None:
    for query in ("names=yes", "with_names=1", "personal=on"):
        rows = cells(client.get(f"/list/?format=xlsx&{query}"))
        assert not [cell for row in rows for cell in row if "Invented" in str(cell)]


def test_with_names_it_is_marked_and_holds_one_programme(client: Client, lead: User, programmes: Any) -> None:
    named = asked(client, programmes[1])
    response = client.get(file_of(named))
    called = f"test-people-with-names-{named.reference}-2024-04-15.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{called}"'
    sheet = openpyxl.load_workbook(BytesIO(response.getvalue())).worksheets[0]
    text = [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["Reference", "Name", "Note"] in text
    assert [row for row in text if row[:1] == [programmes[1].reference]] == [
        [programmes[1].reference, "Invented B", "note on Invented B"]
    ]
    assert len([row for row in text if "note on" in str(row)]) == 1
    above = " ".join(str(row[0]) for row in text if row)
    assert f"WITH NAMES. List {named.reference}, of Invented B, made for The lead ({lead.reference})" in above
    assert f"For: {PURPOSE}" in above
    assert "Delete it by 16 April 2024, 09:30." in above
    footer = sheet.oddFooter.left.text
    assert footer.startswith(f"WITH NAMES, list {named.reference}, {lead.reference}.")
    named.refresh_from_db()
    assert named.count == 1
    about = AuditEvent.objects.filter(subject_id__in=[named.reference, "test-people"])
    told = list(
        about.exclude(action__in=["list_shown", "record_opened"]).order_by("id").values_list("action", flat=True)
    )
    assert told == [Action.NAMED_LIST_ASKED, Action.LIST_EXPORTED, Action.NAMED_LIST_DOWNLOADED]


def test_filters_of_the_list_hold_and_stand_nowhere_in_clear(client: Client, programmes: Any) -> None:
    named = asked(client, programmes[1], "?name=Invented+A")
    assert named.filters == "Name: Invented A"
    rows = cells(client.get(file_of(named)))
    assert not [row for row in rows if "note on" in str(row)]
    raw = NamedList.objects.values_list("query", "filters").get(pk=named.pk)
    assert all(str(value).startswith("v1:") for value in raw)


def test_it_can_be_had_for_24_hours_by_who_asked(client: Client, clock: Any, programmes: Any, client_for: Any) -> None:
    named = asked(client, programmes[0])
    other = client_for(MembershipFactory(role=Role.PROGRAMME_LEAD, programme=programmes[0]).user)
    assert other.get(file_of(named)).status_code == 410
    clock.shift(timedelta(hours=23, minutes=59))
    client.post(reverse("stay_signed_in"))
    again = client_for(named.asked_by)
    assert again.get(file_of(named)).getvalue().startswith(b"PK")
    clock.shift(timedelta(minutes=1))
    answer = again.get(file_of(named))
    assert answer.status_code == 410
    assert "they are over" in answer.text
    assert "Download with names" not in answer.text


def test_the_lead_of_the_programme_sees_who_asked_and_others_do_not(
    client: Client, programmes: Any, client_for: Any, clock: Any
) -> None:
    named = asked(client, programmes[0])
    beside = client_for(MembershipFactory(role=Role.PROGRAMME_LEAD, programme=programmes[0]).user)
    page = beside.get(reverse("named_lists")).text
    for words in (
        named.reference,
        "The lead",
        "Test people",
        "To hand the sessions over &lt;to",
        "16 April 2024, 09:30",
    ):
        assert words in page
    assert "Not downloaded" in page
    elsewhere = client_for(MembershipFactory(role=Role.PROGRAMME_LEAD, programme=programmes[2]).user)
    assert named.reference not in elsewhere.get(reverse("named_lists")).text
    assert "Nobody has asked for a list with names" in elsewhere.get(reverse("named_lists")).text
    assert elsewhere.get(reverse("named_list", args=[named.reference])).status_code == 404
    assert elsewhere.get(file_of(named)).status_code == 404
    clock.shift(timedelta(days=2))
    later = client_for(MembershipFactory(role=Role.PROGRAMME_LEAD, programme=programmes[0]).user)
    assert "Over since 16 April 2024, 09:30" in later.get(reverse("named_lists")).text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"purpose": ""}, "Say what you need the names for."),
        ({"purpose": "x" * 501}, "Shorten this to 500 characters"),
        ({"programme": ""}, "Select the programme"),
    ],
)
def test_a_purpose_and_a_programme_are_needed(
    client: Client, programmes: Any, changed: dict[str, str], error: str
) -> None:
    answer = ask(client, programmes[0], **changed)
    assert answer.status_code == 422
    assert error in answer.text
    assert not NamedList.objects.exists()


def test_a_programme_where_one_may_not_have_names_cannot_be_chosen(client: Client, programmes: Any) -> None:
    assert ask(client, programmes[2]).status_code == 422


@pytest.mark.parametrize("token", ["", "nonsense", "v1:dev1:AAAA:AAAA"])
def test_a_list_that_was_made_up_leads_nowhere(client: Client, token: str) -> None:
    answer = client.get(reverse("named_list_ask"), {"list": token})
    assert "Which list?" in answer.text
    assert client.post(f"{reverse('named_list_ask')}?list={token}", {"purpose": PURPOSE}).status_code == 405
    assert not NamedList.objects.exists()


def test_whoever_may_not_is_offered_nothing(make_user: Any, client_for: Any, programmes: Any) -> None:
    client = client_for(make_user(Role.CASEWORKER, programme=programmes[0]))
    page = client.get("/list/")
    assert page.context["list"].excel_url
    assert page.context["list"].named_url == ""
    for name in ("named_lists", "named_list_ask"):
        assert client.get(reverse(name)).status_code == 403


def test_a_list_of_no_programme_and_one_without_names_offer_none(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "vrn_cases.urls"
    assert client.get(reverse("returns")).context["list"].named_url == ""


def test_whoever_lost_the_role_gets_no_names(client: Client, lead: User, programmes: Any) -> None:
    named = asked(client, programmes[0])
    lead.memberships.filter(role=Role.PROGRAMME_LEAD, programme=programmes[0]).update(ends_on="2024-04-15")
    assert client.get(file_of(named)).status_code == 404
