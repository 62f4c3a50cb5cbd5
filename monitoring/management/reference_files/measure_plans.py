"""Loads the proposed plans of measures: configuration for each team to confirm or change, and no published fact.

What a programme's team has set is never touched.
"""

from pathlib import Path
from typing import Any

from django.db import transaction

from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.rules import against_planning
from interventions.outcomes.services import propose_measure_plan
from interventions.programmes.models import Programme
from monitoring.management.reference_files.reading import rows_of

COLUMNS = ["programme", "instrument", "point", "due_days", "valid_from"]
POINTS = ("baseline", "exit")


@transaction.atomic
def load_measure_plans(path: Path, by: Any) -> int:
    programmes = {programme.code: programme for programme in Programme.objects.order_by("code")}
    rows = rows_of(path, COLUMNS, once=["programme", "instrument", "point"])
    for row in rows:
        days, valid_from = row.whole("due_days"), row.day("valid_from")
        for reason in against_planning(due_days=days, valid_from=valid_from, open_plan=None):
            raise row.wrong("due_days", reason)
        propose_measure_plan(
            programme=row.found("programme", programmes, "programme"),
            instrument=row.choice("instrument", INSTRUMENTS),
            point=row.choice("point", POINTS),
            due_days=days,
            valid_from=valid_from,
            by=by,
        )
    return len(rows)
