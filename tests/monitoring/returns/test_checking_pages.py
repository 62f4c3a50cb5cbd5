"""Sending, checking, asking and chasing on the pages."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.budgets.models import GrantAgreement
from monitoring.returns.models import GrantReturn, Return, ReturnTemplate
from monitoring.returns.services import (
    query_version,
)
from tests.factories import SourceFactory
from tests.monitoring.returns.story import Story, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(asked: Return, make_user: Callable[..., Any], client_for: Callable[..., Client]) -> Story:
    return Story(asked, make_user, client_for)


def test_sending_querying_and_accepting_on_the_pages(story):
    story.saved()
    assert story.post("partner", "return_submit", 1, note="All counted.").status_code == 302
    empty = story.post("analyst", "return_query", 1)
    assert empty.status_code == 422
    assert "Say what should be changed or explained." in text_of(empty)
    assert story.post("analyst", "return_query", 1, query="Line 2 fell by half.").status_code == 302
    assert "Line 2 fell by half." in text_of(story.get("partner", "return"))
    refused = text_of(story.get("director", "return_accept", 1))
    assert "The partner has to send a newer one." in refused
    story.sent(**{"2": 9})
    assert story.post("director", "return_accept", 2).status_code == 302
    assert "Version 2" in text_of(story.get("partner", "return"))
    assert story.of.versions.get(number=2).accepted_by == story.people["director"]


def test_asking_on_the_page_needs_both_or_neither(story, clock):
    url, analyst = reverse("ask_for_returns"), story.clients["analyst"]
    form = analyst.get(url).context["form"]
    base = {"submission_key": form["submission_key"].value(), "quarter": "2023/24 Q4", "due_on": "30/4/2024"}
    half = analyst.post(url, {**base, "programme": story.of.programme.reference})
    assert "Choose both a programme and an organisation" in text_of(half)
    both = {"programme": story.of.programme.reference, "organisation": story.of.organisation.reference}
    assert analyst.post(url, {**base, **both}).status_code == 302
    assert Return.objects.filter(label="2023/24 Q4").count() == 1
    assert story.clients["partner"].get(url).status_code == 403


def test_chasing_on_the_page_lists_what_is_overdue(story):
    url, analyst = reverse("chase_returns"), story.clients["analyst"]
    assert story.of.reference in text_of(analyst.get(url))
    form = analyst.get(url).context["form"]
    assert analyst.post(url, {"submission_key": form["submission_key"].value()}).status_code == 302
    assert Return.objects.get().chased_on is not None
    story.sent()
    assert "No return is overdue." in text_of(analyst.get(url))


def test_templates_show_their_lines_to_who_checks(story):
    template = ReturnTemplate.objects.get()
    url = template.get_absolute_url()
    assert "People supported" in text_of(story.clients["analyst"].get(url))
    assert "Partner return" in text_of(story.clients["analyst"].get(reverse("return_templates")))
    assert {story.clients[who].get(url).status_code for who in ("partner", "stranger", "board")} == {403}


def test_a_return_to_a_funder_is_asked_for_and_its_page_opens_for_who_makes_them(story, clock):
    agreement = GrantAgreement.objects.create(
        funder="Invented Funder", year="2023/24", amount=1, intervention_floor=0, source=SourceFactory()
    )
    url, analyst = reverse("grant_return_make"), story.clients["analyst"]
    form = analyst.get(url).context["form"]
    chosen = {"agreement": agreement.reference, "period": "2023/24 Q1", "small_numbers": "threshold"}
    answer = analyst.post(url, {"submission_key": form["submission_key"].value(), **chosen})
    made = GrantReturn.objects.get()
    assert (made.start, made.end, made.threshold) == (date(2023, 4, 1), date(2023, 7, 1), 5)
    assert "Funder under agreement" in text_of(analyst.get(answer.url))
    assert made.reference in text_of(analyst.get(reverse("grant_returns")))
    assert {story.clients[who].get(answer.url).status_code for who in ("partner", "director", "board")} == {403}


def test_what_was_queried_stays_in_view_while_the_answer_is_prepared(story):
    query_version(version=story.sent(), revision=None, query="Why so few?", by=story.people["analyst"])
    story.saved()
    assert "Why so few?" in text_of(story.get("partner", "return"))
