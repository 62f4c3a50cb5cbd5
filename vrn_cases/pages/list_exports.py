"""A list as an Excel file: the same columns, filters and order as on the page, written row by row to the disk."""

import hashlib
from collections.abc import Iterator, Sequence
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
CHUNK = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEMONSTRATION = "Demonstration: everything here is invented, except the published record."


def export_rows(
    rows: QuerySet[Any], *, columns: Sequence[Any], title: str, kind: str, filters: Sequence[str], by: Any
) -> FileResponse:
    """The file as a response, with an event that names the list, the count of rows and the file's hash.

    At most 100,000 rows; the file says so when there are more.
    """
    today, counted = timezone.localdate(), Counted(rows, columns)
    above = [title, f"As at {today.day} {today:%B %Y}", *(f"Only: {chosen}" for chosen in filters)]
    if settings.DEMONSTRATION:
        above.append(DEMONSTRATION)
    sheet = spreadsheets.Sheet(
        title=title,
        columns=tuple(spreadsheets.Column(column.label, width=column.width) for column in columns),
        rows=counted,
        above=tuple(above),
        below=counted.notes,
    )
    properties = spreadsheets.Properties(title=title, creator="Violence Reduction Network", dated=today)
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    spreadsheets.write_workbook(file, [sheet], properties)
    detail = {"count": counted.count, "sha256": _sha256(file)}
    record(Action.LIST_EXPORTED, by=by, subject_kind="list", subject_id=kind, detail=detail)
    return FileResponse(file, as_attachment=True, filename=f"{kind}-{today:%Y-%m-%d}.xlsx", content_type=XLSX)


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
