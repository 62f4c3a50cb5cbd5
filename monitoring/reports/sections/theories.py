"""Theories of change with the values of the period on their cards; figures of the whole area are drawn apart."""

from collections.abc import Sequence

from django.db.models import Prefetch

from monitoring.reports.blocks import Column, Diagram, Link, Node, Notice, Section
from monitoring.reports.figures import Figure, no_target, not_reported, words
from monitoring.reports.material import Material
from monitoring.reports.sections.money import shared_with_interventions
from monitoring.reports.told import told_change, told_printed, told_shown, told_success, told_value
from monitoring.theory.models import Stage, Theory, TheoryLink, TheoryNode

COLUMNS = {
    Stage.INPUTS: Column.INPUT,
    Stage.ACTIVITIES: Column.ACTIVITY,
    Stage.OUTPUTS: Column.OUTPUT,
    Stage.OUTCOMES: Column.OUTCOME,
    Stage.IMPACT: Column.IMPACT,
}
READING = "Links, and cards marked so on the theory’s own page, are the team’s reading where no source states them."


def theories_in_use() -> list[Theory]:
    """The network's first, then the programmes' by name."""
    links = TheoryLink.objects.select_related("cause", "effect").order_by("id")
    rows = (
        Theory.objects.filter(in_use=True)
        .select_related("programme")
        .prefetch_related("nodes", Prefetch("links", queryset=links))
    )
    return sorted(rows, key=lambda theory: theory.programme.name if theory.programme else "")


def theories(material: Material, drawn: Sequence[Theory]) -> Section:
    if not drawn:
        return Section("theory", "Theory of change", blocks=(Notice("No theory of change is recorded yet."),))
    told = "What goes in, what is done, what comes out of it, and what should change."
    blocks = tuple(_diagram(material, theory) for theory in drawn)
    return Section("theory", "Theory of change", intro=(told, READING), blocks=blocks)


def _diagram(material: Material, theory: Theory) -> Diagram:
    nodes = tuple(_node(material, theory, node) for node in theory.nodes.all())
    links = tuple(Link(link.cause.code, link.effect.code) for link in theory.links.all())
    told = f"{len(nodes)} cards in five columns, from inputs to impact, joined by {len(links)} links."
    return Diagram(theory.title, told, nodes, links)


def _node(material: Material, theory: Theory, node: TheoryNode) -> Node:
    figure = _figure(material, theory, node)
    return Node(
        key=node.code,
        column=COLUMNS[Stage(node.stage)],
        title=node.text,
        figure=figure,
        target=_target(material, node) if figure is not None else None,
        apart=bool(node.series),
    )


def _figure(material: Material, theory: Theory, node: TheoryNode) -> Figure | None:
    """None where nothing is meant to be measured on the card."""
    if node.indicator:
        key = material.key_of(node.indicator, theory.programme.code if theory.programme else "")
        if key in material.shown and material.shown[key].exact.value is not None:
            return told_shown(material, key)
    if node.printed_measure == "intervention_share":
        return shared_with_interventions(material)
    if node.printed_measure:
        return _printed(material, theory, node.printed_measure)
    if node.series:
        return _series(material, node.series)
    return not_reported() if node.indicator else None


def _printed(material: Material, theory: Theory, measure: str) -> Figure:
    """The figure as printed; of the network's several, only how many there are, for they are never added."""
    found = [
        figure
        for figure in material.printed
        if figure.measure == measure and theory.programme_id in (None, figure.programme_id)
    ]
    if len(found) > 1:
        return words(f"{len(found)} printed figures, never added")
    return told_printed(material, found[0]) if found else not_reported()


def _series(material: Material, code: str) -> Figure:
    """The printed result over all ages, else the printed change or value of exactly this period."""
    results = [row for row in material.success if row.series.code == code and row.age_scope.startswith("all")]
    if results:
        return told_success(material, results[0])
    rows = [
        row
        for row in material.observations
        if row.series.code == code and (row.start, row.end) == (material.window.start, material.window.end)
    ]
    if not rows:
        return not_reported()
    return told_change(material, rows[0]) if rows[0].change_on_previous is not None else told_value(material, rows[0])


def _target(material: Material, node: TheoryNode) -> Figure:
    """A target only where a source prints one, and only in the period that it was printed for."""
    applies = node.target_period in ("", "each grant", material.window.label, material.window.year.label)
    return words(node.target_words, period=node.target_period) if node.target_words and applies else no_target()
