"""Freezing a report: work out, take through each profile's door, print, keep what was printed and what was behind."""

import hashlib
from typing import Any

from django.utils import timezone

from monitoring.indicators.disclosure_kept import release_as_json
from monitoring.indicators.disclosure_release import Controlled
from monitoring.indicators.kept_releases import PROFILES, keep_release, released
from monitoring.indicators.models import RollUp
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.services import aggregate
from monitoring.indicators.store import Step, plain_step
from monitoring.reports import rules
from monitoring.reports.decided import screens_beside, through_the_door
from monitoring.reports.definitions.board import TITLE, board_document
from monitoring.reports.document import Document, sha256, to_json
from monitoring.reports.models import Rendering, Report, Snapshot
from monitoring.reports.preview import material_of
from monitoring.reports.render_pdf import CoverTooLong, render_pdf
from monitoring.reports.render_xlsx import render_xlsx
from monitoring.reports.services import REPORT, released_as
from vrn_cases.audit.actions import Action
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.services import keep_file
from vrn_cases.records.refusals import Changed, Refused, refuse_if
from vrn_cases.records.services import locked, write

CHANGED_MEANWHILE = "Somebody changed the report while it was being printed. Look at it, then freeze it again."


def freeze_report(*, reference: str, by: Any, step: Step = plain_step) -> Report:
    """Work the figures out, print every profile's document, and freeze the report with them in one transaction.

    Everything slow (figures, disclosure control, PDF, workbook) happens before that transaction, so a killed worker
    leaves a draft and the next attempt begins again. Raises Refused when the report cannot be frozen.
    """
    report = Report.objects.get(reference=reference)
    refuse_if(rules.against_freezing(report))
    rollup = aggregate(by=by, step=step)
    with step("Hiding small numbers", done=1, total=4):
        material = material_of(report, rollup)
    screens = screens_beside(material)
    dated = timezone.localdate()
    made: list[tuple[Document, Controlled, bytes, bytes]] = []
    # the widest readers first: whoever reads a narrower edition reads the wider ones beside it
    for profile in sorted(PROFILES.values(), key=lambda one: -one.width):
        with step(f"Printing for {profile.name}", done=len(made) + 1, total=len(PROFILES) + 1):
            pass
        earlier = [*released(INDICATORS), *screens, *(controlled for _, controlled, _, _ in made)]
        through, controlled = through_the_door(material, profile, earlier)
        document = board_document(through, profile, dated=dated)
        made.append((document, controlled, _pdf(document), render_xlsx(document)))
    with step("Keeping what was printed", done=len(PROFILES), total=len(PROFILES) + 1):
        return _kept(report, rollup, made, by)


def _kept(report: Report, rollup: RollUp, made: list[tuple[Document, Controlled, bytes, bytes]], by: Any) -> Report:
    frozen = _frozen(report, by)
    for document, controlled, pdf, workbook in made:
        _keep(frozen, rollup, document, pdf, workbook, by)
        if not controlled.profile.exact:
            keep_release(controlled, what=REPORT, reference=released_as(frozen))
    figures = release_as_json(made[-1][1].release)
    Snapshot.objects.create(
        report=frozen,
        attempt=frozen.attempt,
        figures=figures,
        sha256=hashlib.sha256(figures.encode()).hexdigest(),
        rollup=rollup,
        at=timezone.now(),
    )
    return frozen


def _pdf(document: Document) -> bytes:
    """Raises Refused when the cover paper does not fit its two sides: the team must shorten it."""
    try:
        return render_pdf(document)
    except CoverTooLong as problem:
        raise Refused(["The cover paper is longer than two sides. Shorten or remove some of its lines."]) from problem


def _frozen(report: Report, by: Any) -> Report:
    """Raises Refused when the report or its cover paper was changed since it was read for printing."""
    try:
        report = locked(report, report.revision)
    except Changed as changed:
        raise Refused([CHANGED_MEANWHILE]) from changed
    refuse_if(rules.against_freezing(report))
    person = None if isinstance(by, str) else by
    return write(
        report,
        action=Action.REPORT_FROZEN,
        by=by,
        frozen_at=timezone.now(),
        frozen_by=person,
        attempt=report.attempt + 1,
        sent_back="",
    )


def _keep(report: Report, rollup: RollUp, document: Document, pdf: bytes, workbook: bytes, by: Any) -> Rendering:
    """The name of a file says what it is and for whom, and never a person's name."""
    told = f"{TITLE} {document.period.label} {document.profile.code} {report.reference}"
    name = told.replace("/", "-").replace(" ", "-")
    return Rendering.objects.create(
        report=report,
        attempt=report.attempt,
        profile=document.profile.code,
        document=to_json(document),
        sha256=sha256(document),
        pdf=_file(report, f"{name}.pdf", pdf, by),
        workbook=_file(report, f"{name}.xlsx", workbook, by),
        rollup=rollup,
        at=timezone.now(),
    )


def _file(report: Report, name: str, content: bytes, by: Any) -> StoredFile:
    return keep_file(purpose=FilePurpose.REPORT_DRAFT, name=name, content=content, owner=report, by=by)
