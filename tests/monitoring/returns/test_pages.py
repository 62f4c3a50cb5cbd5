"""The pages: who may open each, for whom it is not there, and what each step shows."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from monitoring.budgets.models import GrantAgreement
from monitoring.returns.asked import answers_of, rows_asked
from monitoring.returns.models import GrantReturn, Return, ReturnTemplate, ReturnVersion
from monitoring.returns.receiving import read_upload
from monitoring.returns.services import (
    accept_version,
    put_published_template,
    query_version,
    save_answers,
    state_published,
    submit_version,
    upload_return,
)
from monitoring.returns.services.published import PrintedFigure
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory
from tests.monitoring.returns.conftest import Filling, given
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.services import lay_down
from vrn_cases.records.references import new_reference

pytestmark = pytest.mark.django_db
GOOD = {"1": 20, "1a": 5, "1b": 10, "1c": 5, "1d": 8, "1e": 12, "2": 4, "3": 123_456, "7": "It went well."}


class Story:
    """One return with people around it: its partner, a stranger of another organisation, an analyst, a director."""

    def __init__(self, of: Return, make_user: Callable[..., Any], client_for: Callable[..., Client]) -> None:
        self.of = of
        voluntary = AgencyKind.VOLUNTARY
        self.people = {
            "partner": make_user(Role.DELIVERY_PARTNER, organisation=of.organisation, agency_kind=voluntary),
            "stranger": make_user(Role.DELIVERY_PARTNER, organisation=OrganisationFactory(), agency_kind=voluntary),
            "analyst": make_user(Role.ANALYST),
            "director": make_user(Role.DIRECTOR),
            "board": make_user(Role.BOARD_MEMBER),
        }
        self.clients = {name: client_for(user) for name, user in self.people.items()}

    def saved(self, **changed: Any) -> ReturnVersion:
        rows = rows_asked(self.of)
        values = given(rows, {**GOOD, **changed})
        return save_answers(of=self.of, revision=None, rows=rows, answers=values, by=self.people["partner"])

    def sent(self, **changed: Any) -> ReturnVersion:
        return submit_version(version=self.saved(**changed), revision=None, note="", by=self.people["partner"])

    def uploaded(self, content: bytes) -> Any:
        partner = self.people["partner"]
        upload = upload_return(of=self.of, name="april.xlsx", content=lay_down(content), by=partner)
        return read_upload(upload.reference, by=partner, step=lambda message: transaction.atomic())

    def url(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.of.reference, *more])

    def get(self, who: str, name: str, *more: Any) -> Any:
        return self.clients[who].get(self.url(name, *more))

    def post(self, who: str, name: str, *more: Any, **data: Any) -> Any:
        """Fill in the form as it is shown, with what is given in the place of what stands there."""
        client, url = self.clients[who], self.url(name, *more)
        form = client.get(url).context["form"]
        shown = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
        return client.post(url, {**shown, **data})


@pytest.fixture
def story(asked: Return, make_user: Callable[..., Any], client_for: Callable[..., Client]) -> Story:
    return Story(asked, make_user, client_for)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


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
        programme=story.of.programme, organisation=story.of.organisation, start=date(2022, 4, 1), end=date(2022, 7, 1)
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


def upload_of(content: bytes, name: str = "april.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_uploaded_workbook_is_kept_and_its_page_survives_leaving(story, django_capture_on_commit_callbacks):
    answer = story.post("partner", "return_upload_form", file=upload_of(Filling(story.of).bytes()))
    assert answer.status_code == 302
    waiting = story.clients["partner"].get(answer.url)
    assert "Your workbook is being read" in text_of(waiting)
    upload = story.of.uploads.get()
    read_upload(upload.reference, by=story.people["partner"], step=lambda message: transaction.atomic())
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
