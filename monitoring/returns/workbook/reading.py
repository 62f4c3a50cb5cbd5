"""A received workbook as answers, or as everything that is wrong with it, each fault with its sheet and cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any

from monitoring.returns.asked import Given, Key, Row
from monitoring.returns.checks import contradictions
from monitoring.returns.models import Return
from monitoring.returns.values import Unfit, given_of, note_of, of_number, value_of
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.faults import Fault
from monitoring.returns.workbook.opening import Opened, opened
from vrn_cases.questions.models import AnswerState
from vrn_cases.uploaded_workbooks import WorkbookRefused

ANSWERED = AnswerState.ANSWERED
as_given = partial(tuple.__new__, Given)  # as `Given(...)`, without its call in Python
UNREADABLE = object()  # an answer is there, and a reason beside it is one too many, whatever it says
EMPTY = [""] * layout.WIDTH
DOWNLOAD = "Download the workbook of this return again and fill that in."


@dataclass(frozen=True)
class Read:
    """`answers` hold only when there are no `faults`."""

    answers: dict[Key, Given]
    faults: tuple[Fault, ...]


def read_workbook(content: bytes, of: Return, rows: Sequence[Row]) -> Read:
    """Read a filled-in workbook of this return. Whatever is wrong comes back as faults, all of them at once."""
    try:
        found = opened(content)
    except WorkbookRefused as refused:
        return Read({}, (Fault(refused.message),))
    against = _wrong_workbook(found, of, rows)
    if against:
        return Read({}, against)
    return _Reading(found, rows).read()


def _wrong_workbook(found: Opened, of: Return, rows: Sequence[Row]) -> tuple[Fault, ...]:
    """Why no cell of it can be read: not our workbook, another return's, another version's, moved columns."""
    wanted = layout.stamp_of(of, rows)
    if found.stamp is None or found.stamp.keys() != wanted.keys():
        return (Fault(f"this is not the workbook of a return. {DOWNLOAD}"),)
    if found.stamp["return"] != wanted["return"]:
        return (
            Fault(
                f"this is the workbook of another return ({found.stamp['return']}); this page is for return "
                f"{of.reference}. Upload it on its own page, or download the workbook of this return."
            ),
        )
    if (found.stamp["template"], found.stamp["version"]) != (wanted["template"], wanted["version"]):
        return (
            Fault(
                f"this workbook was made from version {found.stamp['version']} of the template; "
                f"this return asks for version {wanted['version']}. {DOWNLOAD}"
            ),
        )
    if found.stamp["lines"] != wanted["lines"]:
        return (Fault(f"the lists behind this return have changed since the workbook was made. {DOWNLOAD}"),)
    if layout.LINES not in found.sheets:
        return (Fault(f"the sheet “{layout.LINES}” is missing or has another name. {DOWNLOAD}"),)
    return _moved_columns(found.cells)


def _moved_columns(cells: Sequence[Sequence[Any]]) -> tuple[Fault, ...]:
    heads = list(cells[layout.HEAD_ROW - 1])[: layout.WIDTH] if len(cells) >= layout.HEAD_ROW else []
    heads += [""] * (layout.WIDTH - len(heads))
    return tuple(
        Fault(
            f"the heading here should be “{heading}” but is “{str(is_now)[:40]}”. "
            "Columns were moved or renamed; put them back.",
            layout.LINES,
            layout.cell_name(layout.HEAD_ROW, column),
        )
        for column, (heading, is_now) in enumerate(zip(layout.HEADINGS, heads, strict=True))
        if heading != is_now
    )


class _Reading:
    """One pass over the rows of the sheet of lines."""

    def __init__(self, found: Opened, rows: Sequence[Row]) -> None:
        self.found = found
        self.rows = rows
        self.by_number = {row.number: row for row in rows}
        self.answers: dict[Key, Given] = {}
        self.faults: list[Fault] = list(found.oddities.faults)

    def read(self) -> Read:
        answers, waiting = self.answers, dict(self.by_number)
        all_values = not self.found.oddities.not_values
        lines = islice(self.found.cells, layout.HEAD_ROW, None)
        for number, found in enumerate(lines, start=layout.FIRST_ROW):
            cells = found if len(found) == layout.WIDTH else [*found[: layout.WIDTH], *EMPTY[len(found) :]]
            line, text, _, _, raw, reason, note = cells
            row = waiting.pop(line, None)
            if row is None:
                row = self._row_of_odd_number(number, line, (raw, reason, note))
                if row is None:
                    continue
                if waiting.pop(row.number, None) is None:
                    self._name_repeated(number, row)
                    continue
            key = row.key
            if text != (f"{row.breakdown_label}: {row.text}" if key[1] else row.text):
                self._name_moved(number, row)
                answers[key] = Given()
                continue
            # the usual case first: a number that fits, and nothing else to look at
            if type(raw) is float and reason == "" and note == "" and all_values:
                value = of_number(row.kind, raw, row.largest)
                if value is not None:
                    answers[key] = as_given((ANSWERED, value, ""))
                    continue
            answers[key] = self._given(number, row, raw, reason, note)
        self._name_missing(waiting.values())
        self._name_contradictions({fault.cell for fault in self.faults})
        return Read(answers, tuple(sorted(self.faults, key=_place)))

    @cached_property
    def row_of(self) -> dict[Key, int]:
        """The row of the sheet on which each line stands first; asked for only where something is wrong."""
        placed: dict[Key, int] = {}
        for number, cells in enumerate(islice(self.found.cells, layout.HEAD_ROW, None), start=layout.FIRST_ROW):
            row = self._row_of(cells[layout.LINE]) if cells else None
            if row is not None:
                placed.setdefault(row.key, number)
        return placed

    def _row_of(self, line: Any) -> Row | None:
        """The row of a line's number, also where a program turned it from text into a number."""
        if isinstance(line, float) and line.is_integer():
            line = str(int(line))
        return self.by_number.get(str(line).strip())

    def _fault(self, number: int, column: int, text: str) -> None:
        self.faults.append(Fault(text, layout.LINES, layout.cell_name(number, column)))

    def _row_of_odd_number(self, number: int, line: Any, rest: tuple[Any, ...]) -> Row | None:
        """The row of a line's number that is not written as we write it; a fault where there is none."""
        row = self._row_of(line)
        if row is None and str(line).strip():
            self._fault(number, layout.LINE, f"there is no line “{str(line)[:20]}” in this return. Delete the row.")
        elif row is None and any(str(value).strip() for value in rest):
            column = (layout.ANSWER, layout.REASON, layout.NOTE)[[bool(str(one).strip()) for one in rest].index(True)]
            self._fault(number, column, "there is something on a row that is not a line. Move it to its line.")
        return row

    def _name_repeated(self, number: int, row: Row) -> None:
        first = self.row_of[row.key]
        self._fault(
            number,
            layout.LINE,
            f"line {row.number} is here a second time; it stands in row {first} already. Delete one.",
        )

    def _name_moved(self, number: int, row: Row) -> None:
        self._fault(
            number,
            layout.TEXT,
            f"the words beside line {row.number} are not its own (“{row.text}”). "
            "Rows were moved or sorted; put them back.",
        )

    def _given(self, number: int, row: Row, raw: Any, reason: Any, note: Any) -> Given:
        value, state, words, unfit_found = None, None, "", False
        not_a_value = self.found.oddities.not_values
        for column, cell in ((layout.ANSWER, raw), (layout.REASON, reason), (layout.NOTE, note)):
            try:
                if not_a_value and (place := layout.cell_name(number, column)) in not_a_value:
                    raise Unfit(not_a_value[place])
                if column == layout.ANSWER:
                    value = value_of(row, cell)
                elif column == layout.REASON:
                    state = _state_of(cell)
                else:
                    words = note_of(cell)
            except Unfit as unfit:
                self._fault(number, column, str(unfit))
                unfit_found = True
                if column == layout.ANSWER:
                    value = UNREADABLE
        try:
            given = given_of(value, state, words)
        except Unfit as unfit:
            self._fault(number, layout.REASON, str(unfit))
            return Given()
        return Given() if unfit_found else given

    def _name_missing(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.faults.append(
                Fault(f"line {row.number}, “{row.text}”, is missing from the sheet. {DOWNLOAD}", layout.LINES)
            )

    def _name_contradictions(self, faulty: set[str]) -> None:
        found = contradictions(self.rows, self.answers)
        unread = {row.key[0] for row in self.rows if self._place(row) in faulty} if found and faulty else set()
        for row, fault in found:
            if not {row.key[0], row.share_of} & unread:  # what could not be read adds up to nothing yet
                self.faults.append(Fault(fault, layout.LINES, self._place(row)))

    def _place(self, row: Row) -> str:
        number = self.row_of.get(row.key)
        return layout.cell_name(number, layout.ANSWER) if number else ""


def _state_of(cell: Any) -> AnswerState | None:
    words = str(cell).strip().lower() if cell is not None else ""
    if not words:
        return None
    if words not in layout.STATE_OF_WORDS:
        choices = ", ".join(f"“{text}”" for text in layout.WORDS_OF_STATE.values())
        raise Unfit(f"“{str(cell)[:40]}” is not one of the reasons ({choices}).")
    return layout.STATE_OF_WORDS[words]


def _place(fault: Fault) -> tuple[int, str]:
    digits = "".join(letter for letter in fault.cell if letter.isdigit())
    return int(digits or 0), fault.cell
