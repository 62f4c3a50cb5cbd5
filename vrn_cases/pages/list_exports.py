"""A list as an Excel file: the same columns, filters and order as on the page, written row by row to the disk."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone

from vrn_cases import spreadsheets
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record

EXPORT_CAP = 100_000
AT_ONCE = 5_000  # rows made while somebody waits: about a second of a web process, measured at 0.2 ms for 25 columns
CHUNK = 2_000
CARRIED_LIST = "pages.list"  # what an encrypted token that carries a list to another page is bound to
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEMONSTRATION = "Demonstration: everything here is invented, except the published record."


@dataclass
class WithNames:
    """That the personal columns may stand in a file of one programme's people, and what then marks the file.

    `count` is how many rows the file holds, once it was made.
    """

    programme_id: int
    reference: str
    above: tuple[str, ...]
    footer: str
    count: int = 0


@dataclass
class InBackground:
    """That a job has the file made, and what came of it. The job leaves the event, beside the kept file.

    `progress` is told the rows written and all rows to write, between chunks; it may write to the database.
    """

    progress: Callable[[int, int], None]
    kind: str = ""
    name: str = ""
    count: int = 0


def export_rows(
    rows: QuerySet[Any],
    *,
    columns: Sequence[Any],
    title: str,
    kind: str,
    filters: Sequence[str],
    by: Any,
    with_names: WithNames | None = None,
    in_background: InBackground | None = None,
) -> FileResponse:
    """The file as a response, with an event that names the list, the count of rows and the file's hash.

    At most 100,000 rows; the file says so when there are more. Personal columns are left out but for `with_names`.
    """
    columns = [column for column in columns if with_names or not column.personal]
    today = timezone.localdate()
    counted = InChunks(rows, columns, in_background.progress) if in_background else Counted(rows, columns)
    above = [title, f"As at {today.day} {today:%B %Y}", *(f"Only: {chosen}" for chosen in filters)]
    if settings.DEMONSTRATION:
        above.append(DEMONSTRATION)
    if with_names:
        above.extend(with_names.above)
    sheet = spreadsheets.Sheet(
        title=title,
        columns=tuple(spreadsheets.Column(column.label, width=column.width) for column in columns),
        rows=counted,
        above=tuple(above),
        below=counted.notes,
    )
    properties = spreadsheets.Properties(title=title, creator="Violence Reduction Network", dated=today)
    if with_names:
        properties = replace(properties, footer=with_names.footer)
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    spreadsheets.write_workbook(file, [sheet], properties)
    called = f"{kind}-with-names-{with_names.reference}" if with_names else kind
    name, detail = f"{called}-{today:%Y-%m-%d}.xlsx", {"count": counted.count, "sha256": _sha256(file)}
    if with_names:
        with_names.count = counted.count
        detail["named"] = with_names.reference
    if in_background:
        in_background.kind, in_background.name, in_background.count = kind, name, counted.count
    else:
        record(Action.LIST_EXPORTED, by=by, subject_kind="list", subject_id=kind, detail=detail)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def is_long(rows: QuerySet[Any]) -> bool:
    """Whether the file is made by a job and not while somebody waits."""
    return rows.order_by()[: AT_ONCE + 1].count() > AT_ONCE


class Counted:
    """The file's rows, read in chunks while they are written, and how many there were."""

    def __init__(self, rows: QuerySet[Any], columns: Sequence[Any]) -> None:
        self.rows, self.columns = rows, columns
        self.count = 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self.rows[:EXPORT_CAP].iterator(chunk_size=CHUNK):
            self.count += 1
            yield [_plain(column.value(row)) for column in self.columns]

    @property
    def notes(self) -> tuple[str, ...]:
        if not self.rows[EXPORT_CAP : EXPORT_CAP + 1]:
            return ()
        return (f"Only the first {EXPORT_CAP:,} rows are here. Filter the list to download the others.",)


class InChunks(Counted):
    """The same in chunks that are read whole, so that something may be written in between: on SQLite nothing can be
    while a result is half read. Which rows there are, and their order, is settled at the beginning."""

    def __init__(self, rows: QuerySet[Any], columns: Sequence[Any], progress: Callable[[int, int], None]) -> None:
        super().__init__(rows, columns)
        self.progress = progress

    def __iter__(self) -> Iterator[list[Any]]:
        keys = list(self.rows.values_list("pk", flat=True)[:EXPORT_CAP])
        for start in range(0, len(keys), CHUNK):
            self.progress(start, len(keys))
            chunk = keys[start : start + CHUNK]
            found = {row.pk: row for row in self.rows.filter(pk__in=chunk)}
            for row in (found[key] for key in chunk if key in found):
                self.count += 1
                yield [_plain(column.value(row)) for column in self.columns]


def _plain(value: Any) -> Any:
    """What a cell can hold: an instant as local time without its zone, a row or a code as its words."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, (bool, int, Decimal, date)):
        return value
    return str(value)


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
