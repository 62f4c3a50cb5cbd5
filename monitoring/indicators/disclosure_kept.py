"""A release before and after the door as canonical JSON, kept so that later releases can be attacked beside it."""

import json
from typing import Any

from monitoring.indicators.disclosure_release import (
    Bound,
    Cell,
    Controlled,
    Derived,
    Printed,
    Relation,
    Release,
    Showing,
)
from vrn_cases.audit.digests import canonical


def release_as_json(release: Release) -> str:
    """The release before the door, canonical; for the team's snapshot alone."""
    return canonical(
        {
            "cells": [_cell(cell) for cell in release.cells],
            "relations": [_relation(relation) for relation in release.relations],
            "derived": [
                [figure.key, list(figure.of), figure.from_counts, figure.too_few] for figure in release.derived
            ],
            "bounds": [[list(bound.less), list(bound.more)] for bound in release.bounds],
        }
    )


def _relation(relation: Relation) -> list[Any]:
    told = [relation.total, list(relation.parts), relation.overlapping]
    return [*told, relation.assumed] if relation.assumed else told


def _cell(cell: Cell) -> list[Any]:
    count = [cell.key, cell.count, cell.ways, cell.published]
    told_of = [*count, cell.people, cell.least, cell.signed] if cell.is_sum or cell.about is not None else count
    return told_of if cell.about is None else [*told_of, cell.about]


def release_from_json(text: str) -> Release:
    told = json.loads(text)
    return Release(
        tuple(Cell(*row) for row in told["cells"]),
        tuple(Relation(total, tuple(parts), *more) for total, parts, *more in told["relations"]),
        tuple(Derived(key, tuple(of), *more) for key, of, *more in told["derived"]),
        tuple(Bound(tuple(less), tuple(more)) for less, more in told.get("bounds", [])),
    )


def showings_as_json(controlled: Controlled) -> str:
    """What this profile's readers see in each place; holds no hidden count."""
    return canonical({"cells": _printed(controlled.cells), "derived": _printed(controlled.derived)})


def _printed(places: Any) -> list[list[Any]]:
    return [[key, told.showing.value, told.value, told.words] for key, told in sorted(places.items())]


def printed_from_rows(rows: list[list[Any]]) -> dict[str, Printed]:
    return {key: Printed(key, Showing(showing), value, words) for key, showing, value, words in rows}
