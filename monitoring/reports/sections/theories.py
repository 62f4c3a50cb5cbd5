"""Theories of change with the values of the period on their cards; figures of the whole area are drawn apart."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Prefetch

from monitoring.indicators.change_words import caveat
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.registry import INDICATORS
from monitoring.measures.selectors import people_in_words
from monitoring.reports.blocks import Column, Diagram, Link, Node, Notice, Section
from monitoring.reports.figures import Figure, State, no_target, not_reported, words
from monitoring.reports.material import CASEWORK_CODES, Material
from monitoring.reports.sections.casework import has_casework
from monitoring.reports.sections.delivery import SECOND_TABLE
from monitoring.reports.sections.money import shared_with_interventions
from monitoring.reports.told import told_change, told_printed, told_shown, told_success, told_value
from monitoring.reports.wording import in_words
from monitoring.theory.models import Stage, Theory, TheoryLink, TheoryNode
from monitoring.theory.values import COMPLETED_BY, ELSEWHERE

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
    drawn = [node for node in theory.nodes.all() if not _left_out(material, node)]
    nodes = tuple(_node(material, theory, node) for node in drawn)
    codes = {node.code for node in drawn}
    links = tuple(
        Link(link.cause.code, link.effect.code)
        for link in theory.links.all()
        if {link.cause.code, link.effect.code} <= codes
    )
    told = f"{len(nodes)} cards in five columns, from inputs to impact, joined by {len(links)} links."
    changes = any(node.figure and node.figure.is_number and node.figure.unit == "points" for node in nodes)
    study = material.studies.get(theory.programme_id or 0, "")
    return Diagram(theory.title, told, nodes, links, (caveat(study),) if changes else ())


def _left_out(material: Material, node: TheoryNode) -> bool:
    """The edition of the published record has no card that no source states and only casework can tell of."""
    return material.published_only and not node.source_id and _is_of_casework_alone(node)


def _is_of_casework_alone(node: TheoryNode) -> bool:
    return bool(node.indicator) and all(code in CASEWORK_CODES for code in node.indicators) and not node.printed_measure


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
    if material.published_only and _is_of_casework_alone(node):
        return None
    programme = theory.programme.code if theory.programme else ""
    for code in node.indicators:
        figure = _indicated(material, code, programme)
        if figure is not None:
            return figure
    if node.printed_measure == "intervention_share":
        return replace(shared_with_interventions(material), unit="of the grant")
    if node.printed_measure:
        return _printed(material, theory, node.printed_measure)
    if node.series:
        return _series(material, node.series)
    return not_reported() if node.indicator else None


def _indicated(material: Material, code: str, programme: str) -> Figure | None:
    """The figure with its name, its period and how complete its record is; None where nothing is reported."""
    key = material.key_of(code, programme)
    if key not in material.shown or (code in CASEWORK_CODES and not has_casework(material, programme)):
        return None
    told = told_shown(material, key)
    if told.state == State.NOT_REPORTED:
        return None
    so_far = "" if material.is_over else ", not over yet"
    said = [f"{INDICATORS[code].name}, {told.period}{so_far}", told.note]
    if code in COMPLETED_BY:
        completed = told_shown(material, material.key_of(COMPLETED_BY[code], programme))
        if completed.is_number:
            name = INDICATORS[COMPLETED_BY[code]].name.lower()
            said.append(f"{name}: {in_words(completed)}, {completed.note}")
    elif code not in CASEWORK_CODES:
        said.append(f"{material.standing.accepted} of {material.standing.asked} returns accepted")
    return replace(told, unit=_unit(INDICATORS[code], told), note="; ".join(part for part in said if part))


def _unit(indicator: Indicator, told: Figure) -> str:
    """What a card says after the number: a share or a middle number says nothing without what it is of."""
    return indicator.name.lower() if indicator.is_share or indicator.unit == "days" else told.unit


def _printed(material: Material, theory: Theory, measure: str) -> Figure:
    """The figure as printed; of the network's several, only how many there are, for they are never added."""
    found, elsewhere = (
        [one for one in printed if one.measure == measure and theory.programme_id in (None, one.programme_id)]
        for printed in (material.printed, material.printed_elsewhere)
    )
    if len(found) > 1:
        return words(f"{len(found)} printed figures, never added")
    if not found and elsewhere:
        return words(ELSEWHERE, note=f"{ELSEWHERE}: it stands under “{SECOND_TABLE}”")
    return told_printed(material, found[0]) if found else not_reported()


def _series(material: Material, code: str) -> Figure:
    """The printed result over all ages, else the printed change or value of exactly this period.

    The card says what is hoped for in its own words, so the figure says of what and of whom it is.
    """
    results = [row for row in material.success if row.series.code == code and row.age_scope.startswith("all")]
    if results:
        result = results[0]
        told = told_success(material, result)
        unit = f"on {result.baseline_year} ({result.age_scope})"
        return replace(told, unit=unit, note=f"{result.series.name}: change, {told.period}")
    rows = [
        row
        for row in material.observations
        if row.series.code == code and (row.start, row.end) == (material.window.start, material.window.end)
    ]
    if not rows:
        return not_reported()
    row, whom = rows[0], people_in_words(rows[0])
    if row.change_on_previous is not None:
        told, unit, said = told_change(material, row), f"on the period before ({whom})", "change on the period before, "
    else:
        told = told_value(material, row)
        unit, said = ", ".join(part for part in (told.unit, whom) if part), ""
    return replace(told, unit=unit, note=f"{row.series.name}, {row.area_as_printed}: {said}{told.period}")


def _target(material: Material, node: TheoryNode) -> Figure:
    """A target only where a source prints one, and only in the period that it was printed for."""
    applies = node.target_period in ("", "each grant", material.window.label, material.window.year.label)
    return words(node.target_words, period=node.target_period) if node.target_words and applies else no_target()
