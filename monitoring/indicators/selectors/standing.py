"""Which working-out the figures on a page come from, and how much has been written since."""

from dataclasses import dataclass
from datetime import datetime

from monitoring.indicators.models import RollUp
from vrn_cases.records.models import Touched

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Standing:
    """`at` None: figures have never been worked out. `waiting` is counted no further than 1,001."""

    rollup: int
    at: datetime | None
    waiting: int

    @property
    def waiting_words(self) -> str:
        """ "3 changes are waiting to be counted."; empty when all are in the figures."""
        if not self.waiting:
            return ""
        shown = f"More than {MOST_COUNTED:,}" if self.waiting > MOST_COUNTED else f"{self.waiting:,}"
        return f"{shown} {'change is' if self.waiting == 1 else 'changes are'} waiting to be counted."


def standing() -> Standing:
    latest = RollUp.objects.filter(finished_at__isnull=False).order_by("-id").values_list("pk", "finished_at").first()
    pk, at = latest or (0, None)
    return Standing(pk, at, Touched.objects.order_by()[: MOST_COUNTED + 1].count())
