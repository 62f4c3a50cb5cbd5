"""Each step of a return: what it writes, whom it tells, what it leaves for the figures, and when it is refused."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from interventions.programmes.models import Mode, Running
from monitoring.returns.asked import answers_of, rows_asked
from monitoring.returns.models import Return, ReturnVersion
from monitoring.returns.receiving import read_upload
from monitoring.returns.selectors import last_period, left_to_do, newest_version, overdue, with_standing
from monitoring.returns.services import (
    accept_version,
    ask_for_returns,
    chase_returns,
    query_version,
    save_answers,
    submit_version,
    upload_return,
)
from monitoring.returns.workbook import layout
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.returns.conftest import QUARTER, Filling, given
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.selectors import read_bytes
from vrn_cases.files.services import lay_down
from vrn_cases.jobs.models import Job
from vrn_cases.notices.models import Notice
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db
GOOD = {"1": 20, "1a": 5, "1b": 10, "1c": 5, "1d": 8, "1e": 12, "2": 4, "3": 123_456}


@pytest.fixture
def partner(make_user: Callable[..., Any], asked: Return) -> Any:
    return make_user(Role.DELIVERY_PARTNER, organisation=asked.organisation, agency_kind=AgencyKind.VOLUNTARY)


@pytest.fixture
def analyst(make_user: Callable[..., Any]) -> Any:
    return make_user(Role.ANALYST)


@pytest.fixture
def save(asked: Return, partner: Any) -> Callable[..., ReturnVersion]:
    def saved(**changed: Any) -> ReturnVersion:
        rows = rows_asked(asked)
        return save_answers(of=asked, revision=None, rows=rows, answers=given(rows, {**GOOD, **changed}), by=partner)

    return saved


@pytest.fixture
def sent(save: Callable[..., ReturnVersion], partner: Any) -> ReturnVersion:
    return submit_version(version=save(), revision=None, note="", by=partner)


def plain_step(message: str) -> Any:
    return transaction.atomic()


def subjects_for(user: Any) -> list[str]:
    return list(Notice.objects.filter(to=user).order_by("id").values_list("subject", flat=True))


def test_asking_tells_the_partner_and_nobody_of_another_organisation(ask, make_user):
    organisation = OrganisationFactory()
    theirs = make_user(Role.DELIVERY_PARTNER, organisation=organisation)
    other = make_user(Role.DELIVERY_PARTNER)
    made = ask(organisation=organisation)
    assert subjects_for(theirs) == [f"Return {made.reference}: please fill in by 31 July 2023"]
    assert subjects_for(other) == []


def test_asking_twice_is_refused_with_the_reason(ask, asked):
    with pytest.raises(Refused, match="was asked for this return of"):
        ask(programme=asked.programme, organisation=asked.organisation)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"end": date(2023, 4, 1)}, "The period must end after it starts."),
        ({"due_on": date(2023, 6, 30)}, "A return cannot be due before its period has ended."),
    ],
)
def test_an_impossible_period_or_day_is_refused(ask, changed, reason):
    with pytest.raises(Refused, match=reason):
        ask(**changed)


def test_asking_everybody_asks_who_runs_by_returns_in_the_period_once(template):
    def run(mode: str, starts: date, ends: date | None = None) -> Running:
        return Running.objects.create(
            programme=ProgrammeFactory(), organisation=OrganisationFactory(), mode=mode, starts_on=starts, ends_on=ends
        )

    wanted = run(Mode.RETURN_ONLY, date(2020, 4, 1))
    run(Mode.RETURN_ONLY, date(2020, 4, 1), date(2023, 4, 1))  # ended as the quarter began
    run(Mode.RETURN_ONLY, date(2023, 7, 1))
    run(Mode.CASEWORK, date(2020, 4, 1))
    period = {**QUARTER, "due_on": date(2023, 7, 31), "by": SYSTEM}
    made = ask_for_returns(**period)
    assert [(of.programme_id, of.organisation_id) for of in made] == [(wanted.programme_id, wanted.organisation_id)]
    assert ask_for_returns(**period) == []


def test_saving_keeps_every_row_and_goes_on_with_the_same_version(save, asked):
    first = save()
    again = save(**{"2": 7})
    assert (again.pk, asked.versions.count()) == (first.pk, 1)
    answers = answers_of(again)
    assert len(answers) == len(rows_asked(asked))
    assert answers["ended", "", ""].value == 7
    assert answers["words", "", ""].state == "blank"


def test_saving_over_what_somebody_else_saved_is_turned_away(save, asked, partner):
    rows = rows_asked(asked)
    seen = asked.revision
    save()
    with pytest.raises(Changed):
        save_answers(of=asked, revision=seen, rows=rows, answers={}, by=partner)


def test_sending_tells_the_central_team(save, partner, analyst):
    version = submit_version(version=save(), revision=None, note="All counted.", by=partner)
    assert (version.status, version.note) == ("submitted", "All counted.")
    assert subjects_for(analyst) == [f"Return {version.of.reference} was sent"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"2": None}, "Line 2, “People whose support ended”: there is no answer."),
        ({"1c": 6}, "Line 1, “People supported”: the breakdown by age adds up to 21"),
        ({"2": 21}, "of which it is a part"),
        ({"1d": None, "1e": None}, "Line 1, “People supported”: there is no breakdown by sex."),
    ],
)
def test_what_is_missing_or_contradicts_itself_cannot_be_sent(save, partner, changed, told):
    version = save(**changed)
    with pytest.raises(Refused) as refused:
        submit_version(version=version, revision=None, note="", by=partner)
    assert any(told in reason for reason in refused.value.reasons)


def test_a_blank_with_a_note_that_says_why_can_be_sent(save, partner):
    version = save(**{"2": (None, "The list of endings was lost.")})
    assert left_to_do(version) == []


def test_nobody_accepts_what_they_sent(sent, partner):
    with pytest.raises(Refused, match="Somebody else has to accept it"):
        accept_version(version=sent, revision=None, by=partner)


def test_the_database_refuses_it_too(sent, partner):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnVersion.objects.filter(pk=sent.pk).update(accepted_at=sent.submitted_at, accepted_by=partner)


def test_accepting_marks_the_version_for_the_figures_and_tells_the_partner(sent, analyst, partner):
    Touched.objects.all().delete()
    accepted = accept_version(version=sent, revision=None, by=analyst)
    assert accepted.status == "accepted"
    assert Touched.objects.filter(kind="return_version", pk_touched=sent.pk).exists()
    assert subjects_for(partner)[-1] == f"Return {sent.of.reference} was accepted"


def test_a_query_tells_the_partner_what_and_a_newer_version_answers_it(sent, analyst, partner, save):
    queried = query_version(version=sent, revision=None, query="Line 2 fell by half.", by=analyst)
    assert queried.status == "queried"
    assert subjects_for(partner)[-1] == f"Return {sent.of.reference}: there is a question"
    with pytest.raises(Refused, match="was queried"):
        accept_version(version=sent, revision=None, by=analyst)
    newer = submit_version(version=save(**{"2": 9}), revision=None, note="", by=partner)
    sent.refresh_from_db()
    assert (newer.number, newer.status, sent.status) == (2, "submitted", "replaced")


def test_the_accepted_version_counts_until_a_newer_one_is_accepted(sent, analyst, partner, save):
    of = sent.of
    accept_version(version=sent, revision=None, by=analyst)
    newer = submit_version(version=save(**{"2": 9}), revision=None, note="", by=partner)
    standing = {version.number: version.status for version in of.versions.all()}
    assert standing == {1: "accepted", 2: "submitted"}
    accept_version(version=newer, revision=None, by=analyst)
    standing = {version.number: version.status for version in of.versions.all()}
    assert standing == {1: "replaced", 2: "accepted"}
    assert answers_of(of.versions.get(number=1))["ended", "", ""].value == 4


def test_how_a_return_stands_and_when_it_is_overdue(asked, save, partner, analyst):
    def standing() -> str:
        return with_standing(Return.objects.all()).get(pk=asked.pk).standing

    late = Return.objects.filter(overdue(date(2023, 8, 1)))
    assert (standing(), late.count()) == ("none", 1)
    assert not Return.objects.filter(overdue(date(2023, 7, 31))).exists()
    version = save()
    assert (standing(), late.count()) == ("draft", 1)
    version = submit_version(version=version, revision=None, note="", by=partner)
    assert (standing(), late.count()) == ("submitted", 0)
    query_version(version=version, revision=None, query="Why?", by=analyst)
    assert standing() == "queried"
    version = submit_version(version=save(), revision=None, note="", by=partner)
    accept_version(version=version, revision=None, by=analyst)
    assert standing() == "accepted"
    save()
    assert standing() == "accepted"


def test_chasing_reminds_once_a_day(asked, partner, clock):
    assert chase_returns(returns=[asked], by=SYSTEM) == 1
    assert chase_returns(returns=[asked], by=SYSTEM) == 0
    clock.shift(86_400)
    assert chase_returns(returns=[asked], by=SYSTEM) == 1
    assert subjects_for(partner)[-2:] == [f"Return {asked.reference} is overdue"] * 2


def test_a_faultless_workbook_becomes_the_version_being_prepared(asked, partner, well_filled, save):
    before = save()
    upload = upload_return(of=asked, name="april.xlsx", content=lay_down(well_filled.bytes()), by=partner)
    assert Job.objects.get().kind == "read_return"
    read = read_upload(upload.reference, by=partner, step=plain_step)
    before.refresh_from_db()
    assert (read.version.number, read.version.status, before.status) == (2, "draft", "replaced")
    assert answers_of(read.version)["spend", "", ""].value == 123_456
    assert read.version.file == upload.file
    assert read_upload(upload.reference, by=partner, step=plain_step).version == read.version
    assert asked.versions.count() == 2


def test_a_faulty_workbook_saves_nothing_and_is_kept_with_its_faults_and_a_marked_copy(asked, partner, well_filled):
    content = well_filled.put("2", "about 12").put("1c", 6).bytes()
    upload = upload_return(of=asked, name="april.xlsx", content=lay_down(content), by=partner)
    read = read_upload(upload.reference, by=partner, step=plain_step)
    assert asked.versions.count() == 0
    assert read.fault_count == 2
    assert [fault.cell for fault in read.faults.all()] == [well_filled.cell("1"), well_filled.cell("2")]
    assert read_bytes(read.file) == content
    assert read.annotated.name == "april-what-to-change.xlsx"
    marked = load_workbook(BytesIO(read_bytes(read.annotated)))
    assert marked.sheetnames[0] == layout.CHANGES
    sheet, cell = marked[layout.LINES], well_filled.cell("2")
    assert "“about 12” is not a number" in sheet[cell].comment.text
    assert "“about 12” is not a number" in sheet[f"H{cell[1:]}"].value
    assert [row[1].value for row in marked[layout.CHANGES].iter_rows(min_row=5)] == [well_filled.cell("1"), cell]


def test_the_same_file_twice_is_refused_and_another_after_it_is_not(asked, partner, well_filled):
    content = lay_down(well_filled.bytes())
    upload_return(of=asked, name="a.xlsx", content=content, by=partner)
    with pytest.raises(Refused, match="This is the same file as the last one"):
        upload_return(of=asked, name="b.xlsx", content=content, by=partner)
    upload_return(of=asked, name="c.xlsx", content=lay_down(well_filled.put("2", 3).bytes()), by=partner)
    assert asked.uploads.count() == 2


def test_two_uploads_at_once_are_both_kept_and_both_read(asked, partner, well_filled):
    first = upload_return(of=asked, name="a.xlsx", content=lay_down(well_filled.bytes()), by=partner)
    second = upload_return(of=asked, name="b.xlsx", content=lay_down(well_filled.put("2", 3).bytes()), by=partner)
    for upload in (second, first):
        read_upload(upload.reference, by=partner, step=plain_step)
    assert sorted(version.status for version in asked.versions.all()) == ["draft", "replaced"]


def test_every_step_leaves_one_event_without_an_answer_in_it(sent, analyst):
    accept_version(version=sent, revision=None, by=analyst)
    events = AuditEvent.objects.filter(subject_id=sent.reference).order_by("id")
    assert [event.action for event in events] == ["return_saved", "return_submitted", "return_accepted"]
    assert not any("123456" in event.detail for event in events)


def test_a_workbook_is_prefilled_with_what_was_saved_and_last_periods_answers(ask, asked, save, partner, analyst):
    accept_version(
        version=submit_version(version=save(), revision=None, note="", by=partner), revision=None, by=analyst
    )
    following = ask(
        programme=asked.programme,
        organisation=asked.organisation,
        start=date(2023, 7, 1),
        end=date(2023, 10, 1),
        label="July to September 2023",
        due_on=date(2023, 10, 31),
    )
    filling = Filling(following, last=last_period(following))
    assert filling.sheet[filling.cell("2", layout.LAST)].value == 4
    assert filling.sheet[filling.cell("3", layout.LAST)].value == 1234.56
    assert filling.sheet[filling.cell("2")].value is None
    corrected = Filling(asked, now=answers_of(newest_version(asked)))
    assert corrected.sheet[corrected.cell("2")].value == 4
