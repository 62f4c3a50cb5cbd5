"""Every write of grants and their lines. Putting the same twice writes once."""

from typing import Any

from django.db import transaction

from interventions.programmes.models import Source
from monitoring.budgets.models import BudgetLine, GrantAgreement
from vrn_cases.audit.actions import Action
from vrn_cases.records.services import put


@transaction.atomic
def put_agreement(
    *, funder: str, year: str, amount: int, intervention_floor: int, source: Source, by: Any
) -> GrantAgreement:
    """A grant for a financial year: `amount` in pence, `intervention_floor` in hundredths of a percent."""
    return put(
        GrantAgreement,
        key={"funder": funder, "year": year},
        action=Action.BUDGET_RECORDED,
        by=by,
        amount=amount,
        intervention_floor=intervention_floor,
        source=source,
    )


@transaction.atomic
def put_budget_line(*, agreement: GrantAgreement, name: str, by: Any, **values: Any) -> BudgetLine:
    """One line of a budget; values: position, amount (pence), counts_as_intervention, note, source."""
    return put(BudgetLine, key={"agreement": agreement, "name": name}, action=Action.BUDGET_RECORDED, by=by, **values)
