"""The cover paper: two sides that a Board member reads first. Every change named is tied to its figure."""

from collections.abc import Iterable, Mapping

from monitoring.indicators.windows import FigureWindow
from monitoring.measures.models import Direction, SuccessMeasure
from monitoring.measures.rules import NO_COUNTS
from monitoring.reports.blocks import Block, Bullets, FigureRef, Heading, Line, Lines, Paragraph, Section
from monitoring.reports.material import Material
from monitoring.reports.models import CoverLine, CoverPart
from monitoring.reports.sections.measures import against, name_of, scope_in_words
from monitoring.reports.sections.money import money_line
from monitoring.reports.told import observation_key, printed_key, success_key, told_shown

TO_NOTE = "The Board is asked to note the figures and the limits stated with them."
MOST_LINES = 6  # of one kind, so that the paper keeps to its two sides
TO_COMPARE = {
    "from casework": ("REA-01", "REF-01", "ENG-05"),
    "from partners’ returns": ("RET-01", "RET-02", "RET-12", "RET-07"),
}


def cover(material: Material, known: Mapping[str, str]) -> Section:
    """`known`: what each figure of the document measures, by key, so that a line never names one that is not there."""
    blocks: list[Block] = [
        Heading("Purpose"),
        Paragraph(
            f"To tell the Board what the Network’s work in {material.window.label} added up to, how sure each figure "
            "is, and what the figures do not say."
        ),
        Heading("Decisions asked for"),
        _written(material, CoverPart.DECISION, TO_NOTE),
        Heading("What changed"),
        *_changes(material, known),
        Heading("What worries us and what we do about it"),
        *_worries(material, known),
        Heading("Money in one line"),
        money_line(material),
        Heading("Actions from last time"),
        _written(material, CoverPart.ACTION, "No actions from the last meeting are recorded."),
    ]
    return Section("cover", "Cover paper", blocks=tuple(blocks), cover=True)


def _written(material: Material, part: CoverPart, otherwise: str) -> Block:
    lines = material.cover.get(part, ())
    return Bullets(tuple(_with_owner(line) for line in lines)) if lines else Paragraph(otherwise)


def _with_owner(line: CoverLine) -> str:
    told = [line.text]
    if line.owner:
        told.append(f"Owner: {line.owner}.")
    if line.due_on:
        told.append(f"Due {line.due_on.day} {line.due_on:%B %Y}.")
    return " ".join(told)


def _changes(material: Material, known: Mapping[str, str]) -> list[Block]:
    lines = [
        Line(line.text, (FigureRef(line.figure, known[line.figure]),))
        for line in material.cover.get(CoverPart.CHANGE, ())
        if line.figure in known
    ]
    lines += _success_lines(material.success)
    lines += _area_lines(material)
    lines += _counted_lines(material)
    lines += _reach_lines(material)
    kept = [line for line in lines if all(ref.key in known for ref in line.figures)]
    if not kept:
        return [Paragraph("Nothing in the record can be compared with an earlier period.")]
    return [Lines(tuple(kept))]


def _success_lines(results: Iterable[SuccessMeasure]) -> list[Line]:
    return [
        Line(
            f"{name_of(result)}, {scope_in_words(result.age_scope)}.",
            (FigureRef(success_key(result), "change"),),
        )
        for result in list(results)[:MOST_LINES]
    ]


def _area_lines(material: Material) -> list[Line]:
    """Printed changes of the whole area over exactly this window."""
    rows = [
        row
        for row in material.observations
        if row.change_on_previous is not None and _exactly(material.window, row.start, row.end)
    ]
    return [
        Line(
            f"{row.series.name}, {row.area_as_printed}, {scope_in_words(row.age_scope)}: change on the year before, as "
            "printed. Whole area, all causes.",
            (FigureRef(f"{observation_key(row)}:change", "change"),),
        )
        for row in rows[:MOST_LINES]
    ]


def _exactly(window: FigureWindow, start: object, end: object) -> bool:
    return (window.start, window.end) == (start, end)


def _counted_lines(material: Material) -> list[Line]:
    """The network's figures of this window and the one before by source, where both may be shown."""
    lines = []
    for source, code in ((source, code) for source, codes in TO_COMPARE.items() for code in codes):
        now, then = material.key_of(code), material.key_of(code, before=True)
        if now not in material.shown or then not in material.shown:
            continue
        if told_shown(material, now).is_number and told_shown(material, then).is_number:
            name = material.shown[now].exact.indicator.name
            refs = (FigureRef(now, "this period"), FigureRef(then, "the period before"))
            lines.append(Line(f"{name}, {source}.", refs))
    return lines


def _reach_lines(material: Material) -> list[Line]:
    """What was delivered, as printed: each under its own label, never added."""
    reached = [figure for figure in material.printed if figure.measure in ("people_reached", "schools_launching")]
    return [
        Line(
            f"{figure.programme_name}: {figure.measure.replace('_', ' ')}.",
            (FigureRef(printed_key(figure), "as printed"),),
        )
        for figure in reached[:MOST_LINES]
    ]


def _worries(material: Material, known: Mapping[str, str]) -> list[Block]:
    lines = [
        Line(_with_owner(line), (FigureRef(line.figure, known[line.figure]),) if line.figure in known else ())
        for line in material.cover.get(CoverPart.WORRY, ())
    ]
    written = bool(lines)
    lines += [
        Line(
            f"{name_of(result)}, {scope_in_words(result.age_scope)}, moved the wrong way {against(result)}. "
            f"{NO_COUNTS}",
            (FigureRef(success_key(result), "change"),),
        )
        for result in material.success
        if _wrong_way(result)
    ]
    if not lines:
        return [Paragraph("Nothing is recorded, and no printed measure moved the wrong way.")]
    if not written:
        return [Lines(tuple(lines)), Paragraph("What is done about it is not recorded in this edition.")]
    return [Lines(tuple(lines))]


def _wrong_way(result: SuccessMeasure) -> bool:
    direction = result.series.good_direction
    return (direction == Direction.DOWN and result.percent_change > 0) or (
        direction == Direction.UP and result.percent_change < 0
    )
