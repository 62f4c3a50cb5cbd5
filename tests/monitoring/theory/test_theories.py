"""Theories of change: versions, what a box says in a year, and who may see which."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from interventions.programmes.models import Programme
from monitoring.indicators.models import ReturnLineGrain
from monitoring.periods.windows import FinancialYear, Window
from monitoring.theory.models import Theory, TheoryNode
from monitoring.theory.selectors import theory_on
from monitoring.theory.services import LinkContent, NodeContent, put_theory
from monitoring.theory.values import Told, printed_figures
from tests.factories import ProgrammeFactory, SourceFactory
from vrn_cases.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
YEAR = FinancialYear(2023).window


def put(programme: Programme | None = None, *nodes: NodeContent, links: tuple[LinkContent, ...] = ()) -> Theory:
    return put_theory(programme=programme, title="A theory", nodes=list(nodes), links=list(links), by="test")


def node(code: str, stage: str = "outputs", **more: Any) -> NodeContent:
    return NodeContent(code=code, stage=stage, text=f"Box {code}", **more)


def figure(
    programme: Programme, value: int, start: date | None, end: date, qualifier: str = "exact", **more: Any
) -> None:
    row = {
        "answer": ReturnLineGrain.objects.count() + 1, "version": 1, "return_id": 1, "programme": programme.pk,
        "published": True, "measure": "people_reached", "counted": "people", "population": "young_people",
        "additive": "never", "breakdown": "", "part": "", "last_quarter": 1, "answered": True, "due": True,
    }  # fmt: skip
    ReturnLineGrain.objects.create(**{**row, **more}, start=start, end=end, value=value, qualifier=qualifier)


def test_the_same_content_is_one_version_and_other_content_the_next() -> None:
    first = put(None, node("a"), node("b", "outcomes"), links=(LinkContent("a", "b"),))
    events = AuditEvent.objects.count()
    assert put(None, node("a"), node("b", "outcomes"), links=(LinkContent("a", "b"),)) == first
    assert AuditEvent.objects.count() == events
    second = put(None, node("a"), node("b", "outcomes"))
    first.refresh_from_db()
    assert (first.version, first.in_use, second.version, second.in_use) == (1, False, 2, True)
    assert first.links.count() == 1
    assert second.links.count() == 0


def test_the_network_has_one_theory_in_use_whatever_the_database_thinks_of_nulls() -> None:
    put(None, node("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Theory.objects.create(programme=None, version=2, title="Another")


def test_a_target_needs_its_words_and_a_source() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        put(None, node("a", target=20, target_words="up to 20 schools"))


def boxes(theory: Theory, window: Window, *values: Any) -> dict[str, tuple[str, str]]:
    return {box.node.code: (box.value, box.target) for box in theory_on(theory, window, values).boxes}


def test_a_box_without_figure_target_or_measure_says_which() -> None:
    theory = put(None, node("in", "inputs"), node("out"), node("measured", indicator="X-01"))
    assert boxes(theory, YEAR) == {
        "in": ("", ""),
        "out": ("", "No measure yet"),
        "measured": ("Not reported", "No target set"),
    }


def test_the_first_phrase_stands_on_the_card_and_nothing_else_is_lost() -> None:
    theory = put(None, node("a", indicator="X-01"))

    def silent(_: TheoryNode) -> Told:
        return Told("", ("A sentence.",))

    def speaking(_: TheoryNode) -> Told:
        return Told("12 people", ("Another.",))

    def printed(_: TheoryNode) -> Told:
        return Told("almost 400 young people")

    (box,) = theory_on(theory, YEAR, [silent, speaking, printed]).boxes
    assert box.value == "12 people"
    assert box.sentences == ("Also: almost 400 young people.", "A sentence.", "Another.")


def test_a_target_holds_in_the_year_that_it_was_printed_for() -> None:
    more = {"target": 20, "target_words": "up to 20 schools", "target_period": "2020/21", "source": SourceFactory()}
    theory = put(None, node("a", printed_measure="schools", **more))
    assert boxes(theory, FinancialYear(2020).window)["a"][1] == "Target: up to 20 schools"
    assert boxes(theory, YEAR)["a"][1] == "No target set"
    (box,) = theory_on(theory, YEAR, []).boxes
    assert box.sentences == ("A target was printed for 2020/21: up to 20 schools.",)


def test_a_printed_figure_keeps_its_qualifier_and_stands_only_in_its_period() -> None:
    programme, other = ProgrammeFactory(), ProgrammeFactory()
    theory = put(programme, node("a", printed_measure="people_reached"))
    figure(programme, 400, date(2023, 4, 1), date(2024, 4, 1), "almost")
    figure(programme, 99, date(2020, 2, 1), date(2021, 2, 1))
    figure(other, 7, date(2023, 4, 1), date(2024, 4, 1))
    assert boxes(theory, YEAR, printed_figures(theory, YEAR))["a"][0] == "almost 400 young people"
    crossed = FinancialYear(2020).window
    (box,) = theory_on(theory, crossed, [printed_figures(theory, crossed)]).boxes
    assert box.value == "Printed for another period only"
    assert box.sentences == ("99 young people, from February 2020 to January 2021.",)
    later = FinancialYear(2022).window
    assert boxes(theory, later, printed_figures(theory, later))["a"][0] == "Not reported"


def test_figures_of_several_programmes_are_never_added() -> None:
    one, two = ProgrammeFactory(name="One"), ProgrammeFactory(name="Two")
    theory = put(None, node("a", printed_measure="people_reached"))
    figure(one, 400, date(2023, 4, 1), date(2024, 4, 1), "almost")
    figure(two, 1_600, date(2023, 4, 1), date(2024, 4, 1), "over")
    (box,) = theory_on(theory, YEAR, [printed_figures(theory, YEAR)]).boxes
    assert box.value == "2 printed figures, never added"
    assert box.sentences == (
        "One: almost 400 young people, from April 2023 to March 2024.",
        "Two: over 1,600 young people, from April 2023 to March 2024.",
    )


def test_partners_returns_are_no_printed_figures() -> None:
    programme = ProgrammeFactory()
    theory = put(programme, node("a", printed_measure="people_reached"))
    figure(programme, 3, date(2023, 4, 1), date(2024, 4, 1), published=False)
    assert boxes(theory, YEAR, printed_figures(theory, YEAR))["a"][0] == "Not reported"


def test_links_that_a_source_states_are_told_from_readings() -> None:
    source = SourceFactory(code="S7")
    links = (LinkContent("a", "b"), LinkContent("a", "c", source, is_reading=False))
    theory = put(None, node("a"), node("b", "outcomes"), node("c", "outcomes"), links=links)
    outline = dict(theory_on(theory, YEAR, []).outline)
    assert [ends for _, ends in outline["Outputs"]] == [[("Box b", ""), ("Box c", "S7")]]


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())
