"""Success measures with their caveats, and area-wide series apart from the work of programmes."""

from monitoring.measures.models import Direction, Observation, SuccessMeasure
from monitoring.measures.rules import NO_COUNTS, WHOLE_AREA, window_of
from monitoring.reports.blocks import (
    Block,
    Chart,
    ChartKind,
    Notice,
    NoticeKind,
    Point,
    Row,
    Section,
    Series,
    Table,
    TableColumn,
)
from monitoring.reports.figures import Figure, Kind, words
from monitoring.reports.material import Material
from monitoring.reports.told import source_in_short, told_change, told_success, told_value

PUBLISHED_WORDING = (
    "An earlier report (July 2020) words the homicide measure as “non-domestic homicides”; the table of results says "
    "“homicides”. Each keeps its own wording."
)
SMALL_COUNTS = "Small numbers: a few more or fewer of these change the percentage a great deal."
LARGEST_UNSURE_CHANGE = 10_000  # hundredths: a change of 100% in either direction is told from a handful of events


def scope_in_words(scope: str) -> str:
    told = scope.replace("_", " ")
    return told.replace("victim under", "victims under").replace("suspect under", "suspects under")


def name_of(result: SuccessMeasure) -> str:
    """The measure's name; that it is a success measure is said by the section it stands in."""
    return result.series.name.removesuffix(" (success measure)")


def against(result: SuccessMeasure) -> str:
    return f"against {result.baseline_year}"


def success(material: Material) -> Section:
    if not material.success:
        told = "No results against the success measures were published for this period, so none are shown."
        return Section("success", "Success measures", blocks=(Notice(told),))
    rows = tuple(
        Row(
            (
                words(name_of(result)),
                words(scope_in_words(result.age_scope)),
                words(f"{result.comparison_year} against {result.baseline_year}"),
                told_success(material, result),
                words(Direction(result.series.good_direction).label),
                words(result.series.get_authority_display()),
            )
        )
        for result in material.success
    )
    notes = [NO_COUNTS, *_cautions(material), PUBLISHED_WORDING]
    columns = (
        TableColumn("measure", "Measure"),
        TableColumn("scope", "Whom"),
        TableColumn("years", "Years"),
        TableColumn("change", "Change", Kind.PERCENT),
        TableColumn("better", "Better is"),
        TableColumn("authority", "Source"),
    )
    wording = sorted({f"As the source words it: “{result.wording}”." for result in material.success})
    sources = sorted({f"{result.source.title} ({result.source.dated_in_words})" for result in material.success})
    caption = "Results against the success measures, as printed"
    table = Table(caption, columns, rows, (*notes, *wording), "; ".join(sources))
    return Section("success", "Success measures", intro=(WHOLE_AREA,), blocks=(table, _drawn(material, caption)))


def _drawn(material: Material, table: str) -> Chart:
    better = sum(_moved_the_better_way(result) for result in material.success)
    title = f"{better} of {len(material.success)} results moved the way that is better"
    points = tuple(
        Point(f"{name_of(result)}, {scope_in_words(result.age_scope)}", told_success(material, result))
        for result in material.success
    )
    years = sorted({f"{result.comparison_year} against {result.baseline_year}" for result in material.success})
    series = (Series("Change", points),)
    source = f"As printed, {'; '.join(years)}"
    return Chart(ChartKind.BARS, title, "Change in percent", series, source, "Measure", numbers_in=table)


def _moved_the_better_way(result: SuccessMeasure) -> bool:
    falls = result.series.good_direction == Direction.DOWN
    return result.percent_change < 0 if falls else result.percent_change > 0


def _cautions(material: Material) -> list[str]:
    small = [result for result in material.success if "homicide" in result.series.code or _extreme(result)]
    names = sorted({name_of(result) for result in small})
    return [f"{name}: {SMALL_COUNTS}" for name in names]


def _extreme(result: SuccessMeasure) -> bool:
    return abs(result.percent_change) >= LARGEST_UNSURE_CHANGE


def area_wide(material: Material) -> Section:
    blocks: list[Block] = [Notice(f"{WHOLE_AREA} No figure here is a result of one programme.", NoticeKind.INFORMATION)]
    inside = [row for row in material.observations if _inside(material, row)]
    other = [row for row in material.observations if row not in inside]
    none = "No area-wide figure was published for this period."
    blocks.append(_table(material, "Published figures for this period", inside, none))
    if other:
        blocks.append(_table(material, "Area-wide figures stated for other periods or at a date", other, ""))
    return Section("area", "The whole area", blocks=tuple(blocks))


def _inside(material: Material, row: Observation) -> bool:
    return material.window.days.contains(window_of(row))


def _table(material: Material, caption: str, rows: list[Observation], empty: str) -> Table:
    columns = (
        TableColumn("measure", "Measure"),
        TableColumn("whom", "Whom and where"),
        TableColumn("period", "Period as printed"),
        TableColumn("value", "Value"),
        TableColumn("change", "Change on previous", Kind.PERCENT),
        TableColumn("source", "Source"),
    )
    made = tuple(Row(_cells(material, row)) for row in rows)
    notes = tuple(sorted({note for row in rows for note in _notes(row)}))
    return Table(caption, columns, made, notes, empty=empty)


def _cells(material: Material, row: Observation) -> tuple[Figure, ...]:
    whom = ", ".join(part for part in (row.area_as_printed, scope_in_words(row.age_scope), row.role) if part)
    return (
        words(row.series.name),
        words(whom),
        words(row.label),
        told_value(material, row),
        told_change(material, row),
        words(f"{source_in_short(row.source.code, row.source.title)}: {row.series.get_authority_display().lower()}"),
    )


def _notes(row: Observation) -> list[str]:
    notes = [f"{row.series.name}: {row.series.definition}."]
    months = window_of(row).months
    if months and months != 12 and "rate" in row.series.code:
        notes.append(f"{row.series.name}, {row.label}: a rate over {months} months, not a yearly one.")
    if row.wording:
        notes.append(f"{row.series.name}, {row.label}: {row.wording}.")
    return notes
