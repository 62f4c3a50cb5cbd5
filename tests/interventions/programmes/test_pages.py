"""The pages of programmes: they work, end at one's scope, refuse, do not find, and take no other method."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from interventions.programmes.models import ListName, Mode, Programme, Running, StatedAs, ToolkitApproach
from interventions.programmes.services import put_framework, put_list_entry, put_priority
from tests.factories import MembershipFactory, OrganisationFactory, ProgrammeFactory, SourceFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LISTS = ("programmes", "programmes_planned", "priorities", "outcomes_framework", "areas", "toolkit", "factors",
         "reference_lists")  # fmt: skip


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory(code="ONE", name="First Programme", delivered_by="not stated", sources=[SourceFactory()])


@pytest.fixture
def analyst(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    return client_for(make_user(Role.ANALYST))


@pytest.fixture
def lead_elsewhere(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    """Two roles in two programmes, neither of them the one that is looked at."""
    user = make_user(Role.PROGRAMME_LEAD, programme=ProgrammeFactory(name="Second Programme"))
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=ProgrammeFactory(name="Third Programme"))
    return client_for(User.objects.get(pk=user.pk))


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def send(client: Client, url: str, **answers: Any) -> Any:
    """Open the page and send its form with these answers in the place of what it shows."""
    form = client.get(url).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    return client.post(url, {**shown, **answers})


def steps(programme: Programme) -> list[str]:
    running = Running.objects.create(
        programme=programme, organisation=OrganisationFactory(), mode=Mode.CASEWORK, starts_on=date(2024, 1, 1)
    )
    end = reverse("running_end", args=[programme.reference, running.reference])
    return [reverse(name, args=[programme.reference]) for name in ("programme_change", "running_add")] + [end]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_page_works_when_empty_and_takes_no_post(name: str, analyst: Client) -> None:
    page = analyst.get(reverse(name))
    assert page.status_code == 200
    assert 'aria-current="page"' in text(page)
    assert analyst.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", LISTS)
def test_nobody_without_the_verb_opens_them(
    name: str, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    assert client_for(make_user(Role.BOARD_MEMBER)).get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302


def test_what_is_planned_is_never_among_what_is_delivered(programme: Programme, analyst: Client) -> None:
    planned = ProgrammeFactory(name="Planned Programme", stated_as=StatedAs.PLANNED)
    delivered_page, planned_page = text(analyst.get("/programmes/")), text(analyst.get("/programmes/planned/"))
    assert programme.name in delivered_page
    assert planned.name not in delivered_page
    assert planned.name in planned_page
    assert programme.name not in planned_page
    shown = text(analyst.get(planned.get_absolute_url()))
    assert "not counted among what was delivered" in shown


def test_the_list_filters_and_its_file_holds_the_same(programme: Programme, analyst: Client) -> None:
    ProgrammeFactory(name="Grants Programme", delivery_model="grant")
    assert "Grants Programme" not in text(analyst.get("/programmes/", {"delivery_model": "casework"}))
    file = analyst.get("/programmes/", {"delivery_model": "casework", "format": "xlsx"})
    book = load_workbook(BytesIO(b"".join(file.streaming_content)))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert programme.name in cells
    assert "Grants Programme" not in cells


def test_a_lead_sees_the_own_programmes_alone(programme: Programme, lead_elsewhere: Client) -> None:
    shown = text(lead_elsewhere.get("/programmes/"))
    assert "Second Programme" in shown
    assert "Third Programme" in shown
    assert programme.name not in shown
    assert lead_elsewhere.get(programme.get_absolute_url()).status_code == 404


def test_the_page_says_what_is_a_reading_and_what_is_not_set(programme: Programme, analyst: Client) -> None:
    approach = ToolkitApproach.objects.create(
        code="mentoring", name="Mentoring", estimated_impact="moderate", evidence_quality="high",
        source=SourceFactory(dated="2022-01"),
    )  # fmt: skip
    Programme.objects.filter(pk=programme.pk).update(
        approach=approach, approach_is_reading=True, level_is_reading=True, neutral_name=""
    )
    shown = text(analyst.get(programme.get_absolute_url()))
    assert "Our reading: no source names the approach." in shown
    assert "Our reading: the sources do not label it." in shown
    assert "estimated impact moderate, evidence quality high" in shown
    assert "(January 2022)" in shown
    assert "Not set: nothing for young people can be made until it is" in shown
    assert "Not stated: nobody has said yet who runs it" in shown


def test_who_may_only_look_sees_no_way_to_change(
    programme: Programme, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    client = client_for(make_user(Role.PROGRAMME_LEAD, programme=programme))
    assert reverse("programme_change", args=[programme.reference]) not in text(client.get(programme.get_absolute_url()))
    for url in [reverse("programme_add"), *steps(programme)]:
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code == 403, url


def test_a_bad_reference_is_not_found(programme: Programme, analyst: Client) -> None:
    assert analyst.get(reverse("programme", args=["PZZZZZZZ"])).status_code == 404
    assert analyst.get(reverse("programme", args=["1"])).status_code == 404
    *_, end = steps(programme)
    other = ProgrammeFactory()
    assert analyst.get(end.replace(programme.reference, other.reference)).status_code == 404


def test_other_methods_are_refused(programme: Programme, analyst: Client) -> None:
    assert analyst.post(programme.get_absolute_url()).status_code == 405
    for url in [reverse("programme_add"), *steps(programme)]:
        assert analyst.delete(url).status_code == 405, url


def test_a_programme_is_added_once_through_its_page(analyst: Client) -> None:
    answers = {
        "code": "new", "name": "New Programme", "what": "It helps.", "delivery_model": "casework",
        "delivered_by": "A provider", "setting": "Community", "prevention_level": "primary", "population": "universal",
        "stated_as": "planned", "sources": [SourceFactory().code],
    }  # fmt: skip
    form = analyst.get(reverse("programme_add")).context["form"]
    answers["submission_key"] = form["submission_key"].value()
    first = analyst.post(reverse("programme_add"), answers)
    added = Programme.objects.get(code="NEW")
    assert first.url == added.get_absolute_url()
    assert not added.level_is_reading
    assert analyst.post(reverse("programme_add"), answers).url == first.url
    assert Programme.objects.count() == 1
    taken = send(analyst, reverse("programme_add"), **{**answers, "submission_key": str(uuid4())})
    assert "There is a programme with the code NEW already." in text(taken)


def test_a_wrong_form_keeps_what_was_typed_and_says_why(analyst: Client) -> None:
    page = send(analyst, reverse("programme_add"), code="one", name="Kept Name", neutral_name="Knife club")
    assert page.status_code == 422
    shown = text(page)
    assert "it holds “Knife”" in shown
    assert "Kept Name" in shown


def test_a_change_through_the_page_and_over_a_newer_one(programme: Programme, analyst: Client) -> None:
    url = reverse("programme_change", args=[programme.reference])
    old = analyst.get(url).context["form"]
    stale = {field.html_name: field.value() for field in old if field.value() is not None}
    assert send(analyst, url, setting="Schools").status_code == 302
    assert Programme.objects.get(pk=programme.pk).setting == "Schools"
    late = analyst.post(url, {**stale, "setting": "Parks"})
    assert late.status_code == 422
    assert "Somebody else changed this" in text(late)
    assert Programme.objects.get(pk=programme.pk).setting == "Schools"


def test_how_it_runs_is_said_and_ended_in_days_that_are_both_inside(programme: Programme, analyst: Client) -> None:
    provider = OrganisationFactory()
    url = reverse("running_add", args=[programme.reference])
    days = {"starts_on": "1/4/2023", "organisation": provider.reference, "mode": "return_only"}
    assert send(analyst, url, **days).status_code == 302
    running = Running.objects.get()
    assert (running.starts_on, running.ends_on) == (date(2023, 4, 1), None)
    again = send(analyst, url, **{**days, "starts_on": "1/4/2024"})
    assert again.status_code == 422
    assert "Two ways cannot hold on one day" in text(again)
    end = reverse("running_end", args=[programme.reference, running.reference])
    assert send(analyst, end, last_day="31/3/2024").status_code == 302
    running.refresh_from_db()
    assert running.ends_on == date(2024, 4, 1)
    assert "31 March 2024" in text(analyst.get(programme.get_absolute_url()))


def test_what_is_planned_shows_why_it_cannot_run_before_anything_is_sent(analyst: Client) -> None:
    planned = ProgrammeFactory(stated_as=StatedAs.PLANNED)
    shown = text(analyst.get(reverse("running_add", args=[planned.reference])))
    assert "The programme is only planned." in shown
    assert "disabled" in shown


def test_priorities_stand_under_the_strategy_of_their_time(analyst: Client) -> None:
    framework = put_framework(name="The Strategy", valid_from=date(2024, 1, 31), valid_until=None, by="test")
    put_priority(framework=framework, number=1, text="Leadership", source=SourceFactory(), by="test")
    shown = text(analyst.get(reverse("priorities")))
    assert "The Strategy" in shown
    assert "In force" in shown
    assert "Since 31 January 2024" in shown
    assert "Leadership" in shown


def test_factors_carry_the_warning_against_reading_them_of_one_person(analyst: Client) -> None:
    put_list_entry(
        name=ListName.RISK_FACTOR, code="x", valid_from=None, label="Bullying", group="community", position=1, by="test"
    )
    shown = text(analyst.get(reverse("factors")))
    assert "Bullying" in shown
    assert "They decide nothing about one person" in shown


@pytest.mark.parametrize(("role", "sees"), [(Role.CASEWORKER, False), (Role.PROGRAMME_LEAD, True)])
def test_the_way_to_the_returns_is_shown_to_who_may_see_them(
    role: Role, sees: bool, make_user: Callable[..., User], client_for: Callable[[User], Client], programme: Programme
) -> None:
    client = client_for(make_user(role, programme=programme))
    assert (f'href="{reverse("returns")}?programme=' in text(client.get(programme.get_absolute_url()))) is sees
    assert (client.get(reverse("returns")).status_code == 200) is sees
