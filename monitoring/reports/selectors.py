"""Reports as each reader may see them, and what stands behind one of their figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import Place
from monitoring.indicators.kept_releases import PROFILES
from monitoring.indicators.models import ReturnLineGrain
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors import Behind as RecordsOfCasework
from monitoring.indicators.selectors import place_named, rows_behind
from monitoring.reports.blocks import Chart, Table
from monitoring.reports.casework_behind import changed_since, may_open, opened, place_of_casework
from monitoring.reports.document import Document, from_json, parts_of
from monitoring.reports.figures import Figure
from monitoring.reports.machine_sheet import names_of
from monitoring.reports.models import Rendering, Report
from monitoring.reports.preview import preview
from monitoring.reports.wording import in_words, with_unit
from monitoring.returns.models import Return
from vrn_cases.access.permissions import Permission as P
from vrn_cases.audit.digests import canonical
from vrn_cases.audit.models import AuditEvent
from vrn_cases.files.models import StoredFile
from vrn_cases.jobs.models import UNFINISHED, Job
from vrn_cases.records.refusals import Refused

WORKING_VERBS = (P.REPORT_DRAFT, P.REPORT_SIGN, P.REPORT_PUBLISH)
KINDS_BEHIND = ("monitoring.return", "monitoring.returnversion")


def reports_seen_by(user: Any) -> QuerySet[Report]:
    """Every report for who works on them, the published ones for who reads them."""
    rows = Report.objects.none()
    for verb in (*WORKING_VERBS, P.REPORT_VIEW):
        if user.holds(verb):
            rows = Report.objects.for_user(user, to=verb)
            break
    return rows.select_related("drafted_by", "signed_by")


def verb_of(user: Any) -> P:
    """The verb under which this user opens a report."""
    return next((verb for verb in WORKING_VERBS if user.holds(verb)), P.REPORT_VIEW)


def profiles_of(user: Any) -> list[str]:
    """The release profiles that this user may read, the one for their work first."""
    if any(user.holds(verb) for verb in WORKING_VERBS):
        return ["board", "central_team", "public"]
    return ["board", "public"] if user.holds(P.REPORT_VIEW_CLOSED) else ["public"]


@dataclass(frozen=True)
class PrintedEdition:
    """A frozen document as one profile's readers have it."""

    rendering: Rendering
    document: Document

    @property
    def sha256(self) -> str:
        return self.rendering.sha256

    @property
    def files(self) -> list[StoredFile]:
        return [file for file in (self.rendering.pdf, self.rendering.workbook) if file is not None]


def printed_for(report: Report, profile: str) -> PrintedEdition | None:
    """The edition that stands frozen; None while the report is a draft."""
    if report.frozen_at is None:
        return None
    rows = report.renderings.filter(attempt=report.attempt, profile=profile).select_related("pdf", "workbook")
    rendering = rows.order_by("id").first()
    return PrintedEdition(rendering, from_json(rendering.document)) if rendering else None


@dataclass(frozen=True)
class Edition:
    """What one profile's readers are shown: the frozen document, or of a draft what would be printed today.

    `withheld`: why a draft's document may not be shown, which is then None.
    """

    document: Document | None
    printed: PrintedEdition | None = None
    withheld: tuple[str, ...] = ()


def edition_of(report: Report, profile: str) -> Edition:
    printed = printed_for(report, profile)
    if printed:
        return Edition(printed.document, printed)
    try:
        return Edition(preview(report, profile, timezone.localdate()))
    except Refused as refusal:
        return Edition(None, withheld=tuple(refusal.reasons))


def figures_to_name(report: Report) -> dict[str, str]:
    """The figures that a line of the cover paper may speak of: key and words, in printed order."""
    document = edition_of(report, "board").document
    named: dict[str, str] = {}
    if document is None:
        return named
    for table in (part for part in parts_of(document) if isinstance(part, Table)):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if cell.key and cell.is_number:
                    named.setdefault(cell.key, f"{in_words(row.cells[0])}: {column.label}, {with_unit(cell)}")
    return named


def unfinished_job_of(report: Report) -> Job | None:
    """The job that freezes this report, while it waits or works."""
    subject = canonical({"report": report.reference})
    return Job.objects.filter(kind="make_report", subject=subject, state__in=UNFINISHED).first()


def profile_name(code: str) -> str:
    return PROFILES[code].name


