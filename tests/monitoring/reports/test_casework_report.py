"""Casework in the Board report: recomputed by hand from invented facts, the same in page, paper and workbook."""

import math
import re
import statistics
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest

from interventions.programmes.models import Programme
from monitoring.indicators.disclosure import NotProtected
from monitoring.indicators.disclosure_attack import Finding
from monitoring.indicators.disclosure_profiles import BOARD, CENTRAL_TEAM
from monitoring.reports import material as gathering
from monitoring.reports.blocks import Chart
from monitoring.reports.document import Document, figures_of, from_json, parts_of, to_json
from monitoring.reports.figures import State
from monitoring.reports.render_html import render_html
from monitoring.reports.render_pdf import render_pdf
from monitoring.reports.render_xlsx import render_xlsx
from monitoring.reports.wording import in_words, interval_in_words
from tests.monitoring.reports.invented_caseload import (
    ENOUGH,
    FACTS,
    YEAR,
    Supported,
    document_for,
    recorded_programmes,
    value,
)
from tests.monitoring.reports.reading import cells_of, pdf_text, squeezed

pytestmark = pytest.mark.django_db
CAVEAT = "People join at a low point; some improve without help. There is no comparison group here."
TOO_FEW = "too few answered twice to say"
T_95_OF_9_DEGREES = 2.262157  # Student's t, two-sided, as printed in tables


@pytest.fixture
def programmes() -> dict[str, Programme]:
    return recorded_programmes()


@pytest.fixture
def team(programmes: dict[str, Programme]) -> Document:
    return document_for(CENTRAL_TEAM)


@pytest.fixture
def board(programmes: dict[str, Programme]) -> Document:
    return document_for(BOARD)


def hundredths(having: int, of: int) -> int:
    return int(Fraction(having, of) * 10_000 + Fraction(1, 2))


def by_hand(cases: Iterable[Supported]) -> dict[str, Any]:
    """What the report must say of these cases, worked out from the facts alone."""
    told = list(cases)
    offered, attended = sum(len(one.sessions) for one in told), sum(one.attended for one in told)
    started = [one for one in told if one.closed and one.attended]
    due = started  # the plan asks whoever started and ended; the start was due for everybody
    expected = {
        "REA-01": len(told),
        "REA-02": len(told),
        "REA-03": sum(one.attended > 0 for one in told),
        "REF-01": len(told),
        "REF-03#having": len(told),
        "REF-03": 10_000,
        "ENG-01": offered,
        "ENG-02#having": attended,
        "ENG-02": hundredths(attended, offered),
        "ENG-05": hundredths(sum(one.attended >= 3 for one in told), len(told)),
        "OUT-01": hundredths(sum(one.answers[0] is not None for one in told), len(told)),
        "DQ-02": 10_000,
        "DQ-03": 0,
    }
    if started:
        expected["ENG-06"] = 10_000
        expected["OUT-02"] = hundredths(sum(one.answers[1] is not None for one in due), len(due))
        expected["OUT-03#eligible"] = len(due)
        expected["OUT-03#paired"] = sum(one.is_paired for one in due)
    return expected


def test_every_number_is_what_the_facts_say(team: Document) -> None:
    for code, cases in FACTS.items():
        for indicator, expected in by_hand(cases).items():
            assert value(team, indicator, code) == expected, (code, indicator)
    everybody = [one for cases in FACTS.values() for one in cases]
    for indicator, expected in by_hand(everybody).items():
        assert value(team, indicator, "network") == expected, indicator


def test_a_change_is_told_with_its_interval_and_who_it_rests_on(team: Document) -> None:
    changes = [one.change for one in ENOUGH if one.is_paired]
    mean = statistics.mean(changes)
    margin = T_95_OF_9_DEGREES * statistics.stdev(changes) / math.sqrt(len(changes))
    key = f"OUT-03:ENOUGH:{YEAR}"
    assert [float(value(team, f"OUT-03{ending}", "ENOUGH")) for ending in ("", "#low", "#high")] == [
        pytest.approx(mean, abs=0.05),
        pytest.approx(mean - margin, abs=0.05),
        pytest.approx(mean + margin, abs=0.05),
    ]
    assert team.by_key[f"{key}#words"].text == (
        f"10 of 15 answered both times; the average rose by {mean:.1f} points "
        f"(95% interval {mean - margin:.1f} to {mean + margin:.1f})"
    )
    assert [value(team, f"OUT-03#{name}", "ENOUGH") for name in ("improved", "unchanged", "deteriorated")] == [10, 0, 0]


def charts_of(document: Document) -> list[Chart]:
    return [part for part in parts_of(document) if isinstance(part, Chart)]


def test_a_change_is_drawn_with_its_interval_which_is_frozen_with_it(team: Document) -> None:
    (chart,) = charts_of(team)
    told = {point.label: point.figure for point in chart.series[0].points}
    assert {name for name, figure in told.items() if figure.is_number} == {"Invented enough", "Network"}
    for name, scope in (("Invented enough", "ENOUGH"), ("Network", "network")):
        ends = tuple(value(team, f"OUT-03{ending}", scope) for ending in ("#low", "#high"))
        assert (told[name].low, told[name].high) == ends
    assert from_json(to_json(team)) == team
    page, paper = render_html(team), squeezed(pdf_text(render_pdf(team)))
    interval = interval_in_words(told["Invented enough"])
    assert f"95% intervals: Invented enough {interval}; Network " in page
    assert "The thin line at each figure is its 95% interval." in page
    assert squeezed("The thin line at each figure is its 95% interval.") in paper


