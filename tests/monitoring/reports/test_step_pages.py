"""The pages of a report: who reads which edition, what every figure opens, and what a step that is closed says."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.indicators.windows import window_named
from monitoring.reports.blocks import Lines
from monitoring.reports.document import parts_of
from monitoring.reports.models import CoverPart, Report
from monitoring.reports.selectors import edition_of, figures_to_name
from monitoring.reports.services import add_cover_line, draft_report
from tests.monitoring.reports.few_returns import WINDOW
from tests.monitoring.reports.steps_taken import frozen, published
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_printing")]


@pytest.fixture
def draft(analyst: User) -> Report:
    return draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=True, by=analyst)


READERS = {Role.ANALYST: 200, Role.DIRECTOR: 200, Role.BOARD_MEMBER: 404, Role.OVERSIGHT_MEMBER: 404,
           Role.DELIVERY_PARTNER: 403, Role.ADMINISTRATOR: 403, Role.CASEWORKER: 403}  # fmt: skip


@pytest.mark.parametrize("role", list(READERS))
def test_a_draft_does_not_exist_for_who_reads_published_reports(
    role: Role, draft: Report, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    response = client_for(make_user(role)).get(draft.get_absolute_url())
    assert response.status_code == READERS[role]


def test_whoever_may_not_see_a_draft_is_not_told_that_none_was_made(
    draft: Report, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    text = client_for(make_user(Role.OVERSIGHT_MEMBER)).get("/reports/").content.decode()
    assert "There is no report for you to read yet." in text


def test_a_board_member_reads_the_closed_paper_and_not_the_team_edition(
    draft: Report, analyst: User, director: User, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    report = published(draft, analyst, director)
    client = client_for(make_user(Role.BOARD_MEMBER))
    page = client.get(report.get_absolute_url(), {"edition": "central_team"})
    assert "closed paper for the Violence Reduction Board" in page.content.decode()
    assert "OFFICIAL-SENSITIVE" not in page.content.decode()


def test_every_figure_of_the_page_opens(
    draft: Report, analyst: User, director: User, shipped_data: None, client_for: Callable[[User], Client]
) -> None:
    report = frozen(draft, analyst)
    client = client_for(analyst)
    text = client.get(report.get_absolute_url()).content.decode()
    doors = {
        part.split('"')[0].replace("&amp;", "&") for part in text.split('href="')[1:] if "/figures/?key=" in part[:60]
    }
    assert len(doors) > 10
    for door in doors:
        page = client.get(door)
        assert page.status_code == 200, door


def test_a_figure_that_is_not_in_the_report_is_not_found(
    draft: Report, analyst: User, client_for: Callable[[User], Client]
) -> None:
    assert (
        client_for(analyst).get(reverse("report_figure", args=[draft.reference]), {"key": "RET-99:x"}).status_code
        == 404
    )


def test_a_change_must_name_its_figure(draft: Report, analyst: User, client_for: Callable[[User], Client]) -> None:
    url = reverse("report_line_add", args=[draft.reference])
    client = client_for(analyst)
    key = client.get(url).context["form"]["submission_key"].value()
    page = client.post(url, {"submission_key": key, "part": "change", "text": "It fell.", "figure": ""})
    assert page.status_code == 422
    assert "Choose the figure that this line speaks of" in page.content.decode()
    assert "It fell." in page.content.decode()


def test_a_line_of_the_cover_names_its_figure(draft: Report, analyst: User, shipped_data: None) -> None:
    key, said = next(iter(figures_to_name(draft).items()))
    add_cover_line(report=draft, part=CoverPart.CHANGE, text="It rose.", figure=key, by=analyst)
    cover = next(section for section in edition_of(draft, "board").document.sections if section.cover)
    (line,) = [
        line for part in parts_of(cover) if isinstance(part, Lines) for line in part.items if line.text == "It rose."
    ]
    (reference,) = line.figures
    assert reference.label != "figure"
    assert said.startswith(reference.label.split(":")[0])


def test_a_draft_is_asked_for_on_its_page(analyst: User, client_for: Callable[[User], Client]) -> None:
    client = client_for(analyst)
    key = client.get(reverse("report_draft")).context["form"]["submission_key"].value()
    sent = {"submission_key": key, "period": "2023/24 Q1", "published_only": "on"}
    first, second = (client.post(reverse("report_draft"), sent) for _ in range(2))
    made = Report.objects.get()
    assert first.url == second.url == made.get_absolute_url()
    assert (made.label, made.published_only) == ("2023/24 Q1", True)


@pytest.mark.parametrize("name", ["freeze", "sign", "send_back", "publish", "restate"])
def test_a_step_that_the_rules_are_against_says_why(
    name: str,
    draft: Report,
    make_user: Callable[..., User],
    client_for: Callable[[User], Client],
    analyst: User,
    director: User,
) -> None:
    report = frozen(draft, analyst) if name == "freeze" else draft
    user = director if name in ("sign", "send_back") else analyst
    page = client_for(user).get(reverse(f"report_{name}", args=[report.reference]))
    assert page.status_code == 200
    assert page.context["form"].reasons
    assert page.context["form"].reasons[0] in page.content.decode()


def test_a_printed_figure_opens_into_what_it_counts_and_its_source(
    analyst: User,
    director: User,
    shipped_data: None,
    make_user: Callable[..., User],
    client_for: Callable[[User], Client],
) -> None:
    year = window_named("2023/24").days
    draft = draft_report(start=year.start, end=year.end, label=year.label, published_only=True, by=analyst)
    report = published(draft, analyst, director)
    client = client_for(make_user(Role.BOARD_MEMBER))

    def told(key: str) -> list[tuple[str, str]]:
        page = client.get(reverse("report_figure", args=[report.reference]), {"key": key})
        return [(row["key"], row["value"]) for row in page.context["behind"].rows]

    vip = told("PRINTED:VIP:people_reached:young_people:2023/24")
    assert ("What is counted", "People reached: young people") in vip
    assert ("Source", "Update to the Leicestershire & Rutland Safer Communities Strategy Board (S1)") in vip
    homicides = dict(told("SUCCESS:homicides:all ages:2023/24"))
    assert (homicides["Measure"], homicides["Whom"]) == ("Homicides", "all ages")
    assert "No counts were published with these percentages" in homicides["Notes under the table"]
