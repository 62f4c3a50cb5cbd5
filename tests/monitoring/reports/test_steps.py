"""A report from draft to publication: what stands against each step, who may take it, and what each leaves behind."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.indicators.windows import window_named
from monitoring.reports import freezing, rules
from monitoring.reports.blocks import Lines
from monitoring.reports.document import parts_of
from monitoring.reports.models import CoverPart, Report, Snapshot
from monitoring.reports.selectors import edition_of, figures_to_name
from monitoring.reports.services import (
    add_cover_line,
    ask_to_freeze,
    draft_report,
    publish_report,
    restate_report,
    send_back,
    sign_report,
)
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.jobs.services import run_job
from vrn_cases.notices.models import Notice
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db
WINDOW = window_named("2023/24")


@pytest.fixture(autouse=True)
def quick_printing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps do not depend on what is printed; `test_freezing_keeps_...` prints in earnest."""
    if "in_earnest" not in request.keywords:
        monkeypatch.setattr(freezing, "render_pdf", lambda document: b"%PDF-1.7 " + document.fingerprint.encode())
        monkeypatch.setattr(freezing, "render_xlsx", lambda document: b"%PDF-1.7 " + document.fingerprint.encode())


@pytest.fixture
def analyst(make_user: Callable[..., User]) -> User:
    return make_user(Role.ANALYST)


@pytest.fixture
def director(make_user: Callable[..., User]) -> User:
    return make_user(Role.DIRECTOR)


@pytest.fixture
def draft(analyst: User) -> Report:
    return draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=True, by=analyst)


def frozen(report: Report, by: User) -> Report:
    job = ask_to_freeze(report=report, revision=report.revision, by=by)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.problem
    assert job.result_url == report.get_absolute_url()
    return Report.objects.get(pk=report.pk)


def signed(report: Report, analyst: User, director: User) -> Report:
    report = frozen(report, analyst)
    return sign_report(report=report, revision=report.revision, by=director)


def published(report: Report, analyst: User, director: User) -> Report:
    report = signed(report, analyst, director)
    return publish_report(report=report, revision=report.revision, by=analyst)


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


# The pages

READERS = {Role.ANALYST: 200, Role.DIRECTOR: 200, Role.BOARD_MEMBER: 404, Role.OVERSIGHT_MEMBER: 404,
           Role.DELIVERY_PARTNER: 403, Role.ADMINISTRATOR: 403, Role.CASEWORKER: 403}  # fmt: skip


@pytest.mark.parametrize("role", list(READERS))
def test_a_draft_does_not_exist_for_who_reads_published_reports(
    role: Role, draft: Report, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    response = client_for(make_user(role)).get(draft.get_absolute_url())
    assert response.status_code == READERS[role]


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
