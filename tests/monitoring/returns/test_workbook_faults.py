"""Every fault of a received workbook: its cell by name, and words that say what to change."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from monitoring.returns.asked import rows_asked
from monitoring.returns.models import Return
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.reading import Read, read_workbook
from tests.monitoring.returns.conftest import Filling

pytestmark = pytest.mark.django_db


def read(filling: Filling, of: Return) -> Read:
    return read_workbook(filling.bytes(), of, filling.rows)


def words(filling: Filling, of: Return) -> list[str]:
    return [fault.words for fault in read(filling, of).faults]


def test_a_well_filled_workbook_has_no_fault(well_filled, asked):
    found = read(well_filled, asked)
    assert found.faults == ()
    assert found.answers["supported", "", ""].value == 20
    assert found.answers["supported", "age_band", "15-17"].value == 10
    assert found.answers["spend", "", ""].value == 123_456
    assert found.answers["words", "", ""].state == "blank"


CELLS: list[tuple[str, str, Any, str]] = [
    ("text in a number cell", "2", "about 12", "“about 12” is not a number. Write the number alone"),
    ("a negative count", "2", -3, "-3 is below 0."),
    ("a negative count as text", "2", "-3", "-3 is below 0."),
    ("a decimal in a count", "2", 3.5, "3.5 is not a whole number."),
    ("a decimal in a count as text", "2", "3.5", "3.5 is not a whole number."),
    ("a number above the largest", "2", 20_001, "20,001 is more than this line can be (20,000)."),
    ("money above the largest", "3", 100_000.01, "£100,000.01 is more than this line can be (£100,000)."),
    ("money with a third decimal", "3", 12.345, "12.345 has more than two places of pence."),
    ("words for money", "3", "not yet known", "“not yet known” is not an amount in pounds."),
    ("a date in a count", "2", date(2023, 5, 1), "Excel has turned this into a date"),
    ("a date as text", "4", "1/5/2023", "“1/5/2023” is text and not a date."),
    ("a date in words", "7", date(2023, 5, 1), "Excel has turned this into a date."),
    ("true in a count", "2", True, "TRUE is not a number."),
    ("neither yes nor no", "5", "mostly", "“mostly” is neither Yes nor No."),
    ("a share above the whole", "6", 140, "140 is more than 100 per cent."),
    ("a share below nothing", "6", -1, "-1 is below 0."),
    ("too long a text", "7", "x" * 4_001, "the text has 4,001 characters; 4,000 fit."),
    ("an error typed as text", "2", "#REF!", "the cell shows the error #REF!."),
]


@pytest.mark.parametrize(("line", "value", "told"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_a_value_that_cannot_be_taken_names_its_cell(well_filled, asked, line, value, told):
    well_filled.put(line, value)
    found = read(well_filled, asked)
    assert [(fault.sheet, fault.cell) for fault in found.faults] == [("Lines", well_filled.cell(line))]
    assert told in found.faults[0].text


@pytest.mark.parametrize(
    ("line", "value", "kept"),
    [("2", "1,2", None), ("2", " 7 ", 7), ("2", "12", 12), ("2", 0, 0), ("3", "£1,234.50", 123_450),
     ("3", 0.1 + 0.2, 30), ("5", "yes", 1), ("5", "No", 0), ("6", "25.5%", 2_550),
     ("4", date(2023, 5, 1), date(2023, 5, 1))],
)  # fmt: skip
def test_harmless_ways_of_writing_are_taken(well_filled, asked, line, value, kept):
    well_filled.put(line, value)
    found = read(well_filled, asked)
    key = next(row.key for row in well_filled.rows if row.number == line)
    assert bool(found.faults) is (kept is None)
    if kept is not None:
        assert found.answers[key].value == kept


def test_a_formula_is_named_with_what_to_do(well_filled, asked):
    well_filled.put("2", "=2+2")
    told = "the cell holds the formula =2+2. Copy it and paste it as a value (Paste Special, Values)."
    assert words(well_filled, asked) == [f"Lines, cell {well_filled.cell('2')}: {told}"]


def test_an_error_of_the_spreadsheet_is_named(well_filled, asked):
    cell = well_filled.sheet[well_filled.cell("2")]
    cell.value, cell.data_type = "#REF!", "e"
    assert "shows the error #REF!" in words(well_filled, asked)[0]


def test_a_breakdown_that_does_not_add_up_names_the_sum(well_filled, asked):
    well_filled.put("1c", 6)
    told = "the breakdown by age adds up to 21, but the line says 20. Make them agree."
    assert words(well_filled, asked) == [f"Lines, cell {well_filled.cell('1')}: {told}"]


def test_a_breakdown_under_an_unanswered_line_is_a_fault(filling, asked):
    filling.put("1a", 5)
    assert "there is a breakdown by age (it adds up to 5), but no answer" in words(filling, asked)[0]


def test_a_part_larger_than_its_whole_names_both(well_filled, asked):
    well_filled.put("2", 21)
    assert "21 is more than line 1, “People supported” (20), of which it is a part." in words(well_filled, asked)[0]


def test_an_answer_beside_a_reason_for_none_is_a_fault(well_filled, asked):
    well_filled.put("2", reason="Does not apply")
    assert "both an answer and a reason" in words(well_filled, asked)[0]


def test_an_unknown_reason_is_a_fault(well_filled, asked):
    well_filled.put("4", reason="on holiday")
    assert "“on holiday” is not one of the reasons" in words(well_filled, asked)[0]


def test_too_long_a_note_is_a_fault(well_filled, asked):
    well_filled.put("4", note="x" * 501)
    assert "the note has 501 characters; 500 fit" in words(well_filled, asked)[0]


def test_zero_blank_not_due_and_not_applicable_are_four_things(well_filled, asked):
    well_filled.put("2", 0).put("4", reason="Not due yet").put("5", reason="does not apply")
    well_filled.put("6", reason="Not known", note="The list was lost.")
    answers = read(well_filled, asked).answers
    states = {code: (answers[code, "", ""].state.value, answers[code, "", ""].value) for code in
              ("ended", "visited_on", "plan_kept", "kept_share", "words")}  # fmt: skip
    assert states == {
        "ended": ("answered", 0),
        "visited_on": ("not_due", None),
        "plan_kept": ("not_applicable", None),
        "kept_share": ("blank", None),
        "words": ("blank", None),
    }


def test_a_repeated_row_is_named_with_the_first(well_filled, asked):
    sheet, last = well_filled.sheet, well_filled.sheet.max_row + 1
    for column in range(1, layout.WIDTH + 1):
        sheet.cell(last, column).value = sheet.cell(well_filled.row_of["2"], column).value
    first = well_filled.row_of["2"]
    assert words(well_filled, asked) == [
        f"Lines, cell A{last}: line 2 is here a second time; it stands in row {first} already. Delete one."
    ]


def test_a_missing_row_is_named(well_filled, asked):
    well_filled.sheet.delete_rows(well_filled.row_of["7"])
    assert words(well_filled, asked)[0].startswith("Lines: line 7, “What went well”, is missing from the sheet.")


def test_rows_whose_words_were_sorted_away_are_named(well_filled, asked):
    place = well_filled.row_of
    sheet = well_filled.sheet
    one, two = sheet.cell(place["2"], 2), sheet.cell(place["3"], 2)
    one.value, two.value = two.value, one.value
    found = words(well_filled, asked)
    assert len(found) == 2
    assert "the words beside line 2 are not its own" in found[0]


def test_an_unknown_line_and_an_answer_beside_no_line_are_named(well_filled, asked):
    last = well_filled.sheet.max_row
    well_filled.sheet.cell(last + 1, 1).value = "99"
    well_filled.sheet.cell(last + 2, layout.ANSWER + 1).value = 4
    assert words(well_filled, asked) == [
        f"Lines, cell A{last + 1}: there is no line “99” in this return. Delete the row.",
        f"Lines, cell E{last + 2}: there is something on a row that is not a line. Move it to its line.",
    ]


def test_moved_columns_are_named_by_heading(well_filled, asked):
    well_filled.sheet.insert_cols(5)
    found = words(well_filled, asked)
    assert found[0].startswith("Lines, cell E4: the heading here should be “This period” but is “”.")
    assert len(found) == 3


def test_merged_cells_and_hidden_rows_and_columns_are_named(well_filled, asked):
    row = well_filled.row_of["2"]
    well_filled.sheet.merge_cells(f"E{row}:F{row}")
    well_filled.sheet.row_dimensions[row + 1].hidden = True
    well_filled.sheet.column_dimensions["G"].hidden = True
    found = words(well_filled, asked)
    assert found == [
        "Lines, cell G4: column G is hidden. Show it again and look at what it holds.",
        f"Lines, cell E{row}: the cells E{row}:F{row} are merged. Unmerge them.",
        f"Lines, cell A{row + 1}: row {row + 1} is hidden. Show it again and look at what it holds.",
    ]


def test_a_number_that_a_program_made_of_a_lines_name_is_understood(well_filled, asked):
    well_filled.sheet.cell(well_filled.row_of["2"], 1).value = 2
    assert read(well_filled, asked).faults == ()


def test_all_faults_come_at_once_in_the_order_of_the_sheet(well_filled, asked):
    well_filled.put("1", "twenty").put("2", 3.5).put("3", "=1+1").put("5", "perhaps")
    found = read(well_filled, asked)
    assert [fault.cell for fault in found.faults] == [well_filled.cell(line) for line in ("1", "2", "3", "5")]


def test_a_cell_far_out_does_not_make_room_for_everything_before_it(well_filled, asked):
    well_filled.sheet.cell(19_000, 200).value = 1
    assert read(well_filled, asked).faults == ()


def test_a_row_beyond_the_limit_is_refused(well_filled, asked):
    well_filled.sheet.cell(900_000, 5).value = 1
    assert "has more rows than a return can hold" in words(well_filled, asked)[0]


def test_another_returns_workbook_is_known(well_filled, asked, ask):
    other = ask()
    found = read_workbook(well_filled.bytes(), other, rows_asked(other)).faults
    assert [fault.cell for fault in found] == [""]
    assert f"the workbook of another return ({asked.reference})" in found[0].text


@pytest.mark.parametrize(
    ("row", "value", "told"),
    [(3, "7", "made from version 7 of the template"), (4, "0" * 64, "The lists behind this return have changed")],
)
def test_a_workbook_of_another_version_is_known(well_filled, asked, row, value, told):
    well_filled.book[layout.STAMP].cell(row, 2).value = value
    assert told in words(well_filled, asked)[0]


def test_a_workbook_that_is_not_ours_is_known(filling, asked):
    target = BytesIO()
    Workbook().save(target)
    assert "not the workbook of a return" in read_workbook(target.getvalue(), asked, filling.rows).faults[0].text


def test_a_renamed_sheet_is_known(well_filled, asked):
    well_filled.sheet.title = "My lines"
    assert "The sheet “Lines” is missing or has another name" in words(well_filled, asked)[0]


def with_entry(content: bytes, name: str, data: bytes) -> bytes:
    target = BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


WHOLE_FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a zip bomb": (lambda real: with_entry(real, "xl/media/bomb.bin", b"0" * (5 << 20)), "unpacks to far more"),
    "macros": (lambda real: with_entry(real, "xl/vbaProject.bin", b"code"), "contains macros"),
    "a renamed text file": (lambda real: b"Line,This period\n1,12\n", "a text file named like a workbook"),
    "an encrypted workbook": (
        lambda real: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "a damaged workbook": (lambda real: real[: len(real) // 2], "damaged"),
    "nothing": (lambda real: b"", "The file is empty"),
}


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_file_that_cannot_be_opened_says_why(well_filled, asked, name):
    spoil, told = WHOLE_FILES[name]
    found = read_workbook(spoil(well_filled.bytes()), asked, well_filled.rows)
    assert len(found.faults) == 1
    assert told in found.faults[0].words
    assert (found.faults[0].sheet, found.answers) == ("", {})
