"""Every step of a report: draft, cover paper, freeze, sign, send back, publish, restate."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from monitoring.indicators.kept_releases import mark_released
from monitoring.reports import rules
from monitoring.reports.models import CoverLine, Report
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import roles_with
from vrn_cases.audit.actions import Action
from vrn_cases.files.models import FilePurpose
from vrn_cases.jobs.models import Job
from vrn_cases.jobs.services import request_job
from vrn_cases.notices.services import write_notice
from vrn_cases.records.refusals import Refused, refuse_if
from vrn_cases.records.services import create, locked, write

BOARD = "board"
REPORT = "report"  # what the kept releases of reports are called
PURPOSE_OF_PROFILE = {"board": FilePurpose.REPORT_CLOSED, "public": FilePurpose.REPORT}


@transaction.atomic
def draft_report(
    *, start: date, end: date, label: str, published_only: bool, by: Any, replaces: Report | None = None
) -> Report:
    """A new draft for a period; `end` is exclusive. Raises Refused when one for it is still being prepared."""
    unfinished = Report.objects.filter(
        definition=BOARD, start=start, end=end, published_only=published_only, published_at=None
    )
    if standing := unfinished.first():
        raise _being_prepared(standing)
    try:
        with transaction.atomic():
            return create(
                Report,
                action=Action.REPORT_DRAFTED,
                by=by,
                definition=BOARD,
                start=start,
                end=end,
                label=label,
                published_only=published_only,
                replaces=replaces,
                drafted_at=timezone.now(),
                drafted_by=_person(by),
            )
    except IntegrityError:  # somebody else drafted it at this moment
        raise _being_prepared(unfinished.get()) from None


def _being_prepared(report: Report) -> Refused:
    return Refused([f"Report {report.reference} for {report.label} is still being prepared. Finish that one first."])


@transaction.atomic
def restate_report(*, report: Report, revision: int, by: Any) -> Report:
    """A new draft that will replace a published report; the old one stays published until the new one is."""
    report = locked(report, revision)
    refuse_if(rules.against_restating(report))
    return draft_report(
        start=report.start,
        end=report.end,
        label=report.label,
        published_only=report.published_only,
        replaces=report,
        by=by,
    )


@transaction.atomic
def add_cover_line(*, report: Report, by: Any, **values: Any) -> CoverLine:
    """A line of the cover paper. Raises Refused once the report is frozen."""
    report = _opened(report)
    last = report.cover_lines.aggregate(last=Max("position"))["last"] or 0
    line = create(CoverLine, action=Action.REPORT_CHANGED, by=by, report=report, position=last + 1, **values)
    _cover_changed(report, line, by)
    return line


@transaction.atomic
def change_cover_line(*, line: CoverLine, revision: int, by: Any, **values: Any) -> CoverLine:
    report = _opened(line.report)
    line = write(locked(line, revision), action=Action.REPORT_CHANGED, by=by, **values)
    _cover_changed(report, line, by)
    return line


@transaction.atomic
def remove_cover_line(*, line: CoverLine, revision: int, by: Any) -> CoverLine:
    return change_cover_line(line=line, revision=revision, by=by, removed_at=timezone.now())


def _opened(report: Report) -> Report:
    report = locked(report)
    refuse_if(rules.against_changing(report))
    return report


def _cover_changed(report: Report, line: CoverLine, by: Any) -> None:
    """The report's revision moves with its cover paper: a freeze that is printing the paper as it was must fail."""
    write(report, action=Action.REPORT_CHANGED, by=by, detail={"line": line.reference})


@transaction.atomic
def ask_to_freeze(*, report: Report, revision: int, by: Any) -> Job:
    """Ask for the job that works the figures out, hides small numbers and freezes the documents."""
    report = locked(report, revision)
    refuse_if(rules.against_freezing(report))
    return request_job("make_report", subject={"report": report.reference}, by=by)


@transaction.atomic
def sign_report(*, report: Report, revision: int, by: Any) -> Report:
    report = locked(report, revision)
    refuse_if(rules.against_signing(report, by))
    signed = write(report, action=Action.REPORT_SIGNED, by=by, signed_at=timezone.now(), signed_by=_person(by))
    _tell(
        signed,
        Permission.REPORT_PUBLISH,
        "signed",
        "is signed and can be published",
    )
    return signed


@transaction.atomic
def send_back(*, report: Report, revision: int, why: str, by: Any) -> Report:
    """Open the report again for change, with the reason. What was frozen is kept under its attempt."""
    report = locked(report, revision)
    refuse_if(rules.against_sending_back(report))
    back = write(report, action=Action.REPORT_SENT_BACK, by=by, frozen_at=None, frozen_by=None, sent_back=why)
    _tell(
        back,
        Permission.REPORT_DRAFT,
        f"sent-back-{back.attempt}",
        "was sent back",
    )
    return back


@transaction.atomic
def publish_report(*, report: Report, revision: int, by: Any) -> Report:
    """Show the report to the Board; the one that it restates is marked as replaced in the same transaction."""
    report = locked(report, revision)
    refuse_if(rules.against_publishing(report))
    now = timezone.now()
    if report.replaces is not None:
        write(locked(report.replaces), action=Action.REPORT_PUBLISHED, by=by, restated_at=now)
    published = write(report, action=Action.REPORT_PUBLISHED, by=by, published_at=now, published_by=_person(by))
    _open_files(published, by)
    mark_released(what=REPORT, reference=released_as(published), profiles=PURPOSE_OF_PROFILE, at=now)
    _tell(
        published,
        Permission.REPORT_VIEW,
        "published",
        "is published",
    )
    return published


def released_as(report: Report) -> str:
    """What the kept releases of this freezing are found under."""
    return f"{report.reference}:{report.attempt}"


def _open_files(report: Report, by: Any) -> None:
    """Let readers of each profile download its files; what was made for the central team stays with it."""
    for rendering in report.renderings.filter(attempt=report.attempt).order_by("id"):
        purpose = PURPOSE_OF_PROFILE.get(rendering.profile)
        for file in (rendering.pdf, rendering.workbook):
            if purpose and file is not None:
                write(locked(file), action=Action.REPORT_PUBLISHED, by=by, purpose=purpose, keep_until=None)


def _person(by: Any) -> User | None:
    return None if isinstance(by, str) else by


def _tell(report: Report, verb: Permission, key: str, what: str) -> None:
    sentence = f"The outcome report to the Board for {report.label} ({report.reference}) {what}."
    today = timezone.localdate()
    people = User.objects.filter(
        closed_at=None, memberships__role__in=roles_with(verb), memberships__starts_on__lte=today
    ).exclude(memberships__ends_on__lte=today)
    write_notice(
        key=f"report:{report.reference}:{key}",
        to=people.distinct(),
        subject=sentence,
        body=sentence,
        path=reverse("report", args=[report.reference]),
    )
