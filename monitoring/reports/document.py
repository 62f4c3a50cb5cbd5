"""The frozen document of a report: the only thing that its web page, PDF and workbook are made from.

It holds what is printed, after small numbers were hidden, and what is needed to judge it: definitions, sources, the
roll-up that was read. `to_json` is canonical, so `sha256` names the document and equal documents give equal files.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from monitoring.reports.blocks import FigureRef, Section
from monitoring.reports.figures import Figure
from monitoring.reports.frozen import Frozen, canonical, fields_with_parts, from_canonical

FORMAT = 1
DOCUMENTS_KEPT = 8  # in each process; one takes a few megabytes


@dataclass(frozen=True)
class Period(Frozen):
    """Half-open: `end` is the first day after the period."""

    label: str
    start: date
    end: date


@dataclass(frozen=True)
class Profile(Frozen):
    """The release profile whose rules hid small numbers, its printed name and its protective marking."""

    code: str
    name: str
    marking: str


@dataclass(frozen=True)
class Definition(Frozen):
    code: str
    version: int
    name: str
    text: str
    population: str = ""
    source: str = ""


@dataclass(frozen=True)
class Source(Frozen):
    code: str
    title: str
    dated: str


@dataclass(frozen=True)
class Document(Frozen):
    """One rendering of a report for one release profile. `as_at` is the roll-up's instant in words."""

    always = ("format",)

    definition: str
    definition_version: int
    reference: str
    title: str
    subtitle: str
    period: Period
    profile: Profile
    dated: date
    as_at: str
    rollup_version: str
    rollup_hash: str
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = ()
    sources: tuple[Source, ...] = ()
    demonstration: bool = False
    published_only: bool = False
    format: int = FORMAT

    def __post_init__(self) -> None:
        super().__post_init__()
        if len({section.key for section in self.sections}) != len(self.sections):
            raise ValueError("two sections of the document have the same key")
        lost = sorted({ref.key for ref in references_of(self)} - self.by_key.keys())
        if lost:
            raise ValueError(f"the cover speaks of figures that are not in the document: {', '.join(lost)}")

    # Both are worked out once: a document never changes, and every output asks for them.
    @cached_property
    def by_key(self) -> dict[str, Figure]:
        first: dict[str, Figure] = {}
        for figure in figures_of(self):
            if figure.key:
                first.setdefault(figure.key, figure)
        return first

    @cached_property
    def fingerprint(self) -> str:
        return hashlib.sha256(canonical(self).encode()).hexdigest()


def to_json(document: Document) -> str:
    return canonical(document)


@lru_cache(maxsize=DOCUMENTS_KEPT)
def from_json(text: str) -> Document:
    """Raises ValueError when the text is not a document of this format. Equal texts give the same document."""
    document: Document = from_canonical(text, Document)
    if document.format != FORMAT:
        raise ValueError(f"this document has format {document.format}; format {FORMAT} can be read")
    return document


def sha256(document: Document) -> str:
    """The document's name: the hash of its canonical text, in hexadecimal."""
    return document.fingerprint


def parts_of(value: object) -> Iterator[Frozen]:
    """Every part of the document, in printed order."""
    if isinstance(value, Frozen):
        yield value
        made: type = type(value)
        for name in fields_with_parts(made):
            yield from parts_of(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts_of(item)


def figures_of(document: Document) -> Iterator[Figure]:
    return (part for part in parts_of(document) if isinstance(part, Figure))


def references_of(document: Document) -> Iterator[FigureRef]:
    return (part for part in parts_of(document) if isinstance(part, FigureRef))


def figures_by_key(document: Document) -> dict[str, Figure]:
    """The first figure of each key, which the lines of the cover point to."""
    return document.by_key
