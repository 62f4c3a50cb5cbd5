"""Asking providers for their returns, and chasing what is overdue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from interventions.programmes.models import Organisation, Programme
from monitoring.returns.models import Return, ReturnTemplate
from monitoring.returns.partner_return import PARTNER_RETURN
from monitoring.returns.rules import against_asking
from monitoring.returns.selectors import providers_returning, who_fills_in
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person
from vrn_cases.notices.services import write_notice
from vrn_cases.records.refusals import Refused, refuse_if
from vrn_cases.records.services import create, locked, write
from vrn_cases.templatetags.gov_display import as_day

ASKED_ALREADY = "{organisation} was asked for this return of {programme} already."


@dataclass(frozen=True)
class Asked:
    """What is asked of everybody alike; `end` is exclusive."""

    start: date
    end: date
    label: str
    due_on: date


@transaction.atomic
def ask_for_return(
    *, programme: Programme, organisation: Organisation, start: date, end: date, label: str, due_on: date, by: Any
) -> Return:
    """Ask one organisation for its return on one programme and period (`end` exclusive), and tell its people.

    Raises Refused when the period or the day is impossible, or when it was asked for already.
    """
    refuse_if(against_asking(start, end, due_on, today=timezone.localdate()))
    made = _ask(programme, organisation, Asked(start, end, label, due_on), by)
    if made is None:
        raise Refused([ASKED_ALREADY.format(organisation=organisation, programme=programme)])
    return made


@transaction.atomic
def ask_for_returns(*, start: date, end: date, label: str, due_on: date, by: Any) -> list[Return]:
    """Ask everybody who ran a programme by returns alone in the period, save who was asked already."""
    refuse_if(against_asking(start, end, due_on, today=timezone.localdate()))
    asked = Asked(start, end, label, due_on)
    made = [_ask(run.programme, run.organisation, asked, by) for run in providers_returning(start, end)]
    return [one for one in made if one is not None]


def _ask(programme: Programme, organisation: Organisation, asked: Asked, by: Any) -> Return | None:
    """The return, made and told of; None when it was asked for already. Two at once wait at the programme's row."""
    programme = locked(programme)
    same: dict[str, Any] = {
        "programme": programme,
        "organisation": organisation,
        "start": asked.start,
        "end": asked.end,
    }
    if Return.objects.filter(published=False, **same).exists():
        return None
    made = create(
        Return,
        action=Action.RETURN_ASKED_FOR,
        by=by,
        template=ReturnTemplate.objects.filter(code=PARTNER_RETURN).latest("version"),
        label=asked.label,
        due_on=asked.due_on,
        asked_for_at=timezone.now(),
        asked_for_by=person(by),
        **same,
    )
    due = as_day(asked.due_on)
    write_notice(
        key=f"return-asked:{made.reference}",
        to=who_fills_in(made),
        subject=f"Return {made.reference}: please fill in by {due}",
        body=f"Return {made.reference} on {programme} for {asked.label} is ready to fill in. It is due on {due}.",
        path=made.get_absolute_url(),
    )
    return made


@transaction.atomic
def chase_returns(*, returns: Iterable[Return], by: Any) -> int:
    """Remind the people of each return that it is overdue, once a day at most; returns how many were chased."""
    today = timezone.localdate()
    chased = 0
    for of in returns:
        row = locked(of)
        if row.chased_on == today or row.due_on is None:
            continue
        write(row, action=Action.RETURN_CHASED, by=by, chased_on=today)
        write_notice(
            key=f"return-chased:{row.reference}:{today:%Y-%m-%d}",
            to=who_fills_in(row),
            subject=f"Return {row.reference} is overdue",
            body=f"Your return {row.reference} for {row.label} was due on {as_day(row.due_on)} and has not been sent.",
            path=row.get_absolute_url(),
        )
        chased += 1
    return chased
