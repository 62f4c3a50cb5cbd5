"""The dated rows under a case: a running one ends on the day on which the next begins, which it does not cover."""

from datetime import date

from interventions.cases.models import Case, CaseSpell, LeadWorker
from interventions.programmes.models import ListEntry
from vrn_cases.access.models import User


def begin_spell(case: Case, kind: str, on: date, reason: ListEntry | None = None) -> None:
    """The case is open or paused from this day on. What ran until now has ended before (`end_spell`).

    One that began on the same day and was ended again goes on instead: a day has one spell of a kind.
    """
    if not case.spells.filter(kind=kind, starts_on=on).update(ends_on=None, reason=reason):
        CaseSpell.objects.create(case=case, kind=kind, starts_on=on, reason=reason)


def end_spell(case: Case, on: date) -> None:
    """The running spell does not cover this day any more."""
    case.spells.filter(ends_on=None).update(ends_on=on)


def begin_leading(case: Case, worker: User, on: date) -> None:
    """From this day on they lead the work; who led it until now does not on this day."""
    case.lead_workers.filter(ends_on=None).update(ends_on=on)
    LeadWorker.objects.create(case=case, worker=worker, starts_on=on)


def end_leading(case: Case, on: date) -> None:
    case.lead_workers.filter(ends_on=None).update(ends_on=on)
