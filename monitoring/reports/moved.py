"""What moved between a published report and its restatement, figure by figure, before anything was hidden.

Compared are the editions of the central team, which print every figure exactly, and the snapshots behind both, which
hold the counts that no page prints. It is for those alone who see every figure of the network exactly.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators.disclosure_profiles import CENTRAL_TEAM
from monitoring.indicators.figures import NETWORK
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.release import release_of
from monitoring.reports.document import Document
from monitoring.reports.machine_sheet import placed_figures
from monitoring.reports.models import Report
from monitoring.reports.preview import material_of
from monitoring.reports.selectors import edition_of
from monitoring.reports.wording import with_unit

ABSENT, NOT_REPORTED = "Not in this report", "Not reported"
TOP, WHOLE = "#having", "#of"
Words = dict[str, str]  # what is said of each figure, by its key


@dataclass(frozen=True)
class Side:
    """One of the two reports: its exact edition, the counts behind it, and when and how they were worked out.

    A draft has no snapshot yet: its counts are those that stand now. Working out began at `began` and what it gave was
    kept at `at`.
    """

    report: Report
    document: Document
    counts: Mapping[str, int | None]
    began: datetime
    at: datetime

    @property
    def as_at(self) -> str:
        return self.document.as_at

    @property
    def definitions(self) -> dict[str, int]:
        return {one.code: one.version for one in self.document.definitions}


@dataclass(frozen=True)
class Moved:
    """A figure that differs. `where` is the table or list that prints it; `period` may be empty."""

    key: str
    name: str
    where: str
    period: str
    before: str
    after: str


def side_of(report: Report) -> Side | None:
    """None where the exact edition, or what stood behind a frozen report, was not kept."""
    document = edition_of(report, CENTRAL_TEAM.code).document
    if document is None:
        return None
    if report.frozen_at is None:
        return Side(report, document, _counts_now(report), timezone.now(), timezone.now())
    snapshot = report.snapshots.filter(attempt=report.attempt).select_related("rollup").first()
    if snapshot is None:
        return None
    counts = {key: count for key, count, *_ in json.loads(snapshot.figures)["cells"]}
    return Side(report, document, counts, snapshot.rollup.started_at, snapshot.at)


def _counts_now(report: Report) -> dict[str, int | None]:
    material = material_of(report, None)
    release = release_of(material.figures, printed=material.printed_keys())
    return {cell.key: cell.count for cell in release.cells}


def moved(before: Side, after: Side) -> list[Moved]:
    """Every figure that differs, in printed order, the counts that no page prints last."""
    was, now = _words_of(before), _words_of(after)
    names = _names_of(before.document) | _names_of(after.document)
    codes = dict(Programme.objects.values_list("code", "name"))
    in_order = {**dict.fromkeys(names), **dict.fromkeys(sorted({**was, **now}))}
    return [
        Moved(key, *(names.get(key) or _name_of(key, codes)), was.get(key, ABSENT), now.get(key, ABSENT))
        for key in in_order
        if was.get(key, ABSENT) != now.get(key, ABSENT)
    ]


def definitions_changed(before: Side, after: Side) -> list[str]:
    """The indicators that both reports use under different versions of their definition."""
    was, now = before.definitions, after.definitions
    return sorted(code for code in was.keys() & now.keys() if was[code] != now[code])


def _words_of(side: Side) -> Words:
    """Counts before what is printed: a figure that stands on a page of one report alone has not moved for that."""
    printed = {
        key: " ".join(filter(None, [with_unit(figure), f"({figure.note})" if figure.note else ""]))
        for key, figure in side.document.by_key.items()
    }
    return printed | _counts_in_words(side.counts)


def _counts_in_words(counts: Mapping[str, int | None]) -> Words:
    """Plain counts under their key, the two of a share together; what was only worked out from these is left out."""
    told = {key: _with_unit(key, count) for key, count in counts.items() if "#" not in key}
    for key, having in counts.items():
        if key.endswith(TOP):
            of = counts.get(key.removesuffix(TOP) + WHOLE)
            told[key.removesuffix(TOP)] = NOT_REPORTED if having is None or of is None else f"{having:,} of {of:,}"
    return told


def _with_unit(key: str, count: int | None) -> str:
    indicator = INDICATORS.get(key.split(":", maxsplit=1)[0])
    return NOT_REPORTED if count is None else f"{count:,} {indicator.counted if indicator else ''}".strip()


def _names_of(document: Document) -> dict[str, tuple[str, str, str]]:
    """Of each printed figure what it measures, where it is printed first, and its period."""
    named: dict[str, tuple[str, str, str]] = {}
    for item in placed_figures(document):
        if item.figure.key:
            named.setdefault(item.figure.key, (item.measure, item.place or item.section, item.figure.period))
    return named


def _name_of(key: str, codes: Mapping[str, str]) -> tuple[str, str, str]:
    """The same for a count that no page prints; its key says it (`monitoring.indicators.figures`)."""
    code, scope, period, *_ = [*key.split(":"), "", ""]
    name = INDICATORS[code].name if code in INDICATORS else key
    return f"{codes.get(scope, 'The network' if scope == NETWORK else scope)}: {name}", "Not printed", period
