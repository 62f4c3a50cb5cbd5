"""Which working-out the figures on a page come from, and how much has been written since."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.utils import timezone

from monitoring.indicators.models import RollUp
from monitoring.indicators.store import full_at_work
from vrn_cases.records.models import Touched

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Standing:
    """`at` None: figures have never been worked out. `waiting` is counted no further than 1,001.

    `being_written`: a full working-out may be writing figures that the roll-up does not name yet.
    """

    rollup: int
    at: datetime | None
    waiting: int
    being_written: bool

    @property
    def waiting_words(self) -> str:
        """ "3 changes are waiting to be counted."; empty when all are in the figures."""
        if not self.waiting:
            return ""
        shown = f"More than {MOST_COUNTED:,}" if self.waiting > MOST_COUNTED else f"{self.waiting:,}"
        return f"{shown} {'change is' if self.waiting == 1 else 'changes are'} waiting to be counted."


def standing() -> Standing:
    finished = RollUp.objects.filter(finished_at__isnull=False).order_by("-id")
    at_work = Exists(full_at_work(timezone.now()))
    pk, at, being_written = finished.values_list("pk", "finished_at", at_work).first() or (0, None, True)
    return Standing(pk, at, Touched.objects.order_by()[: MOST_COUNTED + 1].count(), being_written)
