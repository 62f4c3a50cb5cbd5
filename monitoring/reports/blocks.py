"""What may stand in a section of a report: the blocks, and the small parts that they are made of."""

from dataclasses import dataclass
from enum import StrEnum

from monitoring.reports.figures import Figure, Kind
from monitoring.reports.frozen import Frozen


class ChartKind(StrEnum):
    LINE = "line"
    BARS = "bars"


class NoticeKind(StrEnum):
    INFORMATION = "information"
    WARNING = "warning"


class Column(StrEnum):
    """The columns of a theory of change, in reading order."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


@dataclass(frozen=True)
class Heading(Frozen):
    tag = "heading"
    text: str


@dataclass(frozen=True)
class Paragraph(Frozen):
    tag = "paragraph"
    text: str


@dataclass(frozen=True)
class Bullets(Frozen):
    tag = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Notice(Frozen):
    tag = "notice"
    text: str
    kind: NoticeKind = NoticeKind.INFORMATION


@dataclass(frozen=True)
class FigureRef(Frozen):
    """Names a figure that stands elsewhere in the document, so that a line cannot disagree with its table."""

    key: str
    label: str


@dataclass(frozen=True)
class Line(Frozen):
    text: str
    figures: tuple[FigureRef, ...] = ()


@dataclass(frozen=True)
class Lines(Frozen):
    """Lines of a cover paper, each tied to the figures that it speaks of."""

    tag = "lines"
    items: tuple[Line, ...]


@dataclass(frozen=True)
class TableColumn(Frozen):
    key: str
    label: str
    kind: Kind = Kind.TEXT
    note: str = ""


@dataclass(frozen=True)
class Row(Frozen):
    """One row; its first cell names it. `total` sets it apart as a sum of the rows above."""

    cells: tuple[Figure, ...]
    total: bool = False


@dataclass(frozen=True)
class Table(Frozen):
    tag = "table"
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    empty: str = "Nothing was reported for this period."

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.columns or any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError(f"every row of the table {self.caption!r} needs one cell for each of its columns")


@dataclass(frozen=True)
class Point(Frozen):
    label: str
    figure: Figure


@dataclass(frozen=True)
class Series(Frozen):
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Chart(Frozen):
    """A chart whose title says the finding. Every output prints its numbers as a table after it.

    `numbers_in`: the caption of a table of the same section that holds the same numbers, which are then not said twice.
    """

    tag = "chart"
    kind: ChartKind
    title: str
    unit: str
    series: tuple[Series, ...]
    source: str
    axis: str = "Period"
    notes: tuple[str, ...] = ()
    numbers_in: str = ""


@dataclass(frozen=True)
class Node(Frozen):
    """A card of the theory of change. `figure` and `target` are None where the card has no indicator.

    `apart` marks a figure of the whole area, of which this work is one part.
    """

    key: str
    column: Column
    title: str
    figure: Figure | None = None
    target: Figure | None = None
    apart: bool = False


@dataclass(frozen=True)
class Link(Frozen):
    start: str
    end: str


@dataclass(frozen=True)
class Diagram(Frozen):
    tag = "diagram"
    title: str
    description: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact(Frozen):
    label: str
    figure: Figure


@dataclass(frozen=True)
class KeyFacts(Frozen):
    tag = "key_facts"
    items: tuple[Fact, ...]


@dataclass(frozen=True)
class Money(Frozen):
    """A grant beside what was itemised of it, and the share that went to interventions against its floor."""

    tag = "money"
    grant: Figure
    itemised: Figure
    difference: Figure
    intervention_share: Figure
    floor: Figure


Block = Heading | Paragraph | Bullets | Notice | Lines | Table | Chart | Diagram | KeyFacts | Money


@dataclass(frozen=True)
class Section(Frozen):
    """`cover` marks the cover paper: printed first, before the contents, on two sides at most."""

    key: str
    title: str
    intro: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    cover: bool = False
