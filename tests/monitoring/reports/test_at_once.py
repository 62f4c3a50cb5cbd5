"""Conflicting steps of a report on two connections: one wins, the other is told, and nothing is half written."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from monitoring.indicators.windows import window_named
from monitoring.reports import freezing
from monitoring.reports.freezing import CHANGED_MEANWHILE, freeze_report
from monitoring.reports.models import CoverLine, CoverPart, Rendering, Report, Snapshot
from monitoring.reports.services import (
    add_cover_line,
    ask_to_freeze,
    change_cover_line,
    draft_report,
    publish_report,
    remove_cover_line,
    restate_report,
    send_back,
    sign_report,
)
from tests.vrn_cases.conftest import at_once
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.files.models import StoredFile
from vrn_cases.jobs.models import JobState
from vrn_cases.jobs.services import run_job
from vrn_cases.notices.models import Notice
from vrn_cases.records.refusals import Changed, Refused

__all__ = ["at_once"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_printing")]
WINDOW = window_named("2023/24")
TURNED_AWAY = (Refused, Changed)


@pytest.fixture
def directors(make_user: Callable[..., User]) -> tuple[User, User]:
    return make_user(Role.DIRECTOR), make_user(Role.DIRECTOR)


def drafted(by: User) -> Report:
    return draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=True, by=by)


@pytest.fixture
def draft(analyst: User) -> Report:
    return drafted(analyst)


@pytest.fixture
def frozen(draft: Report, analyst: User) -> Report:
    return freeze_report(reference=draft.reference, by=analyst)


@pytest.fixture
def signed(frozen: Report, directors: tuple[User, User]) -> Report:
    return sign_report(report=frozen, revision=frozen.revision, by=directors[0])


@pytest.fixture
def published(signed: Report, analyst: User) -> Report:
    return publish_report(report=signed, revision=signed.revision, by=analyst)


def one_of(results: list[Any]) -> int:
    """Which act won; exactly one did, and the other was turned away in words."""
    won = [place for place, result in enumerate(results) if not isinstance(result, Exception)]
    assert len(won) == 1, results
    assert all(isinstance(result, TURNED_AWAY) for result in results if isinstance(result, Exception)), results
    return won[0]


def done(report: Report, *actions: str) -> int:
    return AuditEvent.objects.filter(subject_id=report.reference, action__in=actions).count()


def test_signing_and_sending_back(frozen: Report, directors: tuple[User, User], at_once: Any) -> None:
    first, second = directors
    won = one_of(
        at_once(
            lambda: sign_report(report=frozen, revision=frozen.revision, by=first),
            lambda: send_back(report=frozen, revision=frozen.revision, why="A word is missing.", by=second),
        )
    )
    now = Report.objects.get(pk=frozen.pk)
    assert (now.status, now.sent_back) == (("signed", "") if won == 0 else ("draft", "A word is missing."))
    assert done(frozen, "report_signed", "report_sent_back") == 1


def test_two_signatures(frozen: Report, directors: tuple[User, User], at_once: Any) -> None:
    sign = [lambda by=by: sign_report(report=frozen, revision=frozen.revision, by=by) for by in directors]
    won = one_of(at_once(*sign))
    assert Report.objects.get(pk=frozen.pk).signed_by == directors[won]
    assert done(frozen, "report_signed") == 1


def test_two_publications_tell_each_reader_once(
    signed: Report, analyst: User, directors: tuple[User, User], at_once: Any
) -> None:
    people = (analyst, directors[1])
    one_of(at_once(*[lambda by=by: publish_report(report=signed, revision=signed.revision, by=by) for by in people]))
    assert done(signed, "report_published") == 1
    assert Notice.objects.filter(to=analyst, key__contains="published").count() == 1


def test_two_drafts_for_one_period(analyst: User, directors: tuple[User, User], at_once: Any) -> None:
    results = at_once(*[lambda by=by: drafted(by) for by in (analyst, directors[0])])
    one_of(results)
    assert Report.objects.count() == 1
    assert any(Report.objects.get().reference in str(result) for result in results if isinstance(result, Refused))


def test_two_restatements_of_one_report(published: Report, analyst: User, at_once: Any) -> None:
    restate = partial(restate_report, report=published, revision=published.revision, by=analyst)
    one_of(at_once(restate, restate))
    assert Report.objects.filter(replaces=published).count() == 1


def test_publishing_a_restatement_while_the_old_report_is_restated_again(
    published: Report, analyst: User, directors: tuple[User, User], at_once: Any
) -> None:
    new = restate_report(report=published, revision=published.revision, by=analyst)
    new = freeze_report(reference=new.reference, by=analyst)
    new = sign_report(report=new, revision=new.revision, by=directors[0])
    one_of(
        at_once(
            lambda: publish_report(report=new, revision=new.revision, by=analyst),
            lambda: restate_report(report=published, revision=published.revision, by=directors[1]),
        )
    )
    assert list(Report.objects.order_by("pk").values_list("status", flat=True)) == ["restated", "published"]


def test_two_freezes_keep_one_set_of_documents(draft: Report, analyst: User, at_once: Any) -> None:
    freeze = partial(freeze_report, reference=draft.reference, by=analyst)
    one_of(at_once(freeze, freeze))
    now = Report.objects.get(pk=draft.pk)
    assert (now.attempt, Snapshot.objects.count(), Rendering.objects.count()) == (1, 1, 3)
    assert StoredFile.objects.count() == 6


def test_two_lines_added_are_both_kept_in_an_order(draft: Report, analyst: User, at_once: Any) -> None:
    add = [
        lambda text=text: add_cover_line(report=draft, part=CoverPart.ACTION, text=text, by=analyst)
        for text in ("One.", "Two.")
    ]
    assert not [result for result in at_once(*add) if isinstance(result, Exception)]
    assert list(draft.cover_lines.values_list("position", flat=True)) == [1, 2]


def test_one_line_changed_and_removed(draft: Report, analyst: User, at_once: Any) -> None:
    line = add_cover_line(report=draft, part=CoverPart.ACTION, text="One.", by=analyst)
    won = one_of(
        at_once(
            lambda: change_cover_line(line=line, revision=line.revision, text="Two.", by=analyst),
            lambda: remove_cover_line(line=line, revision=line.revision, by=analyst),
        )
    )
    now = CoverLine.objects.get()
    assert (now.text, now.removed_at is None) == (("Two.", True) if won == 0 else ("One.", False))


STEPS: dict[str, Callable[[Report, CoverLine, User], Any]] = {
    "added": lambda report, line, by: add_cover_line(report=report, part=CoverPart.ACTION, text="Late.", by=by),
    "changed": lambda report, line, by: change_cover_line(line=line, revision=line.revision, text="Late.", by=by),
    "removed": lambda report, line, by: remove_cover_line(line=line, revision=line.revision, by=by),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_line_written_while_the_report_is_printed_stops_the_freeze(
    step: str, draft: Report, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is frozen is what stands on the cover paper: never a document without the line that was written last."""
    line = add_cover_line(report=draft, part=CoverPart.ACTION, text="One.", by=analyst)
    standing = Report.objects.get(pk=draft.pk)
    late = iter([STEPS[step]])

    def print_slowly(document: Any) -> bytes:
        for write in late:
            write(standing, line, analyst)
        return b"%PDF-1.7"

    job = ask_to_freeze(report=standing, revision=standing.revision, by=analyst)
    monkeypatch.setattr(freezing, "render_pdf", print_slowly)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.FAILED, CHANGED_MEANWHILE)
    assert Report.objects.get(pk=draft.pk).status == "draft"
    assert not Rendering.objects.exists()
    assert not StoredFile.objects.exists()
