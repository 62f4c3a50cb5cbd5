"""What a change in scores rests on, and who compares: on the page and in the workbook, for whom, worked out by hand."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from interventions.programmes.models import Programme
from monitoring.indicators.change_in_full import NO_SPREAD, change_in_full, in_words
from monitoring.indicators.deciding import decide_figures
from monitoring.indicators.registry import INDICATORS
from monitoring.theory.models import STUDY, Stage, Theory, TheoryNode
from tests.monitoring.indicators.test_intervals_drawn import FELL, scores
from tests.monitoring.reports.invented_caseload import CONVERTED, ENOUGH, recorded_programmes
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db
PATH = "/indicators/OUT-03/"
OF = "?window=2023/24"
RESTS = "What this change rests on"
NOBODY = "There is no comparison group here."
STUDIED = "Who compares: An invented trial."
Clients = Callable[..., Client]


@pytest.fixture
def programmes() -> dict[str, Programme]:
    return recorded_programmes()


@pytest.fixture
def reader(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Clients:
    def get(role: Role, **more: Any) -> Client:
        client = client_for(make_user(role, **more))
        decide_figures()
        return client

    return get


def sheets_of(client: Client, query: str = OF) -> dict[str, list[tuple[Any, ...]]]:
    answer = client.get(f"{PATH}workbook/{query}")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def compared_by_a_study(programme: Programme) -> None:
    theory = Theory.objects.create(programme=programme, version=1, title="An invented theory", in_use=True)
    TheoryNode.objects.create(theory=theory, code=STUDY, stage=Stage.INPUTS, text="An invented trial", position=1)


def by_hand() -> list[Any]:
    """The row of the workbook from the answers alone."""
    pairs = [(CONVERTED[first], CONVERTED[later]) for first, later in (one.answers for one in ENOUGH) if later]
    starts, ends = [first for first, _ in pairs], [later for _, later in pairs]
    changes = [later - first for first, later in pairs]
    told = [statistics.mean(starts), statistics.stdev(starts), statistics.mean(ends), statistics.stdev(ends)]
    return [
        len(ENOUGH),
        0,
        len(ENOUGH) - len(pairs),
        len(pairs),
        *told,
        statistics.mean(changes),
        statistics.stdev(changes),
    ]


class TestWhatAChangeRestsOn:
    def test_it_is_in_the_workbook_as_by_hand(self, programmes: dict[str, Programme], reader: Clients) -> None:
        rows = sheets_of(reader(Role.ANALYST))["What changes rest on"]
        own = next(row for row in rows if row[3] == "Invented enough")
        assert [float(cell) for cell in own[4:14]] == [pytest.approx(number, abs=0.0501) for number in by_hand()]
        mean, spread = by_hand()[-2:]
        assert float(own[16]) == pytest.approx(mean / spread, abs=0.00501)
        assert own[17] is None  # everybody's score at the start is the same
        assert not [row for row in rows if row[3] == "Invented nine"]

    def test_the_page_says_it_in_words(self, programmes: dict[str, Programme], reader: Clients, text: Any) -> None:
        page = text(reader(Role.ANALYST), f"{PATH}{OF}&programme=ENOUGH")
        assert RESTS in page
        assert "Left out: an answer at the start alone 5 cases" in page
        assert "Their average at the start 15.3 points (standard deviation 0.0)" in page
        assert NO_SPREAD in page

    def test_below_ten_pairs_there_is_nothing(
        self, programmes: dict[str, Programme], reader: Clients, text: Any
    ) -> None:
        assert RESTS not in text(reader(Role.ANALYST), f"{PATH}{OF}&programme=NINE")
        assert change_in_full(INDICATORS["OUT-04"], scores(*[(18, 14)] * 9)) is None

    def test_who_does_not_see_it_exactly_has_none_of_it(
        self, programmes: dict[str, Programme], reader: Clients, text: Any
    ) -> None:
        evaluator = reader(Role.EVALUATOR, programme=programmes["FEW"])
        for query in (OF, f"{OF}&programme=ENOUGH"):
            assert RESTS not in text(evaluator, PATH + query)
        lead = reader(Role.PROGRAMME_LEAD, programme=programmes["ENOUGH"])
        assert RESTS in text(lead, f"{PATH}{OF}&programme=ENOUGH")
        assert RESTS not in text(lead, PATH + OF)
        rows = sheets_of(lead)["What changes rest on"]
        assert {row[3] for row in rows if isinstance(row[4], int)} == {"Invented enough"}

    def test_both_sizes_of_a_change(self) -> None:
        told = change_in_full(INDICATORS["OUT-04"], FELL)
        assert told
        starts, changes = [18, 20, 16, 22, 19] * 2, [-4, -5, -1, -7, -2] * 2
        mean = statistics.mean(changes)
        assert float(told.d_z or 0) == pytest.approx(mean / statistics.stdev(changes), abs=0.00501)
        assert float(told.d_start or 0) == pytest.approx(mean / statistics.stdev(starts), abs=0.00501)
        assert (told.due, told.not_begun, told.start_alone, told.both) == (17, 3, 4, 10)
        assert ("Left out: no answer at the start", "3 cases") in in_words(told)
        assert ("Left out: no answer at the start", "1 case") in in_words(replace(told, not_begun=1))


class TestWhoCompares:
    def test_a_programme_in_a_study_is_not_said_to_be_compared_with_nobody(
        self, programmes: dict[str, Programme], reader: Clients, text: Any
    ) -> None:
        analyst = reader(Role.ANALYST)
        own = f"{OF}&programme=ENOUGH"
        assert NOBODY in text(analyst, PATH + own)
        compared_by_a_study(programmes["ENOUGH"])
        page = text(analyst, PATH + own)
        assert STUDIED in page
        assert NOBODY not in page
        assert NOBODY in text(analyst, f"{PATH}{OF}&programme=NINE")

    def test_the_network_names_the_study_beside_the_programme(
        self, programmes: dict[str, Programme], reader: Clients, text: Any
    ) -> None:
        compared_by_a_study(programmes["ENOUGH"])
        page = text(reader(Role.ANALYST), PATH + OF)
        assert NOBODY in page
        assert f"Invented enough. {STUDIED}" in page

    def test_the_workbook_carries_it_above_the_changes(self, programmes: dict[str, Programme], reader: Clients) -> None:
        """It leaves the team, and so carries what every change does that leaves it."""
        compared_by_a_study(programmes["ENOUGH"])
        analyst = reader(Role.ANALYST)
        for query, told, not_told in (
            (OF, NOBODY, "nothing of this"),
            (f"{OF}&programme=ENOUGH", STUDIED, NOBODY),
        ):
            sheets = sheets_of(analyst, query)
            for name in ("Figures", "What changes rest on"):
                above = " ".join(str(row[0]) for row in sheets[name][:8])
                assert told in above
                assert not_told not in above

    def test_what_is_no_change_in_scores_asks_for_no_study(
        self, programmes: dict[str, Programme], reader: Clients, text: Any
    ) -> None:
        compared_by_a_study(programmes["ENOUGH"])
        assert "An invented trial" not in text(reader(Role.ANALYST), f"/indicators/OUT-02/{OF}")
