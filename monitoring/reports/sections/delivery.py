"""Delivery by programme: figures as printed, casework and partners' returns beside each other, never added."""

from collections.abc import Sequence

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import NETWORK
from monitoring.reports.blocks import (
    Block,
    Bullets,
    Chart,
    ChartKind,
    Heading,
    Notice,
    Paragraph,
    Point,
    Row,
    Section,
    Series,
    Table,
    TableColumn,
)
from monitoring.reports.figures import Kind, words
from monitoring.reports.material import DRAWN_OVER_TIME, RETURNS, Material
from monitoring.reports.sections.casework import casework, three_sources
from monitoring.reports.told import KINDS, source_in_short, told_printed, told_shown
from monitoring.reports.wording import in_words
from monitoring.returns.selectors import PrintedFigure

NEVER_ADDED = (
    "Figures of the published record stand as their sources print them. They count different things, some of the same "
    "people twice, and are never added to one another or to figures from returns."
)
PUBLISHED_ALONE = "This edition holds the published record alone. Casework and partners’ returns are left out."
COUNTS = ("RET-01", "RET-02", "RET-03", "RET-12", "RET-05", "RET-14")
SHARES = ("RET-04", "RET-06", "RET-13", "RET-11")
OTHERS = ("RET-07", "RET-08", "RET-09", "RET-10", "RET-15")
LEAST_POINTS = 2
SECOND_TABLE = "Figures stated for other periods or at a date"
TABLES = (("People and sessions", COUNTS), ("Shares", SHARES), ("Training, schools, events and money", OTHERS))


def delivery(material: Material) -> Section:
    blocks: list[Block] = [
        Heading("As printed"),
        _printed(material, "Printed figures for this period", material.printed),
    ]
    if material.printed_elsewhere:
        blocks.append(_printed(material, SECOND_TABLE, material.printed_elsewhere))
    blocks += _silent(material)
    if material.published_only:
        blocks.append(Notice(PUBLISHED_ALONE))
    else:
        blocks += [*casework(material), *_returned(material), *three_sources(material)]
    return Section("delivery", "Delivery by programme", intro=(NEVER_ADDED,), blocks=tuple(blocks))


def _printed(material: Material, caption: str, figures: Sequence[PrintedFigure]) -> Table:
    columns = (
        TableColumn("programme", "Programme"),
        TableColumn("measure", "What is counted"),
        TableColumn("value", "Figure as printed", Kind.NUMBER),
        TableColumn("period", "Period as printed"),
        TableColumn("source", "Source"),
    )
    rows = tuple(
        Row(
            (
                words(figure.programme_name),
                words(f"{figure.measure.replace('_', ' ').capitalize()}: {figure.population.replace('_', ' ')}"),
                told_printed(material, figure),
                words(figure.label),
                words(source_in_short(figure.source_code, figure.source_title)),
            )
        )
        for figure in figures
    )
    notes = ("“Potential reach” is who could have been reached. It is not who was.",) if _potential(figures) else ()
    return Table(caption, columns, rows, notes, empty="No figure was printed for this period.")


def _potential(figures: Sequence[PrintedFigure]) -> bool:
    return any(figure.qualifier == "potential" for figure in figures)


def _silent(material: Material) -> list[Block]:
    """Programmes that the sources name as running or delivered and print no figure of for this period."""
    told = {figure.programme_id for figure in (*material.printed, *material.printed_elsewhere)}
    silent = [programme.name for programme in material.programmes if programme.pk not in told]
    if not silent:
        return []
    return [
        Heading("No printed figure for this period"),
        Paragraph("The sources speak of these as running or delivered and print no figure for the period:"),
        Bullets(tuple(silent)),
    ]


def _returned(material: Material) -> list[Block]:
    standing = material.standing
    told = (
        f"From {standing.accepted} accepted returns of {standing.providers} providers; {standing.asked} were asked "
        "for. What is not accepted is not counted."
    )
    none = (
        f"No return for this period is accepted yet, of {standing.asked} that were asked for."
        if standing.asked
        else "No return was asked for in this period."
    )
    if not standing.accepted:
        return [
            Heading("From partners’ returns"),
            Notice(none),
        ]
    blocks: list[Block] = [Heading("From partners’ returns"), Paragraph(told)]
    for caption, codes in TABLES:
        indicators = [indicator for indicator in RETURNS if indicator.code in codes]
        blocks.append(_by_programme(material, caption, indicators))
    blocks.append(_before(material))
    blocks += [chart for code in DRAWN_OVER_TIME if (chart := _over_time(material, code))]
    return blocks


def _over_time(material: Material, code: str) -> Chart | None:
    """The network's course over four quarters; nothing where fewer than two of them may be shown."""
    keys = [f"{code}:{NETWORK}:{quarter.label}" for quarter in material.trail]
    points = tuple(
        Point(quarter.label, told_shown(material, key)) for quarter, key in zip(material.trail, keys, strict=True)
    )
    told = [point for point in points if point.figure.is_number]
    if len(told) < LEAST_POINTS:
        return None
    name = material.shown[keys[0]].exact.indicator.name
    title = f"{name}: {in_words(told[0].figure)} in {told[0].label}, {in_words(told[-1].figure)} in {told[-1].label}"
    series = (Series("The network", points),)
    return Chart(
        ChartKind.LINE, title, material.shown[keys[0]].exact.indicator.counted, series, "Accepted returns", "Quarter"
    )


def _by_programme(material: Material, caption: str, indicators: Sequence[Indicator]) -> Table:
    columns = (
        TableColumn("programme", "Programme"),
        *(TableColumn(one.code.lower(), one.name, KINDS[one.unit], one.code) for one in indicators),
    )
    rows = []
    for programme in material.programmes:
        keys = [material.key_of(one.code, programme.code) for one in indicators]
        if any(material.shown[key].exact.parts for key in keys):
            rows.append(Row((words(programme.name), *(told_shown(material, key) for key in keys))))
    network = [material.key_of(one.code) for one in indicators]
    rows.append(Row((words("Network"), *(told_shown(material, key) for key in network)), total=True))
    notes = tuple(dict.fromkeys(note for one in indicators for note in _notes(material, one)))
    return Table(f"{caption}, {material.window.label}", columns, tuple(rows), notes, source="Accepted returns")


def _notes(material: Material, indicator: Indicator) -> list[str]:
    told = material.shown[material.key_of(indicator.code)].exact.place.window
    notes = [f"{indicator.name}: {indicator.caution}"] if indicator.caution else []
    return notes if told == material.window else [f"{indicator.name}: {told.label}.", *notes]


def _before(material: Material) -> Table:
    """The network now and in the period before, so that what changed can be read."""
    now, then = material.window, material.window.before
    columns = (
        TableColumn("figure", "Figure"),
        TableColumn("now", now.label),
        TableColumn("then", then.label),
    )
    rows = tuple(
        Row((words(one.name), *(told_shown(material, material.key_of(one.code, before=way)) for way in (False, True))))
        for one in RETURNS
    )
    return Table("The network, this period and the one before", columns, rows, source="Accepted returns")
