"""J4: a list as an Excel file, beside openpyxl's write-only mode on the same rows.

The list is that of the return lines behind the figures, the largest table there is: its 21 columns and four that are
worked out from them, 25 in all. The floor reads plain tuples and appends them; the service reads rows, keeps text from
being run as a formula, and styles the sheet. Both files are read back and compared cell by cell first.
"""

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import takewhile
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from bench.alone import peak_of
from bench.results import Result, at_most
from bench.setting import Setting
from bench.timing import counted_queries, in_turns, same
from monitoring.indicators.models import ReturnLineGrain
from monitoring.periods.windows import Quarter
from vrn_cases.pages.columns import Column
from vrn_cases.pages.list_exports import CHUNK, EXPORT_CAP, export_rows

TITLE, SHEET = "Lines of accepted returns", "Lines"
NAMES = [field.attname for field in ReturnLineGrain._meta.concrete_fields]
PLACE = {name: place for place, name in enumerate(NAMES)}
WORKED_OUT = ("Days in the period", "Financial year", "Part of a breakdown", "Per cent of its whole")
PIECE = 1 << 16
BESIDE_ROWS = 15  # MiB that the export may take beside the rows


def days(start: date | None, end: date) -> int | None:
    return None if start is None else (end - start).days


def year(last_quarter: int) -> str:
    return Quarter(last_quarter).year.label


def per_cent(value: int | None, of_value: int | None) -> Decimal | None:
    return Decimal(1_000 * value // of_value) / 10 if value is not None and of_value else None


def _own(name: str) -> Column:
    return Column(name, name.replace("_", " ").capitalize(), lambda row: getattr(row, name))


COLUMNS = (
    *(_own(name) for name in NAMES),
    Column("days", WORKED_OUT[0], lambda row: days(row.start, row.end)),
    Column("year", WORKED_OUT[1], lambda row: year(row.last_quarter)),
    Column("of_part", WORKED_OUT[2], lambda row: row.part != ""),
    Column("per_cent", WORKED_OUT[3], lambda row: per_cent(row.value, row.of_value)),
)


def lines() -> QuerySet[ReturnLineGrain]:
    return ReturnLineGrain.objects.order_by("return_id", "answer")


def read() -> Iterator[tuple[Any, ...]]:
    """The rows as plain tuples of 25 values, in chunks."""
    value, of_value, part = PLACE["value"], PLACE["of_value"], PLACE["part"]
    start, end, last = PLACE["start"], PLACE["end"], PLACE["last_quarter"]
    for row in lines().values_list(*NAMES)[:EXPORT_CAP].iterator(chunk_size=CHUNK):
        yield (
            *row,
            days(row[start], row[end]),
            year(row[last]),
            row[part] != "",
            per_cent(row[value], row[of_value]),
        )


def export(keep: Callable[[bytes], object] = len) -> None:
    """The file as the service answers with it, its event in the log included, handed on piece by piece."""
    answer = export_rows(lines(), columns=COLUMNS, title=TITLE, kind="return-lines", filters=[], by="command:bench")
    assert answer.file_to_stream is not None
    with contextlib.closing(answer.file_to_stream):
        for piece in answer:
            keep(piece)


def library(keep: Callable[[bytes], object] = len) -> None:
    """The same rows through openpyxl alone."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(SHEET)
    sheet.append([column.label for column in COLUMNS])
    for row in read():
        sheet.append(row)
    with TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            keep(piece)


def read_alone() -> None:
    for _ in read():
        pass


def table_of(work: Callable[[Callable[[bytes], object]], None]) -> list[list[Any]]:
    """The rows of the made file's first sheet from its headings on, up to the first that is empty."""
    content = BytesIO()
    work(content.write)
    content.seek(0)
    rows = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    first = next(place for place, row in enumerate(rows) if row[-1] == WORKED_OUT[-1])
    return list(takewhile(any, rows[first:]))


def measure(setting: Setting) -> Iterator[Result]:
    with counted_queries() as queries:
        exported = table_of(export)
    count = len(exported) - 1
    same(count, min(EXPORT_CAP, ReturnLineGrain.objects.count()), "the rows of the export")
    same([len(row) for row in exported], [25] * (count + 1), "the columns of the export")
    same(exported, table_of(library), "the cells of the export")
    seconds, floor = in_turns(export, library, rounds=setting.size.rounds)
    yield setting.result(
        "j4",
        f"Excel of {count:,} rows x 25",
        seconds=seconds,
        floor_seconds=floor,
        target=at_most("ratio", 1.15),
        queries=len(queries),
    )
    rows_alone, peak = peak_of("bench.j4_export:read_alone"), peak_of("bench.j4_export:export")
    if rows_alone is not None:
        yield setting.result(
            "j4",
            f"memory (rows alone {rows_alone:.0f} + {BESIDE_ROWS} MiB)",
            target=at_most("peak_mib", round(rows_alone + BESIDE_ROWS, 1)),
            peak_mib=peak,
        )
