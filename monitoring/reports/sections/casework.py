"""What casework adds up to, by programme: a source of its own, beside printed figures and returns and never added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitoring.indicators.registry import INDICATORS
from monitoring.reports.blocks import Block, Heading, Notice, Paragraph, Row, Table, TableColumn
from monitoring.reports.figures import Figure, Kind, not_reported, words
from monitoring.reports.material import CASEWORK, OF_CASEWORK, Material
from monitoring.reports.told import KINDS, told_number, told_printed, told_shown

SOURCE = "Casework recorded in the service"
RETURNED, REACHED = "RET-03", "people_reached"
ONCE = (
    "The network’s row is worked out anew from all records. It counts a person once where a record matcher has said "
    "that two programmes’ records are about one person, and otherwise once in each."
)
THREE_SOURCES = (
    "Three sources beside each other. They count different people at different times, partly the same ones, and are "
    "never added."
)
SO_FAR = "The period was not over when the figures were worked out, so they tell how it stood until then."


@dataclass(frozen=True)
class Asked:
    """A column: an indicator's figure, or with an `ending` one of the numbers that it rests on under its own name."""

    code: str
    ending: str = ""
    label: str = ""
    unit: str = ""

    def column(self) -> TableColumn:
        indicator = INDICATORS[self.code]
        kind = Kind.NUMBER if self.ending else KINDS[indicator.unit]
        return TableColumn(f"{self.code}{self.ending}".lower(), self.label or indicator.name, kind, self.code)

    def told(self, material: Material, programme: str) -> Figure:
        key = material.key_of(self.code, programme)
        return told_number(material, key, self.ending, self.unit) if self.ending else told_shown(material, key)


PEOPLE = (
    Asked("REA-01"),
    Asked("REA-02"),
    Asked("REF-01"),
    Asked("REF-03", "#having", "Referrals accepted", "referrals"),
    Asked("REF-03", label="Accepted, of those decided"),
)
SESSIONS = (
    Asked("REA-03"),
    Asked("ENG-01"),
    Asked("ENG-02", "#having", "Sessions attended", "sessions"),
    Asked("ENG-02"),
    Asked("ENG-04"),
)
STAYING = (Asked("ENG-05"), Asked("ENG-06"))
TABLES = (("People and referrals", PEOPLE), ("Sessions", SESSIONS), ("Staying and ending", STAYING))


def casework(material: Material) -> list[Block]:
    """The blocks of casework; a notice where the service holds none of the period."""
    title = Heading("From casework")
    if not has_casework(material, ""):
        return [title, Notice("No casework is recorded in the service for this period.")]
    blocks: list[Block] = [title, Paragraph(ONCE)]
    if not material.is_over:
        blocks.append(Notice(SO_FAR))
    blocks += [by_programme(material, caption, asked) for caption, asked in TABLES]
    return [*blocks, _before(material)]


def by_programme(material: Material, caption: str, asked: Sequence[Asked], *, notes: Iterable[str] = ()) -> Table:
    """A row for each programme with casework and one for the network, which is no sum of the rows above."""
    codes = [one.code for one in asked]
    scopes = [(one.name, one.code) for one in material.programmes if _told_of(material, one.code, codes)]
    rows = tuple(
        Row((words(name), *(one.told(material, code) for one in asked))) for name, code in [*scopes, ("Network", "")]
    )
    told = [
        *notes,
        *(f"{INDICATORS[code].name}: {INDICATORS[code].caution}" for code in codes if INDICATORS[code].caution),
    ]
    columns = (TableColumn("programme", "Programme"), *(one.column() for one in asked))
    return Table(f"{caption}, {material.window.label}", columns, rows, tuple(dict.fromkeys(told)), source=SOURCE)


def has_casework(material: Material, programme: str) -> bool:
    """Whether the programme (empty: the network) has any casework of the period, so that nought is nought."""
    return _told_of(material, programme, OF_CASEWORK)


def _told_of(material: Material, programme: str, codes: Iterable[str]) -> bool:
    return any(any((material.shown[material.key_of(code, programme)].exact.parts or {}).values()) for code in codes)


def _before(material: Material) -> Table:
    """The network's casework now and in the period before."""
    columns = (
        TableColumn("figure", "Figure"),
        TableColumn("now", material.window.label, Kind.NUMBER),
        TableColumn("then", material.window.before.label, Kind.NUMBER),
    )
    rows = tuple(
        Row((words(one.name), *(told_shown(material, material.key_of(one.code, before=way)) for way in (False, True))))
        for one in CASEWORK
        if one.code in OF_CASEWORK
    )
    return Table("Casework of the network, this period and the one before", columns, rows, source=SOURCE)


def three_sources(material: Material) -> list[Block]:
    """People by programme as each source tells of them; no row and no column adds anything up."""
    columns = (
        TableColumn("programme", "Programme"),
        TableColumn("casework", "From casework: people supported", Kind.NUMBER, "REA-01"),
        TableColumn("returns", "From partners’ returns: people supported", Kind.NUMBER, RETURNED),
        TableColumn("printed", "As printed: people reached", Kind.NUMBER),
    )
    rows = []
    for programme in material.programmes:
        figures = [told_shown(material, material.key_of(code, programme.code)) for code in ("REA-01", RETURNED)]
        printed = _printed(material, programme.pk)
        some = has_casework(material, programme.code)
        if some or figures[1].is_number or printed.is_number:
            rows.append(Row((words(programme.name), figures[0] if some else not_reported(), figures[1], printed)))
    source = f"{SOURCE}; accepted returns; the published record"
    return [Table("People, from three sources", columns, tuple(rows), (THREE_SOURCES,), source)] if rows else []


def _printed(material: Material, programme: int) -> Figure:
    found = [one for one in material.printed if one.measure == REACHED and one.programme_id == programme]
    if len(found) > 1:
        return words(f"{len(found)} printed figures, never added")
    return told_printed(material, found[0]) if found else not_reported()