def test_what_is_not_told_has_no_interval(team: Document, board: Document) -> None:
    for document in (team, board):
        assert all(figure.low is None for figure in figures_of(document) if not figure.is_number)
    (chart,) = charts_of(team)
    nine = next(point.figure for point in chart.series[0].points if point.label == "Invented nine")
    assert nine.text == TOO_FEW
    assert "Invented nine" not in render_html(team).split("95% intervals: ")[1].split("</desc>")[0]


def test_below_ten_pairs_no_change_is_told_to_anybody(team: Document, board: Document) -> None:
    for document in (team, board):
        key = f"OUT-03:NINE:{YEAR}"
        assert in_words(document.by_key[key]) == TOO_FEW
        assert document.by_key[f"{key}#words"].text == f"9 of 9 answered both times; {TOO_FEW}"
        for ending in ("#low", "#high", "#improved", "#unchanged", "#deteriorated"):
            assert document.by_key[key + ending].value is None, ending
    assert team.by_key[f"OUT-03:ENOUGH:{YEAR}"].value is not None


def test_every_change_carries_that_nobody_is_compared(team: Document) -> None:
    changes = [
        figure for figure in figures_of(team) if figure.key.startswith("OUT-03:ENOUGH") and figure.unit == "points"
    ]
    assert changes
    assert {figure.note for figure in changes} == {CAVEAT}
    assert squeezed(CAVEAT) in squeezed(render_html(team))
    assert squeezed(CAVEAT) in squeezed(pdf_text(render_pdf(team)))
    flat = flat_rows(team)
    assert {row["note"] for row in flat if row["key"] == f"OUT-03:ENOUGH:{YEAR}"} == {CAVEAT}


def flat_rows(document: Document) -> list[dict[str, Any]]:
    rows = cells_of(render_xlsx(document))["All figures"]
    start = next(place for place, row in enumerate(rows) if row[0] == "key")
    return [dict(zip(map(str, rows[start]), row, strict=True)) for row in rows[start + 1 :]]


def rows_on_page(document: Document, caption: str) -> list[list[str]]:
    """The rows of the table whose caption starts so, each as the words of its cells without the marks of notes."""
    table = next(part for part in render_html(document).split("<table")[1:] if caption in part.split("</caption>")[0])
    rows = table.split("</table>")[0].split("<tr")[2:]
    return [[words_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def words_of(cell: str) -> str:
    return " ".join(re.sub(r"<sup.*?</sup>|<[^>]*>", "", cell, flags=re.DOTALL).split())


def test_nought_sessions_attended_stay_nought_everywhere(team: Document, board: Document) -> None:
    key = f"ENG-02:NOBODY:{YEAR}#having"
    for document in (team, board):
        assert document.by_key[key].value == 0
        row = next(cells for cells in rows_on_page(document, "Sessions,") if "nobody" in cells[0])
        assert row[3] == "0"
        flat = [row for row in flat_rows(document) if row["key"] == key]
        assert [(one["value"], one["in_words"], one["state"]) for one in flat] == [(0, "0", "reported")]
    paper = " ".join(pdf_text(render_pdf(team)).split())
    assert "Invented nobody 0 6 0 0.0%" in paper


def test_what_is_few_is_hidden_in_page_paper_and_workbook(board: Document, team: Document) -> None:
    for code in ("REA-01", "REA-02", "REF-01", "ENG-01"):
        key = f"{code}:FEW:{YEAR}"
        assert value(team, code, "FEW") == 3
        hidden = board.by_key[key]
        assert (hidden.state, hidden.value) == (State.HIDDEN, None)
        assert {(row["value"], row["state"]) for row in flat_rows(board) if row["key"] == key} == {(None, "hidden")}
    row = next(cells for cells in rows_on_page(board, "People and referrals,") if "few" in cells[0])
    assert "3" not in row
    paper = " ".join(pdf_text(render_pdf(board)).split())
    assert "Invented few fewer than 5" in paper


def test_the_same_input_gives_the_same_bytes(programmes: dict[str, Programme]) -> None:
    first, second = (document_for(BOARD) for _ in range(2))
    assert to_json(first) == to_json(second)
    assert render_html(first) == render_html(second)
    assert render_pdf(first) == render_pdf(second)
    assert render_xlsx(first) == render_xlsx(second)


def test_what_cannot_be_protected_is_withheld_and_the_rest_goes_out(
    programmes: dict[str, Programme], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door = gathering.shown

    def door(figures: Any, *told: Any, **named: Any) -> Any:
        found = [key for key in figures if key.startswith("OUT-03:ENOUGH")]
        if found:
            raise NotProtected([Finding(f"{found[0]}#change", 1, 1, 1, True)])
        return at_the_door(figures, *told, **named)

    monkeypatch.setattr(gathering, "shown", door)
    document = document_for(BOARD)
    assert document.by_key[f"OUT-03:ENOUGH:{YEAR}"].state == State.HIDDEN
    assert {figure.value for key, figure in document.by_key.items() if key.startswith("OUT-03")} == {None}
    assert value(document, "REA-01", "ENOUGH") == len(ENOUGH)
