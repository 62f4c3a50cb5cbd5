"""A Board report of 20 pages with 12 charts, made from the stored figures of the invented programmes and frozen."""

from datetime import date

from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.disclosure_profiles import BOARD
from monitoring.indicators.models import Cell, RollUp
from monitoring.indicators.registry import INDICATORS
from monitoring.periods.windows import Quarter
from monitoring.reports import blocks
from monitoring.reports.document import Definition, Document, Period, Profile, Source, sha256, to_json
from monitoring.reports.figures import Figure, Kind, money, not_reported, number, words
from monitoring.reports.models import Rendering, Report

CHARTS, PAGES = 12, 20
PROGRAMMES_A_CHART, ROWS_A_TABLE = 4, 22
LONG_TABLES, ROWS_A_LONG_TABLE = 10, 44  # so that the sections that hold them go on to a second page
MARKING = "OFFICIAL: closed paper for the Violence Reduction Board"
START, END, LABEL = date(2022, 4, 1), date(2024, 4, 1), "2022/23 to 2023/24"
FINDING = "Invented finding number {number}: what the programmes tell of {name}"
INTRO = (
    "More young people were supported than in the same quarter of the year before, and most providers sent their "
    "returns in time. What differs from programme to programme is told in the table, with the notes that providers "
    "sent. All of it is invented."
)
CODES = ("RET-01", "RET-02", "RET-03", "RET-05", "RET-07", "RET-08", "RET-09", "RET-10", "RET-14")

Numbers = dict[tuple[int, int, str], int]  # programme, quarter, indicator


def long_document() -> Document:
    """Charts over the quarters of some programmes, and tables of others, from the stored cells."""
    told = _numbers()
    quarters = sorted({quarter for _, quarter, _ in told})[:8]
    programmes = list(Programme.objects.filter(code__startswith="bench-").order_by("id")[: CHARTS * ROWS_A_TABLE])
    sections = tuple(_section(place, told, quarters, programmes) for place in range(CHARTS))
    rollup = RollUp.objects.filter(finished_at__isnull=False).latest("id")
    return Document(
        definition="board",
        definition_version=1,
        reference="BENCH",
        title="Outcome report to the Board",
        subtitle="Violence Reduction Network: Leicester, Leicestershire and Rutland",
        period=Period(LABEL, START, END),
        profile=Profile(BOARD.code, BOARD.name, MARKING),
        dated=date(2024, 5, 1),
        as_at="10:42am on 1 May 2024",
        rollup_version=rollup.engine,
        rollup_hash=rollup.sha256,
        sections=sections,
        definitions=tuple(
            Definition(one.code, one.version, one.name, one.definition, one.population, one.subject)
            for one in INDICATORS.values()
        ),
        sources=(Source("B1", "Invented returns", "2024"),),
        demonstration=True,
    )


def _numbers() -> Numbers:
    cells = Cell.objects.filter(window_kind="quarter", scope_kind="programme", breakdown="").order_by()
    return {
        (programme, quarter, code): figures[code]["sum"]
        for programme, quarter, figures in cells.values_list("programme", "quarter", "figures").iterator()
        for code in CODES
        if code in figures
    }


def _section(place: int, told: Numbers, quarters: list[int], programmes: list[Programme]) -> blocks.Section:
    code = CODES[place % len(CODES)]
    indicator = INDICATORS[code]
    rows = ROWS_A_LONG_TABLE if place < LONG_TABLES else ROWS_A_TABLE
    shown = [programmes[(place + step) % len(programmes)] for step in range(rows)]
    drawn = list(dict.fromkeys(shown))[:PROGRAMMES_A_CHART]

    def figure(programme: Programme, quarter: int, key: str = "") -> Figure:
        value = told.get((programme.pk, quarter, code))
        if value is None:
            return not_reported(Kind.MONEY if indicator.unit == "pence" else Kind.NUMBER)
        made = money if indicator.unit == "pence" else number
        return made(value, unit=indicator.counted, period=Quarter(quarter).label, key=key)

    chart = blocks.Chart(
        blocks.ChartKind.LINE,
        FINDING.format(number=place + 1, name=indicator.name.lower()),
        indicator.counted,
        tuple(
            blocks.Series(one.name, tuple(blocks.Point(Quarter(q).label, figure(one, q)) for q in quarters))
            for one in drawn
        ),
        "Invented returns.",
    )
    table = blocks.Table(
        f"{indicator.name}, by programme",
        (
            blocks.TableColumn("programme", "Programme"),
            *(blocks.TableColumn(str(q), Quarter(q).label, figure(shown[0], q).kind) for q in quarters[:5]),
        ),
        tuple(
            blocks.Row((words(one.name), *(figure(one, q, f"{place}.{row}.{q}") for q in quarters[:5])))
            for row, one in enumerate(shown)
        ),
    )
    return blocks.Section(f"section-{place}", f"{place + 1}. {indicator.name}", (INTRO,), (chart, table))


def frozen_report(document: Document) -> Report:
    """The document as a report that is frozen and not signed yet."""
    now = timezone.now()
    report = Report(definition="board", start=START, end=END, label=LABEL, drafted_at=now, frozen_at=now, attempt=1)
    report.save()
    Rendering.objects.create(
        report=report,
        attempt=1,
        profile=BOARD.code,
        document=to_json(document),
        sha256=sha256(document),
        rollup=RollUp.objects.filter(finished_at__isnull=False).latest("id"),
        at=now,
    )
    return report


def draft(year: Quarter) -> Report:
    """A report for the quarter's financial year that is still a draft: its page is worked out from the stored cells."""
    days = year.year.window
    assert days.start  # a financial year has both
    report = Report(definition="board", start=days.start, end=days.end, label=days.label, drafted_at=timezone.now())
    report.save()
    return report
