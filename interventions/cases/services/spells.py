"""The dated rows under a case: a running one ends on the day on which the next begins, which it does not cover."""

from datetime import date

from interventions.cases.models import Case, CaseSpell, LeadWorker, SpellKind
from interventions.programmes.models import ListEntry
from vrn_cases.access.models import User


def begin_spell(case: Case, kind: str, on: date, reason: ListEntry | None = None) -> None:
    """The case is open or paused from this day on. What ran until now has ended before (`end_spell`).

    One that began on the same day and was ended again goes on instead: a day has one spell of a kind.
    """
    if not case.spells.filter(kind=kind, starts_on=on).update(ends_on=None, reason=reason):
        CaseSpell.objects.create(case=case, kind=kind, starts_on=on, reason=reason)


def resume_spell(case: Case, pause: CaseSpell, on: date) -> None:
    """The case is open again from this day on. A pause that covers no day leaves the spell before it running: two open
    ones that meet are a case that was closed and reopened.
    """
    end_spell(case, on)
    before = case.spells.filter(kind=SpellKind.OPEN, ends_on=on).order_by("starts_on", "pk").last()
    if before is not None and pause.starts_on == on:
        case.spells.filter(pk=before.pk).update(ends_on=None)
    else:
        begin_spell(case, SpellKind.OPEN, on)


def end_spell(case: Case, on: date) -> None:
    """The running spell does not cover this day any more."""
    case.spells.filter(ends_on=None).update(ends_on=on)


def begin_leading(case: Case, worker: User, on: date) -> None:
    """From this day on they lead the work; who led it until now does not on this day."""
    case.lead_workers.filter(ends_on=None).update(ends_on=on)
    LeadWorker.objects.create(case=case, worker=worker, starts_on=on)


def end_leading(case: Case, on: date) -> None:
    case.lead_workers.filter(ends_on=None).update(ends_on=on)
