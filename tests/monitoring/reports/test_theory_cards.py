"""The cards of the report's theories of change: a figure says of what, of whom and of when it is."""

import pytest

from monitoring.indicators.services import aggregate
from monitoring.indicators.windows import window_named
from monitoring.reports.blocks import Diagram
from monitoring.reports.figures import Figure
from monitoring.reports.material import gather
from monitoring.reports.sections.theories import theories, theories_in_use
from monitoring.reports.wording import with_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]


def cards(label: str) -> dict[str, dict[str, Figure]]:
    """The figures of each diagram by the words of their card."""
    aggregate(by="test")
    section = theories(gather(window_named(label), published_only=True), theories_in_use())
    drawn = [block for block in section.blocks if isinstance(block, Diagram)]
    return {one.title.split(":")[0]: {node.title: node.figure for node in one.nodes if node.figure} for one in drawn}


def test_a_result_of_the_whole_area_says_whom_it_is_of_and_against_when() -> None:
    network = cards("2023/24")["The network"]
    knives = network["Less knife-enabled serious violence, above all with victims under 25"]
    assert with_unit(knives) == "−6.3% on 2019/20 (all ages)"
    homicides = network["Fewer non-domestic homicides, above all of victims under 25 involving knives"]
    assert with_unit(homicides) == "+30.0% on 2019/20 (all ages)"
    assert homicides.note == "Homicides (success measure): change, 2023/24 against 2019/20"


def test_a_printed_change_says_whom_it_is_of_and_on_what() -> None:
    told = cards("2020/21")
    area = told["The network"]["Less public place serious violence"]
    assert with_unit(area) == "−14.6% on the period before (all ages)"
    assert area.note == "Public place serious violence offences, LLR: change on the period before, 2020/21"
    young = told["Mentors in Violence Prevention"]["Less public place serious violence by under 25s"]
    assert with_unit(young) == "−15.7% on the period before (suspects under 25)"


def test_the_share_of_the_grant_says_so() -> None:
    share = cards("2020/21")["The network"]["Home Office grant, at least a fifth of it for interventions"]
    assert with_unit(share) == "41.4% of the grant"


def test_what_is_printed_for_another_period_is_not_called_unreported() -> None:
    told = cards("2020/21")
    projects = told["Grassroots Community Grants"]["Projects funded"]
    assert with_unit(projects) == "Printed for another period only"
    assert "Figures stated for other periods or at a date" in projects.note
    assert with_unit(told["Grassroots Community Grants"]["Awards made to organisations"]) == "Not reported"
