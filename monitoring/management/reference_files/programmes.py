"""Loads `interventions/reference/`: programmes and who delivers them, strategies, areas, lists that people maintain."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from interventions.programmes.models import (
    LONGEST_WHAT,
    Area,
    DeliveryModel,
    EstimatedImpact,
    EvidenceQuality,
    FrameworkOutcome,
    ListEntry,
    ListName,
    Organisation,
    Population,
    PreventionLevel,
    Priority,
    Programme,
    Source,
    StatedAs,
    StrategyFramework,
    ToolkitApproach,
)
from interventions.programmes.rules import against_neutral_name
from interventions.programmes.services import (
    put_approach,
    put_area,
    put_framework,
    put_framework_outcome,
    put_list_entry,
    put_organisation,
    put_priority,
    put_programme,
    put_source,
)
from monitoring.management.reference_files.reading import Row, rows_of

LEVELS = ("partnership", "upper_tier", "district", "neighbourhood_policing_area")
FACTORS = {"risk": ListName.RISK_FACTOR, "protective": ListName.PROTECTIVE_FACTOR}
PROGRAMME_COLUMNS = [
    "code",
    "name",
    "delivery_model",
    "delivered_by",
    "prevention_level",
    "population",
    "setting",
    "what",
    "source",
    "stated_as",
    "approach",
    "approach_is_reading",
    "level_is_reading",
    "neutral_name",
]
LIST_COLUMNS = ["list", "code", "label", "group", "position", "least", "most", "valid_from", "valid_until", "source"]


def known_sources() -> dict[str, Source]:
    return {source.code: source for source in Source.objects.order_by("code")}


@transaction.atomic
def load_sources(path: Path, by: Any) -> int:
    rows = rows_of(path, ["source", "title", "dated"], once=["source"])
    for row in rows:
        put_source(
            code=row.text("source", Source, "code"),
            title=row.text("title", Source, "title"),
            dated=row.text("dated", Source, "dated"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_toolkit(path: Path, by: Any) -> int:
    sources = known_sources()
    columns = ["approach", "estimated_impact", "evidence_quality", "source"]
    rows = rows_of(path, columns, once=["approach", "source"])
    for row in rows:
        put_approach(
            name=row.text("approach", ToolkitApproach, "name"),
            estimated_impact=row.choice("estimated_impact", EstimatedImpact.values),
            evidence_quality=row.choice("evidence_quality", EvidenceQuality.values),
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_areas(path: Path, by: Any) -> int:
    """Each area after the area that holds it."""
    rows = rows_of(path, ["code", "name", "level", "parent", "priority_area"], once=["code"])
    above: dict[str, Area] = {}
    for row in rows:
        code = row.text("code", Area, "code")
        above[code] = put_area(
            code=code,
            name=row.text("name", Area, "name"),
            level=row.choice("level", LEVELS),
            parent=row.found_or_none("parent", above, "area above"),
            priority_area=row.yes("priority_area"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_priorities(path: Path, by: Any) -> int:
    sources = known_sources()
    rows = rows_of(path, ["framework", "from", "to", "number", "priority", "source"], once=["framework", "number"])
    for row in rows:
        starts = row.day("from")
        ends = row.day_after_or_none("to")
        if ends is not None and ends <= starts:
            raise row.wrong("to", "the strategy ends before it starts.")
        put_priority(
            framework=put_framework(
                name=row.text("framework", StrategyFramework, "name"), valid_from=starts, valid_until=ends, by=by
            ),
            number=row.whole("number"),
            text=row.text("priority", Priority, "text"),
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_outcomes(path: Path, by: Any) -> int:
    sources = known_sources()
    rows = rows_of(path, ["domain", "outcome", "good_direction", "age_scope", "source"], once=["domain", "outcome"])
    for row in rows:
        put_framework_outcome(
            domain=row.text("domain", FrameworkOutcome, "domain"),
            text=row.text("outcome", FrameworkOutcome, "text"),
            good_direction=row.choice("good_direction", ["up", "down"]),
            age_scope=row.text("age_scope", FrameworkOutcome, "age_scope", required=False),
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_factors(path: Path, by: Any) -> int:
    sources = known_sources()
    rows = rows_of(path, ["kind", "level", "factor", "source"], once=["kind", "factor"])
    for position, row in enumerate(rows, start=1):
        label = row.text("factor", ListEntry, "label")
        put_list_entry(
            name=FACTORS[row.choice("kind", FACTORS)],
            code=slugify(label)[:60],
            valid_from=None,
            label=label,
            group=row.text("level", ListEntry, "group"),
            position=position,
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_lists(path: Path, by: Any) -> int:
    sources = known_sources()
    rows = rows_of(path, LIST_COLUMNS, once=["list", "code", "valid_from"])
    for row in rows:
        least, most = row.whole_or_none("least"), row.whole_or_none("most")
        if least is not None and most is not None and least > most:
            raise row.wrong("most", f"the band ends at {most}, before it starts at {least}.")
        put_list_entry(
            name=row.choice("list", ListName.values),
            code=row.text("code", ListEntry, "code"),
            valid_from=row.day_or_none("valid_from"),
            label=row.text("label", ListEntry, "label"),
            group=row.text("group", ListEntry, "group", required=False),
            position=row.whole("position"),
            least=least,
            most=most,
            valid_until=row.day_after_or_none("valid_until"),
            source=row.found_or_none("source", sources, "source"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_organisations(path: Path, by: Any) -> int:
    rows = rows_of(path, ["name"], once=["name"])
    for row in rows:
        put_organisation(name=row.text("name", Organisation, "name"), by=by)
    return len(rows)


@transaction.atomic
def load_programmes(path: Path, by: Any) -> int:
    sources = known_sources()
    latest = ToolkitApproach.objects.order_by("source__code", "id")
    approaches = {approach.name: approach for approach in latest}
    rows = rows_of(path, PROGRAMME_COLUMNS, once=["code"])
    for row in rows:
        approach = row.found_or_none("approach", approaches, "approach")
        if row.yes("approach_is_reading") and approach is None:
            raise row.wrong("approach_is_reading", "there is no approach that could be a reading.")
        put_programme(
            code=row.text("code", Programme, "code"),
            sources=row.found_each("source", sources, "source"),
            name=row.text("name", Programme, "name"),
            neutral_name=_neutral_name(row),
            delivery_model=row.choice("delivery_model", DeliveryModel.values),
            delivered_by=row.text("delivered_by", Programme, "delivered_by"),
            prevention_level=row.choice("prevention_level", PreventionLevel.values),
            population=row.choice("population", Population.values),
            setting=row.text("setting", Programme, "setting"),
            what=row.text("what", Programme, "what", most=LONGEST_WHAT),
            stated_as=row.choice("stated_as", StatedAs.values),
            approach=approach,
            approach_is_reading=row.yes("approach_is_reading"),
            level_is_reading=row.yes("level_is_reading"),
            by=by,
        )
    return len(rows)


def _neutral_name(row: Row) -> str:
    name = row.text("neutral_name", Programme, "neutral_name", required=False)
    for reason in against_neutral_name(name):
        raise row.wrong("neutral_name", reason)
    return name
