"""A caseworker's own work, and what waits for who decides: now, today, this week."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from interventions.cases.models import Case
from interventions.outcomes.models import MeasurePoint
from interventions.outcomes.selectors import Measure, measures_to_do
from interventions.referrals.models import Referral, ReferralStatus
from interventions.worklist.selectors.lines import SHOWN, Group, Section, Thing, group_of, in_words, list_at
from interventions.worklist.selectors.own_sessions import to_come, unrecorded
from vrn_cases.access.permissions import Permission as P
from vrn_cases.pages.selectors import shown_name

WEEK = timedelta(days=7)
DECIDE_WITHIN = timedelta(days=5)
IN_CASES = "your cases with something due within a week or overdue"


def casework_of(user: Any, today: date) -> list[Section]:
    """A caseworker's own work and, for who decides on referrals, what waits for them; without empty parts."""
    if not user.holds(P.CASE_WORK) and not user.holds(P.REFERRAL_DECIDE):
        return []
    due, coming_up = _measures(user, today)
    sections = [
        Section("Now", [unrecorded(user, today), _waiting(user, today), due, _actions(user, today)]),
        Section("Today", [to_come(user, "Sessions today", today, today)]),
        Section("This week", [coming_up, to_come(user, "Sessions to come", today + timedelta(days=1), today + WEEK)]),
    ]
    kept = [Section(one.title, [group for group in one.groups if group.things]) for one in sections]
    return [section for section in kept if section.groups]


def _waiting(user: Any, today: date) -> Group:
    """Referrals that wait for a decision of this user, the longest waiting first."""
    rows = (
        Referral.objects.for_user(user, to=P.REFERRAL_DECIDE)
        .filter(status=ReferralStatus.WAITING)
        .select_related("participant", "referred_from")
        .order_by("received_on", "id")
    )

    def thing(row: Referral) -> Thing:
        waits = (today - row.received_on).days
        words = "received today" if waits == 0 else f"waiting {waits} {'day' if waits == 1 else 'days'}"
        late = today - row.received_on > DECIDE_WITHIN
        return Thing(
            shown_name(row.participant),
            row.get_absolute_url(),
            f"{row.referred_from.label}, {words}",
            "To decide",
            "red" if late else "blue",
            about=row.reference,
        )

    return group_of("Referrals waiting", rows, thing, list_at("referrals", status="waiting"), "the list of referrals")


def _measures(user: Any, today: date) -> tuple[Group, Group]:
    """Measures that are overdue in the cases that this user leads, closed ones too, and those due within a week."""
    cases = list(
        Case.objects.for_user(user, to=P.CASE_WORK)
        .filter(worker=user, next_due_on__lte=today + WEEK)
        .select_related("participant", "programme")
        .order_by("next_due_on", "id")
    )
    to_do = measures_to_do(cases, as_at=today)
    late = [one for one in to_do if one.due_on and one.due_on < today]
    soon = [one for one in to_do if one.due_on and today <= one.due_on <= today + WEEK]
    return _of_measures("Measures overdue", late, today), _of_measures("Measures due", soon, today)


def _of_measures(title: str, measures: Sequence[Measure], today: date) -> Group:
    things = [_measure(one, today) for one in measures[:SHOWN]]
    return Group(title, things, max(0, len(measures) - SHOWN), list_at("cases", worker="mine", due="week"), IN_CASES)


def _measure(one: Measure, today: date) -> Thing:
    due = one.due_on or today
    days = (today - due).days
    clock = f"due {in_words(due)}" if days <= 0 else f"{days} {'day' if days == 1 else 'days'} overdue"
    return Thing(
        shown_name(one.case.participant),
        reverse("measure_record", args=[one.case.reference, one.plan.instrument, one.plan.point]),
        f"{one.instrument.short_name}, {MeasurePoint(one.plan.point).label.lower()}, {clock}",
        "Overdue" if days > 0 else "Due",
        "red" if days > 14 else "yellow",
        about=one.case.reference,
    )


def _actions(user: Any, today: date) -> Group:
    """Next actions whose day has come."""
    rows = (
        Case.objects.for_user(user, to=P.CASE_WORK)
        .filter(worker=user, closed_on=None, next_action_on__lte=today)
        .select_related("participant")
        .order_by("next_action_on", "id")
    )

    def thing(row: Case) -> Thing:
        on = row.next_action_on or today
        tag = ("Today", "blue") if on == today else ("Late", "red")
        told = f"{row.next_action}, {in_words(on)}"
        return Thing(shown_name(row.participant), row.get_absolute_url(), told, *tag, about=row.reference)

    return group_of("Next actions", rows, thing, list_at("cases", worker="mine", due="week"), IN_CASES)
