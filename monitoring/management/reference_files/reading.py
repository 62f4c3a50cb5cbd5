"""Reading the reference files: every fault is told in words with its file, line and column, before anything is kept."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from django.db import models

T = TypeVar("T")
YES_NO = {"yes": True, "no": False}


class WrongFile(Exception):
    """Something in a reference file is wrong; the message names file, line and column where there are any."""

    def __init__(self, path: Path, line: int, column: str, message: str) -> None:
        file = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
        place = [file, f"line {line}" if line else "", f"column {column}" if column else ""]
        super().__init__(f"{', '.join(filter(None, place))}: {message}")


@dataclass(frozen=True)
class Row:
    """One line of a file. Each method reads one column, or raises WrongFile."""

    path: Path
    line: int
    values: Mapping[str, str]

    def wrong(self, column: str, message: str) -> WrongFile:
        return WrongFile(self.path, self.line, column, message)

    def text(
        self, column: str, model: type[models.Model], field: str, *, required: bool = True, most: int | None = None
    ) -> str:
        """Text that fits the field which will hold it; `most` for a field that has no length of its own."""
        value = self.values[column]
        most = most or getattr(model._meta.get_field(field), "max_length", None)
        if required and not value:
            raise self.wrong(column, "it must not be empty.")
        if most is not None and len(value) > most:
            raise self.wrong(column, f"it has {len(value)} characters; {most} are the most.")
        return value

    def choice(self, column: str, known: Iterable[str]) -> str:
        value, known = self.values[column], list(known)
        if value not in known:
            raise self.wrong(column, f"“{value}” is not known. It must be one of: {', '.join(known)}.")
        return value

    def found(self, column: str, among: Mapping[str, T], what: str) -> T:
        return self._named(column, self.values[column], among, what)

    def found_or_none(self, column: str, among: Mapping[str, T], what: str) -> T | None:
        return self.found(column, among, what) if self.values[column] else None

    def found_each(self, column: str, among: Mapping[str, T], what: str) -> list[T]:
        """Several names with a semicolon between."""
        return [self._named(column, name.strip(), among, what) for name in self.values[column].split(";")]

    def _named(self, column: str, name: str, among: Mapping[str, T], what: str) -> T:
        if name not in among:
            raise self.wrong(column, f"there is no {what} “{name}”. Known: {', '.join(map(str, among)) or 'none'}.")
        return among[name]

    def yes(self, column: str) -> bool:
        return YES_NO[self.choice(column, YES_NO)]

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.values[column])
        except ValueError:
            raise self.wrong(column, f"“{self.values[column]}” is not a day like 2024-03-31.") from None

    def day_or_none(self, column: str) -> date | None:
        return self.day(column) if self.values[column] else None

    def day_after(self, column: str) -> date:
        """The day after an inclusive end: periods are half-open from this door on."""
        return self.day(column) + timedelta(days=1)

    def day_after_or_none(self, column: str) -> date | None:
        return self.day_after(column) if self.values[column] else None

    def period(self, start: str, end: str) -> tuple[date | None, date]:
        """A half-open period; a start may be left out where the source states none."""
        first, after = self.day_or_none(start), self.day_after(end)
        if first is not None and first >= after:
            raise self.wrong(end, f"the period ends before it starts, on {self.values[start]}.")
        return first, after

    def whole(self, column: str) -> int:
        value = self.values[column]
        if not value.isascii() or not value.isdigit():
            raise self.wrong(column, f"“{value}” is not a whole number.")
        return int(value)

    def whole_or_none(self, column: str) -> int | None:
        return self.whole(column) if self.values[column] else None

    def hundredths(self, column: str) -> int:
        """A number with at most two decimals, as whole hundredths."""
        try:
            number = Decimal(self.values[column]) * 100
        except InvalidOperation:
            raise self.wrong(column, f"“{self.values[column]}” is not a number.") from None
        if not number.is_finite() or number != number.to_integral_value():
            raise self.wrong(column, f"“{self.values[column]}” is not a number with at most two decimals.")
        return int(number)

    def hundredths_or_none(self, column: str) -> int | None:
        return self.hundredths(column) if self.values[column] else None


def rows_of(path: Path, columns: Sequence[str], *, once: Sequence[str]) -> list[Row]:
    """The lines of a file with exactly these columns, in any order; no two lines are the same in the columns `once`."""
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True)
    rows: list[Row] = []
    seen: dict[tuple[str, ...], int] = {}
    try:
        heads = next(reader, [])
        _check_heads(path, heads, columns)
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(heads):
                raise WrongFile(path, reader.line_num, "", f"it has {len(cells)} cells; {len(heads)} are needed.")
            values = dict(zip(heads, (cell.strip() for cell in cells), strict=True))
            row = Row(path, reader.line_num, values)
            key = tuple(row.values[column] for column in once)
            if key in seen:
                raise row.wrong(once[-1], f"line {seen[key]} says the same of {', '.join(filter(None, key))} already.")
            seen[key] = row.line
            rows.append(row)
    except csv.Error as fault:
        raise WrongFile(path, reader.line_num, "", f"it cannot be read as comma-separated values: {fault}.") from fault
    return rows


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise WrongFile(path, 0, "", "the file is missing.") from None
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise WrongFile(path, line, "", "it holds a byte that is not UTF-8 text.") from None


def _check_heads(path: Path, heads: Sequence[str], columns: Sequence[str]) -> None:
    for column in columns:
        if column not in heads:
            raise WrongFile(path, 1, column, "the column is missing.")
    for head in heads:
        if head not in columns or heads.count(head) > 1:
            raise WrongFile(path, 1, head, "the column is not known, or stands twice.")
