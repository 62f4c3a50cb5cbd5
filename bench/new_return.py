"""Returns that were sent and wait to be accepted, and whether their figures stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db.models import Max
from django.utils import timezone

from bench.invented_numbers import numbers_of
from interventions.programmes.models import Programme
from monitoring.indicators.models import Cell
from monitoring.periods.windows import Quarter
from monitoring.returns.asked import rows_of_template
from monitoring.returns.models import Return, ReturnTemplate, ReturnVersion
from monitoring.returns.partner_return import PARTNER_RETURN
from monitoring.returns.services.answers import insert_answers

INDICATOR, LINE = "RET-01", "referrals_received"


@dataclass(frozen=True)
class NewReturn:
    version: ReturnVersion
    quarter: int
    number: int

    def in_the_figures(self) -> bool:
        cell = Cell.objects.filter(
            window_kind="quarter", quarter=self.quarter, programme=self.version.of.programme_id, provider=0, part=""
        ).first()
        return cell is not None and cell.figures.get(INDICATOR, {}).get("sum") == self.number


def sent_returns(count: int) -> Iterator[NewReturn]:
    """One after the other, each of a quarter that no return was there for."""
    programme = Programme.objects.filter(code__startswith="bench-").earliest("id")
    owner = Return.objects.filter(programme=programme).earliest("id").organisation_id
    template = ReturnTemplate.objects.filter(code=PARTNER_RETURN).latest("version")
    last = Return.objects.filter(programme=programme).aggregate(last=Max("last_quarter"))["last"]
    for number in range(last + 1, last + 1 + count):
        days, now = Quarter(number).window, timezone.now()
        of = Return(
            template=template,
            programme=programme,
            organisation_id=owner,
            start=days.start,
            end=days.end,
            label=days.label,
            due_on=days.end + timedelta(days=30),
            asked_for_at=now,
        )
        of.save()
        version = ReturnVersion(of=of, number=1, made_at=now, submitted_at=now)
        version.save()
        rows = rows_of_template(template, days.start or days.end)
        told = numbers_of(rows, Random(number))
        insert_answers(version, rows, told)
        yield NewReturn(version, number, told[LINE, "", ""].value)
