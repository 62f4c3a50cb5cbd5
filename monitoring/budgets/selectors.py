"""A grant beside what its lines add up to. What the source does not itemise is shown, never spread over the lines."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch, QuerySet

from monitoring.budgets.models import BudgetLine, GrantAgreement

TENTH = Decimal("0.1")


def share_of(part: int, whole: int, to: Decimal = TENTH) -> Decimal | None:
    """A part as a percentage of a whole, rounded half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(to, ROUND_HALF_UP)


@dataclass(frozen=True)
class Money:
    """A grant and its lines in pence, with what follows from them."""

    agreement: GrantAgreement
    lines: list[BudgetLine]

    @property
    def grant(self) -> int:
        return self.agreement.amount

    @property
    def itemised(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def not_itemised(self) -> int:
        """The grant less its lines; below nothing where the lines come to more than the grant."""
        return self.grant - self.itemised

    @property
    def interventions(self) -> int:
        return sum(line.amount for line in self.lines if line.counts_as_intervention)

    @property
    def interventions_of_grant(self) -> Decimal | None:
        return share_of(self.interventions, self.grant)

    @property
    def interventions_of_itemised(self) -> Decimal | None:
        return share_of(self.interventions, self.itemised)

    @property
    def floor_percent(self) -> Decimal:
        return Decimal(self.agreement.intervention_floor) / 100

    @property
    def floor(self) -> int:
        """What must at least go to interventions, in whole pence, never rounded down."""
        return -(-self.grant * self.agreement.intervention_floor // 10_000)

    @property
    def floor_met(self) -> bool:
        return self.interventions >= self.floor


def agreements() -> QuerySet[GrantAgreement]:
    """Every grant with its lines, the latest year first."""
    lines = BudgetLine.objects.order_by("position", "id").select_related("source")
    return (
        GrantAgreement.objects.select_related("source")
        .prefetch_related(Prefetch("lines", queryset=lines))
        .order_by("-year", "funder", "id")
    )


def money_of(agreement: GrantAgreement) -> Money:
    return Money(agreement, list(agreement.lines.all()))


def money_in(year: str) -> list[Money]:
    """Every grant of a financial year ("2020/21")."""
    return [money_of(agreement) for agreement in agreements().filter(year=year)]
