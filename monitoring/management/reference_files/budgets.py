"""Loads the money of `monitoring/reference/`: grants, and the lines that they are itemised by."""

from pathlib import Path
from typing import Any

from django.db import transaction

from monitoring.budgets.models import BudgetLine, GrantAgreement
from monitoring.budgets.services import put_agreement, put_budget_line
from monitoring.management.reference_files.measures import financial_year
from monitoring.management.reference_files.programmes import known_sources
from monitoring.management.reference_files.reading import Row, rows_of

AGREEMENT_COLUMNS = ["funder", "year", "amount_gbp", "intervention_floor_percent", "source"]
LINE_COLUMNS = ["funder", "year", "line", "amount_gbp", "counts_as_intervention", "note", "source"]


@transaction.atomic
def load_agreements(path: Path, by: Any) -> int:
    sources = known_sources()
    rows = rows_of(path, AGREEMENT_COLUMNS, once=["funder", "year"])
    for row in rows:
        floor = row.hundredths("intervention_floor_percent")
        if not 0 <= floor <= 10_000:
            raise row.wrong("intervention_floor_percent", "it is not a share of the grant, from 0 to 100.")
        put_agreement(
            funder=row.text("funder", GrantAgreement, "funder"),
            year=financial_year(row, "year"),
            amount=_pence(row, "amount_gbp"),
            intervention_floor=floor,
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


@transaction.atomic
def load_budget_lines(path: Path, by: Any) -> int:
    sources = known_sources()
    grants = {(grant.funder, grant.year): grant for grant in GrantAgreement.objects.order_by("id")}
    rows = rows_of(path, LINE_COLUMNS, once=["funder", "year", "line"])
    for position, row in enumerate(rows, start=1):
        agreement = grants.get((row.values["funder"], row.values["year"]))
        if agreement is None:
            raise row.wrong("year", f"there is no grant of {row.values['funder']} for {row.values['year']}.")
        put_budget_line(
            agreement=agreement,
            name=row.text("line", BudgetLine, "name"),
            position=position,
            amount=_pence(row, "amount_gbp"),
            counts_as_intervention=row.yes("counts_as_intervention"),
            note=row.text("note", BudgetLine, "note", required=False),
            source=row.found("source", sources, "source"),
            by=by,
        )
    return len(rows)


def _pence(row: Row, column: str) -> int:
    pence = row.hundredths(column)
    if pence < 0:
        raise row.wrong(column, "an amount must not be below nothing.")
    return pence
