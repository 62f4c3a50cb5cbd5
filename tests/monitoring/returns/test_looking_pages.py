"""Pages that show returns: who may open each, for whom it is not there, and what they say."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.returns.models import Return
from monitoring.returns.services import (
    accept_version,
    put_published_template,
    state_published,
)
from monitoring.returns.services.published import PrintedFigure
from tests.factories import ProgrammeFactory, SourceFactory
from tests.monitoring.returns.conftest import Filling
from tests.monitoring.returns.story import Story, text_of
from vrn_cases.audit.services import SYSTEM
from vrn_cases.records.references import new_reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(asked: Return, make_user: Callable[..., Any], client_for: Callable[..., Client]) -> Story:
    return Story(asked, make_user, client_for)


def addresses(story: Story) -> dict[str, tuple[str, set[str]]]:
    """Each address of a return with a sent version: who may open it."""
    version = story.sent()
    upload = story.uploaded(Filling(story.of).bytes())
    reference, number = story.of.reference, version.number
    seen, filled, checked = {"partner", "analyst", "director"}, {"partner"}, {"analyst", "director"}
    return {
        "return": (reverse("return", args=[reference]), seen),
        "version": (reverse("return_version", args=[reference, number]), seen),
        "upload": (reverse("return_upload", args=[reference, upload.reference]), seen),
        "workbook": (reverse("return_workbook", args=[reference]), filled),
        "upload form": (reverse("return_upload_form", args=[reference]), filled),
        "fill in": (reverse("return_fill_in", args=[reference]), filled),
        "send": (reverse("return_submit", args=[reference, number]), filled),
        "query": (reverse("return_query", args=[reference, number]), checked),
        "accept": (reverse("return_accept", args=[reference, number]), checked),
    }


def test_every_address_opens_for_who_may_and_does_not_exist_for_another_organisation(story):
    for name, (url, may) in addresses(story).items():
        found = {who: client.get(url).status_code for who, client in story.clients.items()}
        assert {who for who, status in found.items() if status == 200} == may, name
        assert found["board"] == 403, name
        # the stranger holds the partner's verbs, so the return is not there; without the verb the page is refused
        assert found["stranger"] == (403 if may == {"analyst", "director"} else 404), name


def test_a_bad_reference_is_not_found_and_a_wrong_method_is_turned_away(story):
    bad = [reverse("return", args=[reference]) for reference in ("nonsense", new_reference("R"))]
    assert {story.clients["analyst"].get(url).status_code for url in bad} == {404}
    partner = story.clients["partner"]
    assert {partner.post(story.url(name)).status_code for name in ("return", "return_workbook")} == {405}
    assert {partner.delete(story.url(name)).status_code for name in ("return_upload_form", "return_fill_in")} == {405}
    assert story.get("partner", "return_version", 99).status_code == 404


def test_an_upload_is_not_found_under_another_return(story, ask):
    upload = story.uploaded(Filling(story.of).bytes())
    other = ask(
        programme=story.of.programme,
        organisation=story.of.organisation,
        start=date(2022, 4, 1),
        end=date(2022, 7, 1),
    )
    url = reverse("return_upload", args=[other.reference, upload.reference])
    assert story.clients["partner"].get(url).status_code == 404


def test_nobody_gets_in_without_signing_in(story):
    assert Client().get(story.url("return")).status_code == 302


def test_the_list_shows_a_partner_only_its_own_and_filters(story, ask):
    ask()
    own = story.clients["partner"].get(reverse("returns"))
    assert [row.reference for row in own.context["list"].page.rows] == [story.of.reference]
    analyst = story.clients["analyst"]
    assert len(analyst.get(reverse("returns")).context["list"].page.rows) == 2
    story.sent()
    for query, found in (
        (f"programme={story.of.programme.reference}", 1),
        (f"organisation={story.of.organisation.reference}", 1),
        ("period=April to June 2023", 2),
        ("standing=submitted", 1),
        ("standing=none", 1),
        ("overdue=yes", 1),
        ("published=yes", 0),
        ("published=no", 2),
    ):
        rows = analyst.get(f"{reverse('returns')}?{query}").context["list"].page.rows
        assert len(rows) == found, query


def test_the_list_downloads_as_excel_for_who_may_download_lists(story):
    file = story.clients["analyst"].get(f"{reverse('returns')}?format=xlsx")
    assert b"".join(file.streaming_content).startswith(b"PK")
    assert story.clients["partner"].get(f"{reverse('returns')}?format=xlsx").status_code == 403


def test_the_page_shows_what_is_missing_and_then_that_it_can_be_sent(story):
    story.saved(**{"2": None})
    shown = text_of(story.get("partner", "return"))
    assert "Line 2, “People whose support ended”: there is no answer." in shown
    assert "2 of 3 required lines are ready" in shown
    assert "disabled" in shown
    story.saved()
    shown = text_of(story.get("partner", "return"))
    assert "3 of 3 required lines are ready" in shown
    assert story.url("return_submit", 1) in shown


def test_zero_blank_and_what_does_not_apply_read_differently(story, ask):
    story.saved(**{"2": 0})
    rows = story.get("partner", "return").context["standing"].groups[0].rows
    assert next(row.now for row in rows if row.number == "2") == "0"
    words = story.get("partner", "return").context["standing"].groups[2].rows
    assert next(row.now for row in words if row.number == "4") == "No answer"


def test_last_period_and_the_difference_stand_beside(story, ask):
    accept_version(version=story.sent(), revision=None, by=story.people["analyst"])
    same = {"programme": story.of.programme, "organisation": story.of.organisation}
    story.of = ask(start=date(2023, 7, 1), end=date(2023, 10, 1), due_on=date(2023, 10, 31), label="July", **same)
    story.saved(**{"2": 1, "3": 123_456})
    rows = {
        row.number: row for group in story.get("partner", "return").context["standing"].groups for row in group.rows
    }
    assert (rows["2"].last, rows["2"].now, rows["2"].difference) == ("4", "1", "\N{MINUS SIGN}3")
    assert rows["3"].difference == "no change"


def test_a_statement_is_shown_as_printed_with_its_source(story):
    put_published_template(measures=[("potential_reach", "students")], by=SYSTEM)
    statement = state_published(
        programme=ProgrammeFactory(),
        label="as stated January 2021",
        start=None,
        end=date(2021, 2, 1),
        source=SourceFactory(code="S9", title="An invented strategy"),
        figures=[PrintedFigure("potential_reach", "students", 4893, "potential")],
        by=SYSTEM,
    )
    shown = text_of(story.clients["analyst"].get(statement.get_absolute_url()))
    for words in (
        "4,893 (potential reach)",
        "An invented strategy",
        "the source states no start",
        "as stated January 2021",
    ):
        assert words in shown
    assert story.clients["partner"].get(statement.get_absolute_url()).status_code == 404
    assert story.clients["analyst"].get(reverse("return_fill_in", args=[statement.reference])).status_code == 403
