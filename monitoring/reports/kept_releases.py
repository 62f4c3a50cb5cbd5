"""What was released before, kept so that the next release can be attacked beside it."""

import json
from typing import Any

from monitoring.indicators.disclosure_profiles import BOARD, CENTRAL_TEAM, PUBLIC, ReleaseProfile
from monitoring.indicators.disclosure_release import (
    Cell,
    Controlled,
    Derived,
    Printed,
    Relation,
    Release,
    Showing,
)
from monitoring.reports.models import Rendering, Snapshot
from vrn_cases.audit.digests import canonical

PROFILES: dict[str, ReleaseProfile] = {profile.code: profile for profile in (CENTRAL_TEAM, BOARD, PUBLIC)}
MARKINGS = {
    CENTRAL_TEAM.code: "OFFICIAL-SENSITIVE: for the central team",
    BOARD.code: "OFFICIAL: closed paper for the Violence Reduction Board",
    PUBLIC.code: "Public",
}


def release_as_json(release: Release) -> str:
    """The release before the door, canonical; for the team's snapshot alone."""
    return canonical(
        {
            "cells": [[cell.key, cell.count, cell.ways, cell.published] for cell in release.cells],
            "relations": [[rel.total, list(rel.parts), rel.overlapping] for rel in release.relations],
            "derived": [[figure.key, list(figure.of), figure.from_counts] for figure in release.derived],
        }
    )


def release_from_json(text: str) -> Release:
    told = json.loads(text)
    return Release(
        tuple(Cell(key, count, ways, published) for key, count, ways, published in told["cells"]),
        tuple(Relation(total, tuple(parts), overlapping) for total, parts, overlapping in told["relations"]),
        tuple(Derived(key, tuple(of), from_counts) for key, of, from_counts in told["derived"]),
    )


def showings_as_json(controlled: Controlled) -> str:
    """What this profile's readers see in each place; holds no hidden count."""
    return canonical({"cells": _printed(controlled.cells), "derived": _printed(controlled.derived)})


def _printed(places: Any) -> list[list[Any]]:
    return [[key, told.showing.value, told.value, told.words] for key, told in sorted(places.items())]


def earlier_releases(*, but: int | None = None) -> list[Controlled]:
    """Everything ever published to readers, oldest first, but for the report with this id."""
    published = Rendering.objects.filter(report__published_at__isnull=False).exclude(report=but).order_by("id")
    snapshots = {(row.report_id, row.attempt): row.figures for row in Snapshot.objects.order_by("id")}
    kept = []
    for row in published.select_related("report"):
        if row.attempt == row.report.attempt and row.profile in PROFILES:
            told = json.loads(row.showings)
            release = release_from_json(snapshots[row.report_id, row.attempt])
            kept.append(Controlled(release, PROFILES[row.profile], _read(told["cells"]), _read(told["derived"])))
    return kept


def _read(rows: list[list[Any]]) -> dict[str, Printed]:
    return {key: Printed(key, Showing(showing), value, words) for key, showing, value, words in rows}
