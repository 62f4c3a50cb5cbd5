"""Loads the theories of change: boxes and links of `monitoring/reference/`, the network's under the code NETWORK."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import transaction

from interventions.programmes.models import Programme, Source
from monitoring.indicators.registry import INDICATORS
from monitoring.management.reference_files.programmes import known_sources
from monitoring.management.reference_files.reading import Row, rows_of
from monitoring.measures.models import Series
from monitoring.returns.models import ReturnLine
from monitoring.theory.models import Stage, TheoryNode
from monitoring.theory.services import LinkContent, NodeContent, put_theory
from monitoring.theory.values import INTERVENTION_SHARE

NETWORK = "NETWORK"
NODE_COLUMNS = [
    "theory",
    "code",
    "stage",
    "text",
    "indicator",
    "printed_measure",
    "series",
    "target",
    "target_period",
    "target_words",
    "source",
    "is_reading",
]
LINK_COLUMNS = ["theory", "cause", "effect", "source", "is_reading"]


@transaction.atomic
def load_theories(nodes_path: Path, links_path: Path, by: Any) -> int:
    """Both files together: a theory whose boxes or links differ from those in use gets a new version."""
    sources = known_sources()
    nodes = rows_of(nodes_path, NODE_COLUMNS, once=["theory", "code"])
    links = rows_of(links_path, LINK_COLUMNS, once=["theory", "cause", "effect"])
    programmes: dict[str, Programme | None] = {row.code: row for row in Programme.objects.order_by("code")}
    programmes[NETWORK] = None
    known = _known_values()
    codes = {(row.values["theory"], row.values["code"]) for row in nodes}
    for row in links:
        for column in ("cause", "effect"):
            if (row.values["theory"], row.values[column]) not in codes:
                raise row.wrong(column, f"the theory {row.values['theory']} has no box “{row.values[column]}”.")
        if row.values["cause"] == row.values["effect"]:
            raise row.wrong("effect", "a box cannot lead to itself.")
    for code, rows in groupby(nodes, key=lambda row: row.values["theory"]):
        content = list(rows)
        programme = content[0].found("theory", programmes, "programme")
        put_theory(
            programme=programme,
            title=f"{programme.name if programme else 'The network'}: theory of change",
            nodes=[_node(row, sources, known) for row in content],
            links=[_link(row, sources) for row in links if row.values["theory"] == code],
            by=by,
        )
    return len(nodes) + len(links)


@dataclass(frozen=True)
class KnownValues:
    """What a box's value may come from, each code under itself."""

    indicators: dict[str, str]
    printed_measures: dict[str, str]
    series: dict[str, str]


def _known_values() -> KnownValues:
    published = ReturnLine.objects.filter(template__published_record=True).order_by("measure")
    measures = {INTERVENTION_SHARE, *published.values_list("measure", flat=True)}
    series = Series.objects.order_by("code").values_list("code", flat=True)
    return KnownValues(
        indicators={code: code for code in INDICATORS},
        printed_measures={code: code for code in sorted(measures)},
        series={code: code for code in series},
    )


def _node(row: Row, sources: dict[str, Source], known: KnownValues) -> NodeContent:
    target, words = row.whole_or_none("target"), row.text("target_words", TheoryNode, "target_words", required=False)
    source = row.found_or_none("source", sources, "source")
    if target is not None and (not words or source is None):
        raise row.wrong("target", "a target needs its words as printed, and the source that prints it.")
    if source is None and not row.yes("is_reading"):
        raise row.wrong("source", "a box that no source states must be marked as a reading.")
    return NodeContent(
        code=row.text("code", TheoryNode, "code"),
        stage=row.choice("stage", Stage.values),
        text=row.text("text", TheoryNode, "text"),
        indicator=_indicators(row, known),
        printed_measure=row.found_or_none("printed_measure", known.printed_measures, "printed measure") or "",
        series=row.found_or_none("series", known.series, "series") or "",
        target=target,
        target_period=row.text("target_period", TheoryNode, "target_period", required=False),
        target_words=words,
        source=source,
        is_reading=row.yes("is_reading"),
    )


def _indicators(row: Row, known: KnownValues) -> str:
    """One or several codes with a space between: each is a source that stands on the box by itself."""
    codes = row.values["indicator"].split()
    if len(codes) > 1:
        unknown = [code for code in codes if code not in known.indicators]
        if unknown:
            raise row.wrong("indicator", f"there is no indicator {unknown[0]}.")
        return " ".join(codes)
    return row.found_or_none("indicator", known.indicators, "indicator") or ""


def _link(row: Row, sources: dict[str, Source]) -> LinkContent:
    source = row.found_or_none("source", sources, "source")
    if source is None and not row.yes("is_reading"):
        raise row.wrong("source", "a link that no source states must be marked as a reading.")
    return LinkContent(row.values["cause"], row.values["effect"], source, row.yes("is_reading"))
