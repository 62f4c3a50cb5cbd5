"""A report from draft to publication: what stands against each step, who may take it, and what each leaves behind."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.reports import rules
from monitoring.reports.models import CoverPart, Report, Snapshot
from monitoring.reports.services import (
    add_cover_line,
    ask_to_freeze,
    draft_report,
    publish_report,
    restate_report,
    send_back,
    sign_report,
)
from tests.monitoring.reports.few_returns import WINDOW
from tests.monitoring.reports.steps_taken import frozen, published, signed
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.jobs.services import run_job
from vrn_cases.notices.models import Notice
from vrn_cases.records.refusals import Changed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_printing")]


@pytest.fixture
def draft(analyst: User) -> Report:
    return draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=True, by=analyst)


STEPS = ("change", "freeze", "sign", "send_back", "publish", "restate")
# state of the report -> the steps that nothing stands against, for somebody who did not freeze it
OPEN = {
    "draft": {"change", "freeze"},
    "frozen": {"sign", "send_back"},
    "signed": {"publish"},
    "published": {"restate"},
}


def against(step: str, report: Report, by: User) -> list[str]:
    if step == "sign":
        return rules.against_signing(report, by)
    names = {
        "change": rules.against_changing,
        "freeze": rules.against_freezing,
        "send_back": rules.against_sending_back,
        "publish": rules.against_publishing,
        "restate": rules.against_restating,
    }
    return names[step](report)


@pytest.mark.parametrize("state", list(OPEN))
def test_each_state_leaves_its_own_steps_open(state: str, draft: Report, analyst: User, director: User) -> None:
    make = {"draft": lambda: draft, "frozen": lambda: frozen(draft, analyst)}
    make["signed"] = lambda: signed(draft, analyst, director)
    make["published"] = lambda: published(draft, analyst, director)
    report = make[state]()
    assert report.status == state
    assert {step for step in STEPS if not against(step, report, director)} == OPEN[state]


def test_who_froze_it_cannot_sign_it(draft: Report, analyst: User) -> None:
    report = frozen(draft, analyst)
    with pytest.raises(Refused, match="somebody else must sign"):
        sign_report(report=report, revision=report.revision, by=analyst)


@pytest.mark.in_earnest
def test_freezing_keeps_every_edition_with_its_files_and_the_counts_behind_them(draft: Report, analyst: User) -> None:
    report = frozen(draft, analyst)
    renderings = {row.profile: row for row in report.renderings.order_by("id")}
    assert set(renderings) == {"board", "central_team", "public"}
    assert all(row.pdf and row.workbook for row in renderings.values())
    assert Snapshot.objects.filter(report=report, attempt=1).count() == 1
    assert StoredFile.objects.filter(owner_reference=report.reference).count() == 6


def test_sent_back_it_can_be_changed_and_what_was_frozen_stays(draft: Report, analyst: User, director: User) -> None:
    report = frozen(draft, analyst)
    back = send_back(report=report, revision=report.revision, why="Say what is done about it.", by=director)
    assert back.status == "draft"
    add_cover_line(report=back, part=CoverPart.ACTION, text="A line.", by=analyst)
    again = frozen(Report.objects.get(pk=back.pk), analyst)
    assert again.attempt == 2
    assert again.renderings.count() == 6
    assert again.sent_back == ""


def test_a_frozen_report_takes_no_new_line(draft: Report, analyst: User) -> None:
    report = frozen(draft, analyst)
    with pytest.raises(Refused, match="frozen"):
        add_cover_line(report=report, part=CoverPart.ACTION, text="Too late.", by=analyst)


def test_a_stale_page_cannot_sign(draft: Report, analyst: User, director: User) -> None:
    report = frozen(draft, analyst)
    with pytest.raises(Changed):
        sign_report(report=report, revision=report.revision - 1, by=director)


def test_two_drafts_of_one_period_are_refused(draft: Report, analyst: User) -> None:
    with pytest.raises(Refused, match=draft.reference):
        draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=True, by=analyst)


def test_a_restatement_names_the_old_report_and_replaces_it_only_when_published(
    draft: Report, analyst: User, director: User
) -> None:
    old = published(draft, analyst, director)
    new = restate_report(report=old, revision=old.revision, by=analyst)
    assert new.replaces == old
    assert Report.objects.get(pk=old.pk).status == "published"
    published(new, analyst, director)
    assert Report.objects.get(pk=old.pk).status == "restated"


def test_publishing_tells_the_board_and_opens_the_files_to_their_readers(
    draft: Report, analyst: User, director: User, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    board = make_user(Role.BOARD_MEMBER)
    community = make_user(Role.OVERSIGHT_MEMBER)
    report = signed(draft, analyst, director)
    closed = report.renderings.get(profile="board").pdf
    public = report.renderings.get(profile="public").pdf
    team = report.renderings.get(profile="central_team").pdf
    assert client_for(board).get(reverse("file", args=[closed.reference])).status_code in (403, 404)
    publish_report(report=report, revision=report.revision, by=analyst)
    seen = {
        (name, file): client_for(user).get(reverse("file", args=[kept.reference])).status_code == 200
        for name, user in (("board", board), ("community", community), ("analyst", analyst))
        for file, kept in (("closed", closed), ("public", public), ("team", team))
    }
    assert seen == {
        ("board", "closed"): True, ("board", "public"): True, ("board", "team"): False,
        ("community", "closed"): False, ("community", "public"): True, ("community", "team"): False,
        ("analyst", "closed"): True, ("analyst", "public"): True, ("analyst", "team"): True,
    }  # fmt: skip
    assert Notice.objects.filter(to=board, key__contains="published").count() == 1
    assert StoredFile.objects.get(pk=team.pk).purpose == FilePurpose.REPORT_DRAFT


def test_each_step_is_one_event_by_who_took_it(draft: Report, analyst: User, director: User) -> None:
    published(draft, analyst, director)
    told = AuditEvent.objects.filter(subject_kind="monitoring.report", subject_id=draft.reference).order_by("id")
    assert list(told.values_list("action", "actor")) == [
        ("report_drafted", str(analyst.uid)),
        ("report_frozen", str(analyst.uid)),
        ("report_signed", str(director.uid)),
        ("report_published", str(analyst.uid)),
    ]


def test_running_the_job_twice_freezes_once(draft: Report, analyst: User) -> None:
    job = ask_to_freeze(report=draft, revision=draft.revision, by=analyst)
    run_job(job.pk)
    run_job(job.pk)
    assert Report.objects.get(pk=draft.pk).attempt == 1
