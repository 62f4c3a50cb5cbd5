"""The Board report on the published record: what it prints agrees with the files of the record, figure by figure."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from monitoring.indicators.disclosure_profiles import BOARD
from monitoring.indicators.services import aggregate
from monitoring.indicators.windows import window_named
from monitoring.reports.blocks import Notice, Table
from monitoring.reports.definitions.board import board_document
from monitoring.reports.document import Document, from_json, parts_of
from monitoring.reports.figures import Kind, State
from monitoring.reports.forms import DraftForm
from monitoring.reports.material import gather
from monitoring.reports.wording import in_words
from tests.monitoring.reports.reading import cells_of, pdf_text, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]
REFERENCE = Path(settings.BASE_DIR) / "monitoring" / "reference"
DATED = date(2024, 4, 15)
YEARS = ("2020/21", "2023/24")


def rows_of(name: str) -> list[dict[str, str]]:
    with open(REFERENCE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def year_days(label: str) -> tuple[date, date]:
    first = int(label[:4])
    return date(first, 4, 1), date(first + 1, 3, 31)


def days(row: dict[str, str]) -> tuple[date | None, date]:
    start = row["period_start"]
    return (date.fromisoformat(start) if start else None), date.fromisoformat(row["period_end"])


def expected_tables(label: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The rows of the record that belong in the year's own table, and in the second one, worked out from the file."""
    begins, ends = year_days(label)
    main, second = set(), set()
    rows = rows_of("published_figures.csv")
    for row in rows:
        start, end = days(row)
        if end < begins or (start or end) > ends:
            continue
        same = [days(other) for other in rows if other is not row and same_thing(other, row)]
        contains = any(
            start
            and other_start
            and start <= other_start
            and other_end <= end
            and (other_start, other_end) != (start, end)
            for other_start, other_end in same
        )
        inside = start is not None and begins <= start and end <= ends
        told = (row["period_label"], row["measure"], row["population"], row["value"], row["qualifier"])
        (main if inside and not contains else second).add(told)
    return main, second


def same_thing(one: dict[str, str], other: dict[str, str]) -> bool:
    return (one["programme"], one["measure"]) == (other["programme"], other["measure"])


def printed(document: Document, label: str) -> dict[str, set[tuple[str, ...]]]:
    tables = {part.caption: part for part in parts_of(document) if isinstance(part, Table)}
    return {
        caption: {
            (
                figure.period,
                figure.key.split(":")[2],
                figure.key.split(":")[3],
                str(figure.value),
                str(figure.qualifier),
            )
            for row in table.rows
            for figure in row.cells
            if figure.key.startswith("PRINTED:")
        }
        for caption, table in tables.items()
    }


@pytest.fixture
def documents() -> dict[str, Document]:
    aggregate(by="test")
    made = {}
    for label in YEARS:
        material, _ = gather(window_named(label), published_only=True).through(BOARD, [])
        made[label] = board_document(material, BOARD, dated=DATED)
    return made


@pytest.mark.parametrize("label", YEARS)
def test_every_printed_figure_stands_in_its_table_under_its_own_label(
    documents: dict[str, Document], label: str
) -> None:
    main, second = expected_tables(label)
    tables = printed(documents[label], label)
    assert tables["Printed figures for this period"] == main
    assert tables.get("Figures stated for other periods or at a date", set()) == second
    assert main


def test_the_published_record_alone_says_that_casework_is_left_out_too(documents: dict[str, Document]) -> None:
    for document in documents.values():
        told = " ".join(part.text for part in parts_of(document) if isinstance(part, Notice))
        assert "Casework and partners’ returns are left out." in told
    assert "Leaves out casework" in DraftForm.base_fields["published_only"].help_text


@pytest.mark.parametrize("label", YEARS)
def test_printed_figures_are_never_added(documents: dict[str, Document], label: str) -> None:
    totals = [
        row
        for part in parts_of(documents[label])
        if isinstance(part, Table) and "rinted figures" in part.caption
        for row in part.rows
        if row.total
    ]
    assert totals == []


def test_success_measures_are_those_of_the_file(documents: dict[str, Document]) -> None:
    by_key = documents["2023/24"].by_key
    found = {key: figure.value for key, figure in by_key.items() if key.startswith("SUCCESS:")}
    expected = sorted(round(float(row["percent_change"]) * 100) for row in rows_of("success_measures.csv"))
    assert sorted(value for value in found.values() if value is not None) == expected
    assert not [key for key in documents["2020/21"].by_key if key.startswith("SUCCESS:")]


def test_observations_are_those_of_the_file(documents: dict[str, Document]) -> None:
    begins, ends = year_days("2020/21")
    expected: list[int] = []
    for row in [*rows_of("observations.csv"), *rows_of("area_rates.csv")]:
        start, end = days(row)
        value = row.get("value") or row.get("rate_per_1000") or ""
        if end >= begins and (start or end) <= ends and value:
            expected.append(round(float(value) * 100))
    found = []
    for key, figure in documents["2020/21"].by_key.items():
        if key.startswith("SERIES:") and not key.endswith(":change") and figure.value is not None:
            found.append(int(figure.value if figure.kind == Kind.PERCENT else figure.value * 100))
    assert not set(expected) - set(found)


def test_money_of_2020_21(documents: dict[str, Document]) -> None:
    money = {
        key.split(":")[-1]: figure for key, figure in documents["2020/21"].by_key.items() if key.startswith("MONEY:")
    }
    assert in_words(money["grant"]) == "£880,000"
    assert in_words(money["itemised"]) == "£860,601"
    assert in_words(money["difference"]) == "£19,399"
    assert in_words(money["share"]) == "41.4%"
    assert in_words(money["floor"]) == "20%"


def test_nothing_reads_nought_that_was_not_reported(documents: dict[str, Document]) -> None:
    for label, document in documents.items():
        for key, figure in document.by_key.items():
            if figure.state == State.NOT_REPORTED:
                assert figure.value is None, (label, key)
                assert in_words(figure) == "Not reported"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.mark.parametrize(("label", "words"), [("2023/24", "almost 400"), ("2020/21", "£860,601")])
def test_the_command_writes_four_files_that_say_the_same(out: Path, label: str, words: str) -> None:
    call_command("report_board", year=label, out=str(out), published_only=True, stdout=io.StringIO())
    document = from_json((out / "report.json").read_text(encoding="utf-8"))
    html = squeezed((out / "report.html").read_text(encoding="utf-8"))
    paper = squeezed(pdf_text((out / "report.pdf").read_bytes()))
    sheets = cells_of((out / "report.xlsx").read_bytes())
    flat = squeezed(json.dumps(sheets, default=str, ensure_ascii=False))
    assert squeezed(words) in html
    assert squeezed(words) in paper
    for figure in document.by_key.values():
        said = squeezed(in_words(figure))
        assert said in html
        assert said in paper
        assert said in flat or str(figure.value) in flat


def test_the_command_twice_gives_the_same_bytes(out: Path, clock) -> None:
    for place in ("first", "second"):
        call_command("report_board", year="2023/24", out=str(out / place), published_only=True, stdout=io.StringIO())
        clock.shift(timedelta())
    for name in ("report.json", "report.html", "report.pdf", "report.xlsx"):
        assert (out / "first" / name).read_bytes() == (out / "second" / name).read_bytes(), name


@pytest.mark.parametrize("label", ["2023/25", "last year", "2023"])
def test_the_command_says_what_a_period_looks_like(out: Path, label: str) -> None:
    with pytest.raises(CommandError, match="not a financial year"):
        call_command("report_board", year=label, out=str(out), stdout=io.StringIO())
    assert not out.exists()
