"""The pictures of a report, made from its frozen blocks: charts, and theories of change with their list of cards."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from monitoring.reports import blocks
from monitoring.reports.figures import Figure, Kind, State
from monitoring.reports.wording import NUMBER, as_decimal, in_words, interval_in_words, with_unit
from monitoring.theory.card import Node
from monitoring.theory.diagram import APART, HEADINGS, Link, diagram_svg, links_in_words
from vrn_cases.chart_specs import INTERVALS, Mark, bar_spec, has_intervals, line_spec, narrow_bar_spec
from vrn_cases.charts import chart_svg


def chart_picture(chart: blocks.Chart, prefix: str, description: str) -> str:
    spec = bar_spec if chart.kind == blocks.ChartKind.BARS else line_spec
    drawn = spec(_marks(chart), unit=chart.unit)
    return chart_svg(drawn, prefix=prefix, title=chart.title, description=description)


def narrow_picture(chart: blocks.Chart, prefix: str, description: str) -> str:
    """The chart for a phone; empty for one that is drawn in one form only."""
    if chart.kind != blocks.ChartKind.BARS or len(chart.series) != 1:
        return ""
    drawn = narrow_bar_spec(_marks(chart), unit=chart.unit)
    return chart_svg(drawn, prefix=f"{prefix}-narrow", title=chart.title, description=description)


def intervals_of(chart: blocks.Chart) -> tuple[str, str]:
    """What the thin lines of the chart are, for its notes, and each of them in words; empty where it has none."""
    if not has_intervals(_marks(chart)):
        return "", ""
    told = [
        (point.label if len(chart.series) == 1 else f"{series.name}, {point.label}", interval_in_words(point.figure))
        for series in chart.series
        for point in series.points
    ]
    return INTERVALS, f"95% intervals: {'; '.join(f'{name} {said}' for name, said in told if said)}."


def _marks(chart: blocks.Chart) -> list[Mark]:
    return [
        Mark(series.name, point.label, _drawn(point.figure), in_words(point.figure), *_ends(point.figure))
        for series in chart.series
        for point in series.points
    ]


def _drawn(figure: Figure) -> int | Decimal | None:
    if not figure.is_number:
        return None
    return figure.value if figure.kind is NUMBER else as_decimal(figure)


def _ends(figure: Figure) -> list[int | Decimal | None]:
    """In the unit that is printed, as the value is."""
    return [
        None if end is None else _drawn(replace(figure, value=end, low=None, high=None))
        for end in (figure.low, figure.high)
    ]


def diagram_picture(diagram: blocks.Diagram, prefix: str) -> str:
    nodes = _cards(diagram)
    links = [Link(link.start, link.end) for link in diagram.links]
    description = ". ".join([diagram.description.rstrip("."), *links_in_words(nodes, links)])
    return diagram_svg(nodes, links, prefix=prefix, title=diagram.title, description=description)


def _cards(diagram: blocks.Diagram) -> list[Node]:
    return [
        Node(
            key=node.key,
            column=node.column.value,
            title=node.title,
            value=with_unit(node.figure) if node.figure else "",
            target=_target(node.target),
            apart=node.apart,
        )
        for node in diagram.nodes
    ]


def _target(target: Figure | None) -> str:
    if target is None:
        return ""
    if target.state != State.REPORTED:
        return in_words(target).capitalize()
    return f"Target: {with_unit(target)}" + (f", {target.period}" if target.period else "")


def diagram_figures(diagram: blocks.Diagram) -> Iterator[tuple[str, Figure]]:
    """The figures and targets on the cards, each with what it says."""
    for node in diagram.nodes:
        if node.figure is not None:
            yield node.title, node.figure
        if node.target is not None:
            yield f"{node.title}: target", node.target


def diagram_outline(diagram: blocks.Diagram) -> blocks.Table:
    """The cards of the diagram as a table, each with what it is meant to contribute to."""
    named = {node.key: node.title for node in diagram.nodes}
    onward = {
        node.key: "; ".join(named[link.end] for link in diagram.links if link.start == node.key)
        for node in diagram.nodes
    }
    in_order = sorted(diagram.nodes, key=lambda node: list(blocks.Column).index(node.column))
    rows = [
        blocks.Row(
            (
                Figure(text=node.title),
                Figure(text=HEADINGS[node.column.value]),
                node.figure or Figure(),
                Figure(text=_target(node.target)),
                Figure(text=onward[node.key]),
            )
        )
        for node in in_order
    ]
    columns = (
        blocks.TableColumn("card", "Card"),
        blocks.TableColumn("column", "Column"),
        blocks.TableColumn("now", "Now", Kind.TEXT),
        blocks.TableColumn("target", "Target"),
        blocks.TableColumn("onward", "Meant to contribute to"),
    )
    notes = (APART,) if any(node.apart for node in diagram.nodes) else ()
    return blocks.Table(f"{diagram.title}: cards and links", columns, tuple(rows), notes)
