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
    def in_words(self) -> dict[str, str]:
        """What the page says of it: amounts in pounds and shares to one decimal."""
        amounts = {name: pounds(getattr(self, name)) for name in ("grant", "itemised", "interventions", "floor")}
        shares = {
            name: _percent(getattr(self, name)) for name in ("interventions_of_grant", "interventions_of_itemised")
        }
        gap = "more than the grant" if self.not_itemised < 0 else "not itemised"
        floor = f"{self.floor_percent.normalize():f}%"
        return {**amounts, **shares, "floor_percent": floor, "difference": pounds(abs(self.not_itemised)), "gap": gap}

    @property
    def lines_in_words(self) -> list[tuple[BudgetLine, str, str]]:
        """Each line with its amount and its share of what is itemised."""
        return [(line, pounds(line.amount), _percent(share_of(line.amount, self.itemised))) for line in self.lines]

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


def agreements(among: QuerySet[GrantAgreement] | None = None) -> QuerySet[GrantAgreement]:
    """Every grant, or every one of these, with its lines, the latest year first."""
    lines = BudgetLine.objects.order_by("position", "id").select_related("source")
    rows = GrantAgreement.objects.all() if among is None else among
    return (
        rows.select_related("source")
        .prefetch_related(Prefetch("lines", queryset=lines))
        .order_by("-year", "funder", "id")
    )


def pounds(pence: int) -> str:
    """An amount as people write it: "£880,000", with pence only where there are some."""
    sign, pence = ("-" if pence < 0 else ""), abs(pence)
    return f"{sign}£{pence // 100:,}" + (f".{pence % 100:02}" if pence % 100 else "")


def money_of(agreement: GrantAgreement) -> Money:
    return Money(agreement, list(agreement.lines.all()))


def money_in(year: str) -> list[Money]:
    """Every grant of a financial year ("2020/21")."""
    return [money_of(agreement) for agreement in agreements().filter(year=year)]


def _percent(share: Decimal | None) -> str:
    return "no share" if share is None else f"{share}%"
