"""A theory of change in a period: its boxes with what is known of them, for the drawing and for the outline beside it.

What a box shows comes from look-ups that the caller gives (`values.py` has those that this package can read). A box
that no look-up knows of reads "Not reported".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet

from monitoring.indicators.models import ReturnLineGrain
from monitoring.measures.models import Observation, SuccessMeasure
from monitoring.periods.windows import FinancialYear, NotAPeriod, Window
from monitoring.theory.card import Node
from monitoring.theory.diagram import Link
from monitoring.theory.models import STUDY, Stage, Theory, TheoryNode
from monitoring.theory.values import NOT_REPORTED, Lookup

NO_TARGET, NO_MEASURE = "No target set", "No measure yet"
MEASURED = (Stage.OUTPUTS, Stage.OUTCOMES, Stage.IMPACT)
# The drawing names its columns by one thing each.
COLUMN = {
    Stage.INPUTS: "input",
    Stage.ACTIVITIES: "activity",
    Stage.OUTPUTS: "output",
    Stage.OUTCOMES: "outcome",
    Stage.IMPACT: "impact",
}


@dataclass(frozen=True)
class Box:
    """One box with its words. `value` and `target` are empty where nothing is to be said."""

    node: TheoryNode
    value: str
    target: str
    sentences: tuple[str, ...]

    @property
    def apart(self) -> bool:
        return bool(self.node.series)


@dataclass(frozen=True)
class Column:
    title: str
    boxes: list[Box]


@dataclass(frozen=True)
class TheoryPicture:
    """A theory in a window: columns for the outline, cards and links for the drawing."""

    theory: Theory
    window: Window
    columns: list[Column]
    links: list[Link]
    stated_by: dict[tuple[str, str], str]  # the source's code of each link that a source states, by (cause, effect)

    @property
    def boxes(self) -> list[Box]:
        return [box for column in self.columns for box in column.boxes]

    @property
    def outline(self) -> list[tuple[str, list[tuple[Box, list[tuple[str, str]]]]]]:
        """Column by column: each box with the words of the boxes that it leads to, and the source that says so."""
        text_of = {box.node.code: box.node.text for box in self.boxes}

        def leads_to(code: str) -> list[tuple[str, str]]:
            ends = [link.end for link in self.links if link.start == code]
            return [(text_of[end], self.stated_by.get((code, end), "")) for end in ends]

        return [(column.title, [(box, leads_to(box.node.code)) for box in column.boxes]) for column in self.columns]

    @property
    def cards(self) -> list[Node]:
        return [
            Node(box.node.code, COLUMN[Stage(box.node.stage)], box.node.text, box.value, box.target, box.apart)
            for box in self.boxes
        ]


def theories_in_use(among: QuerySet[Theory]) -> QuerySet[Theory]:
    """Those of these theories that are in use, the network's first."""
    rows = among.filter(in_use=True).select_related("programme")
    return rows.order_by(models.F("programme__name").asc(nulls_first=True), "id")


def theory_on(theory: Theory, window: Window, values: Iterable[Lookup]) -> TheoryPicture:
    """The theory with current values: on each card the first phrase that a look-up has; beside it all the rest."""
    lookups = list(values)
    nodes = list(theory.nodes.select_related("source").order_by("position"))
    boxes = [_box(node, window, lookups) for node in nodes]
    links = list(
        theory.links.select_related("cause", "effect", "source").order_by("cause__position", "effect__position", "id")
    )
    return TheoryPicture(
        theory=theory,
        window=window,
        columns=[Column(stage.label, [box for box in boxes if box.node.stage == stage]) for stage in Stage],
        links=[Link(link.cause.code, link.effect.code) for link in links],
        stated_by={
            (link.cause.code, link.effect.code): link.source.code
            for link in links
            if link.source and not link.is_reading
        },
    )


def _box(node: TheoryNode, window: Window, lookups: Sequence[Lookup]) -> Box:
    measured = node.indicator or node.printed_measure or node.series
    if not measured:
        return Box(node, "", NO_MEASURE if node.stage in MEASURED else "", ())
    told = [found for lookup in lookups if (found := lookup(node)) is not None]
    phrase, *others = [found.phrase for found in told if found.phrase] or [NOT_REPORTED]
    also = tuple(f"Also: {other}." for other in others)
    sentences = also + tuple(sentence for found in told for sentence in found.sentences)
    if not _target_holds(node, window):
        earlier = (f"A target was printed for {node.target_period}: {node.target_words}.",) if node.target_words else ()
        return Box(node, phrase, NO_TARGET, sentences + earlier)
    return Box(node, phrase, f"Target: {node.target_words}", sentences)


def _target_holds(node: TheoryNode, window: Window) -> bool:
    """A target holds in the year that it was printed for; one for no year in particular holds in all."""
    if not node.target_words:
        return False
    try:
        return FinancialYear.parse(node.target_period).window.contains(window)
    except NotAPeriod:
        return True


def years_told_of() -> list[FinancialYear]:
    """The financial years that something is known of, the latest first."""
    ends = {*_different(ReturnLineGrain, "end"), *_different(Observation, "end")}
    years = {FinancialYear.holding(Window(None, end, "").last_day) for end in ends}
    years |= {FinancialYear.parse(label) for label in _different(SuccessMeasure, "comparison_year")}
    return sorted(years, reverse=True)


def studies() -> dict[int, str]:
    """Who compares those who had the support with those who had not: the study that each programme's theory names."""
    rows = TheoryNode.objects.filter(theory__in_use=True, theory__programme__isnull=False, code=STUDY)
    return dict(rows.order_by("theory__programme").values_list("theory__programme", "text"))


def _different(model: type[models.Model], field: str) -> Iterable[Any]:
    return model._base_manager.order_by().values_list(field, flat=True).distinct()
