"""Filling in on the page and by workbook: nothing typed is lost, and every fault is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from monitoring.returns.asked import answers_of
from monitoring.returns.models import Return
from monitoring.returns.receiving import read_upload
from tests.monitoring.returns.conftest import Filling
from tests.monitoring.returns.story import Story, text_of
from vrn_cases.access.roles import AgencyKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(asked: Return, make_user: Callable[..., Any], client_for: Callable[..., Client]) -> Story:
    return Story(asked, make_user, client_for)


def upload_of(content: bytes, name: str = "april.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_typing_on_the_page_saves_and_errors_keep_what_was_typed(story):
    wrong = story.post("partner", "return_fill_in", answer_2="about 12", answer_3="£1,234.50", note_2="as told")
    assert wrong.status_code == 422
    shown = text_of(wrong)
    assert "Line 2: “about 12” is not a number." in shown
    assert 'value="about 12"' in shown
    assert 'value="as told"' in shown
    assert story.of.versions.count() == 0
    right = story.post("partner", "return_fill_in", answer_2="12", answer_3="£1,234.50", reason_5="Does not apply")
    assert right.status_code == 302
    answers = answers_of(story.of.versions.get())
    assert (answers["ended", "", ""].value, answers["spend", "", ""].value) == (12, 123_450)
    assert answers["plan_kept", "", ""].state == "not_applicable"


def test_the_form_shows_again_what_was_saved_and_keeps_what_it_does_not_ask(story):
    filling = Filling(story.of)
    for line, value in {"1": 20, "1a": 5, "1b": 15, "2": 4, "3": 12.5, "7": "Words"}.items():
        filling.put(line, value)
    filling.put("1c", reason="Does not apply", note="None of them.")
    story.uploaded(filling.bytes())
    assert story.post("partner", "return_fill_in", answer_2="6").status_code == 302
    answers = answers_of(story.of.versions.latest("number"))
    assert (answers["spend", "", ""].value, answers["ended", "", ""].value) == (1250, 6)
    kept = answers["supported", "age_band", "not-known"]
    assert (kept.state, kept.note) == ("not_applicable", "None of them.")


def test_a_page_opened_before_somebody_elses_save_is_turned_away_with_nothing_lost(story):
    url = story.url("return_fill_in")
    form = story.clients["partner"].get(url).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    story.saved()
    late = story.clients["partner"].post(url, {**shown, "answer_2": "17"})
    assert late.status_code == 422
    assert "Somebody else changed this" in text_of(late)
    assert 'value="17"' in text_of(late)


def test_an_uploaded_workbook_is_kept_and_its_page_survives_leaving(story, django_capture_on_commit_callbacks):
    answer = story.post("partner", "return_upload_form", file=upload_of(Filling(story.of).bytes()))
    assert answer.status_code == 302
    waiting = story.clients["partner"].get(answer.url)
    assert "Your workbook is being read" in text_of(waiting)
    upload = story.of.uploads.get()
    read_upload(upload.file.reference, by=story.people["partner"], step=lambda message: transaction.atomic())
    assert "is now version 1" in text_of(story.clients["partner"].get(answer.url))


def test_a_file_that_is_not_a_workbook_is_refused_at_the_door(story):
    answer = story.post("partner", "return_upload_form", file=upload_of(b"Line,This period\n1,12\n"))
    assert answer.status_code == 422
    assert "a text file named like a workbook" in text_of(answer)
    assert story.of.uploads.count() == 0


def test_every_fault_is_listed_with_its_cell_and_the_marked_copy_offered(story):
    filling = Filling(story.of).put("2", "about 12").put("3", "=1+1")
    upload = story.uploaded(filling.bytes())
    shown = text_of(story.clients["partner"].get(upload.get_absolute_url()))
    assert "2 things have to change" in shown
    assert "“about 12” is not a number." in shown
    assert reverse("file", args=[upload.annotated.reference]) in shown
    assert story.clients["partner"].get(reverse("file", args=[upload.annotated.reference])).status_code == 200
    assert story.clients["stranger"].get(reverse("file", args=[upload.annotated.reference])).status_code == 404


def test_whoever_uploads_second_is_told_of_the_first(story, make_user, client_for):
    colleague = make_user(Role.DELIVERY_PARTNER, organisation=story.of.organisation, agency_kind=AgencyKind.VOLUNTARY)
    client, url = client_for(colleague), story.url("return_upload_form")
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in ("submission_key", "revision")}
    story.uploaded(Filling(story.of).bytes())
    second = Filling(story.of).put("2", 3).bytes()
    answer = client.post(url, {**shown, "file": upload_of(second)}, follow=True)
    assert f"{story.people['partner'].name} also uploaded a workbook" in text_of(answer)
    assert story.of.uploads.count() == 2