@dataclass(frozen=True)
class Behind:
    """What stands behind one figure of a report. `since` is when the first of its records changed after the freeze.

    `beside`: the words of its row, by column, and the notes under its table, of a figure that no indicator defines.
    """

    figure: Figure
    caption: str
    named: str
    indicator: Indicator | None
    source: str
    records: list[Return]
    opens_records: bool
    since: datetime | None
    casework: RecordsOfCasework | None = None
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def references(self) -> list[str]:
        """The records that are listed."""
        return self.casework.references if self.casework else [one.reference for one in self.records]

    @property
    def title(self) -> str:
        return self.indicator.name if self.indicator else self.caption or "A figure of the report"

    @property
    def words(self) -> str:
        return with_unit(self.figure)

    @property
    def rows(self) -> list[dict[str, str]]:
        """What is said of the figure: question and answer, those without an answer left out."""
        made_of = "Made of" if self.indicator and self.indicator.is_share else "Note"
        said = [
            ("Printed in", self.caption),
            *(self.beside or [("Printed as", self.named)]),
            ("Period", self.figure.period),
            (made_of, self.figure.note),
        ]
        if self.indicator:
            said += [
                ("How this is worked out", self.indicator.definition),
                ("What is counted", self.indicator.counted),
                ("Population", self.indicator.population),
                ("Take care", self.indicator.caution),
                ("Definition", f"{self.indicator.code}, version {self.indicator.version}"),
            ]
        said.append(("Source", self.source))
        return [{"key": key, "value": value} for key, value in said if value]


def behind(
    report: Report, document: Document, key: str, user: Any, *, after: str = "", before: str = ""
) -> Behind | None:
    """None when the document has no figure with this key. `after` and `before` turn the pages of casework's records."""
    figure = document.by_key.get(key)
    if figure is None:
        return None
    of_casework = place_of_casework(key)
    if of_casework is not None:
        return _behind_casework(report, document, figure, *of_casework, user, after, before)
    indicator = INDICATORS.get(key.split(":", maxsplit=1)[0])
    ids = _return_ids(key)
    mine = Return.objects.for_user(user, to=P.RETURN_VIEW) if user.holds(P.RETURN_VIEW) else None
    records = [] if mine is None else list(_newest_first(mine.filter(pk__in=ids)))
    return Behind(
        figure=figure,
        caption=_printed_in(document, key)[0],
        named=names_of(document).get(key, ""),
        indicator=indicator,
        source=_printed_in(document, key)[1],
        records=records,
        opens_records=mine is not None and bool(ids),
        since=_changed_since(ids, report.frozen_at),
        beside=() if indicator else _beside(document, figure),
    )


def _behind_casework(
    report: Report,
    document: Document,
    figure: Figure,
    indicator: Indicator,
    place: Place,
    user: Any,
    after: str,
    before: str,
) -> Behind:
    caption, source = _printed_in(document, figure.key)
    may = may_open(user, indicator)
    return Behind(
        figure=figure,
        caption=caption,
        named=names_of(document).get(figure.key, ""),
        indicator=indicator,
        source=source,
        records=[],
        opens_records=may,
        since=changed_since(indicator, place, report.frozen_at) if may else None,
        casework=opened(user, indicator, place, after=after, before=before) if may else None,
    )


def _newest_first(returns: QuerySet[Return]) -> QuerySet[Return]:
    return returns.select_related("programme", "organisation").order_by("-end", "-id")


def _printed_in(document: Document, key: str) -> tuple[str, str]:
    """The caption and the source of the table or chart in which the figure is printed."""
    for part in parts_of(document):
        if not isinstance(part, Table | Chart):
            continue
        if any(isinstance(one, Figure) and one.key == key for one in parts_of(part)):
            return (part.caption if isinstance(part, Table) else part.title), part.source
    return "", ""


def _beside(document: Document, figure: Figure) -> tuple[tuple[str, str], ...]:
    """The words in the row of the figure's table, and the notes under it: what it counts, of whom, from where."""
    for table in parts_of(document):
        if not isinstance(table, Table):
            continue
        for row in table.rows:
            if not any(cell.key == figure.key for cell in row.cells):
                continue
            cells = zip(table.columns, row.cells, strict=True)
            words = [(column.label, cell.text) for column, cell in cells if not cell.key]
            told = [(label, text) for label, text in words if text and text != figure.period]
            return (*told, ("Notes under the table", " ".join(table.notes)))
    return ()


def _return_ids(key: str) -> set[int]:
    """The returns whose lines an indicator's or a printed figure is made from."""
    words = key.split(":")
    named = place_named(key)
    rows = rows_behind(*named) if named else ReturnLineGrain.objects.none()
    if words[0] == "PRINTED" and len(words) >= 5:
        printed = ReturnLineGrain.objects.filter(published=True, measure=words[2], population=words[3])
        rows = printed.filter(programme__in=Programme.objects.filter(code=words[1]).values("pk"))
    return set(rows.order_by().values_list("return_id", flat=True).distinct())


def _changed_since(ids: set[int], frozen_at: datetime | None) -> datetime | None:
    if frozen_at is None or not ids:
        return None
    returns = Return.objects.filter(pk__in=ids).order_by()
    references = set(returns.values_list("reference", flat=True))
    references |= set(returns.values_list("versions__reference", flat=True))
    events = AuditEvent.objects.filter(
        at__gt=frozen_at, subject_kind__in=KINDS_BEHIND, subject_id__in=references, action__startswith="return_"
    )
    return events.aggregate(first=Min("at"))["first"]
