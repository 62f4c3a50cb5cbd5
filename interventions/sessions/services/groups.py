"""A gathering that several cases were offered together; each has a session of its own under it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from interventions.cases.models import Case
from interventions.programmes.models import ListEntry, Programme
from interventions.sessions.models import Attendance, GroupSession, Mode, Session
from interventions.sessions.rules import against_arranging, against_group_day
from interventions.sessions.services.following import clock, follow_sessions, locked_cases
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person, together
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, create_many, locked, write

CLOSED_WITHIN = "A case in this group is closed: {cases}. Remove its session from the group, then change the day."


@transaction.atomic
def arrange_group(
    *,
    programme: Programme,
    title: str,
    held_on: date,
    kind: ListEntry,
    cases: Sequence[Case],
    worker: User | None,
    by: Any,
    mode: str = Mode.IN_PERSON,
    starts_at: time | None = None,
    minutes: int | None = None,
    at: datetime | None = None,
) -> GroupSession:
    """A group session on a day, and a session under it for each case. Raises Refused, with the cases by reference."""
    with together():
        group = create(
            GroupSession,
            action=Action.SESSION_ARRANGED,
            by=by,
            programme=programme,
            title=title,
            held_on=held_on,
            starts_at=starts_at,
            minutes=minutes,
            kind=kind,
            mode=mode,
            worker=worker,
        )
        _offer(group, cases, by, at)
    return group


@transaction.atomic
def add_to_group(
    *, group: GroupSession, revision: int | None, cases: Sequence[Case], by: Any, at: datetime | None = None
) -> GroupSession:
    """Offer a group session to further cases; one that it was offered to already stays as it is.

    Raises Refused, or Changed when the group session was changed since.
    """
    group = locked(group, revision)
    offered = set(group.sessions.values_list("case_id", flat=True))
    further = [case for case in cases if case.pk not in offered]
    with together():
        _offer(group, further, by, at)
    return group


@transaction.atomic
def change_group(
    *, group: GroupSession, revision: int | None, by: Any, at: datetime | None = None, **told: Any
) -> GroupSession:
    """Another title, day, time, kind, way, worker or usual minutes; `told` names them all.

    What the sessions under it say follows. Raises Refused or Changed.
    """
    _, today = clock(at)
    group = locked(group, revision)
    cases = locked_cases(group.sessions.values("case_id"))
    sessions = list(group.sessions.select_for_update(of=("self",)).select_related("programme").order_by("pk"))
    moved = told["held_on"] != group.held_on
    recorded = sum(session.attendance in (Attendance.ATTENDED, Attendance.DID_NOT_ATTEND) for session in sessions)
    reasons = against_group_day(group, told["held_on"], recorded=recorded, today=today)
    if moved and not reasons:
        closed = [case.reference for case in cases if case.closed_on is not None]
        reasons = [CLOSED_WITHIN.format(cases=", ".join(closed))] if closed else _against(cases, told["held_on"], today)
    refuse_if(reasons)
    shared = {name: told[name] for name in ("held_on", "starts_at", "kind", "mode", "worker")}
    with together():
        group = write(group, action=Action.SESSION_CHANGED, by=by, **told)
        for session in sessions:
            if any(getattr(session, name) != value for name, value in shared.items()):
                write(session, action=Action.SESSION_CHANGED, by=by, detail={"group": group.reference}, **shared)
        if moved:
            follow_sessions(case.pk for case in cases)
    return group


def _offer(group: GroupSession, cases: Iterable[Case], by: Any, at: datetime | None) -> None:
    now, today = clock(at)
    wanted = [case.pk for case in cases]
    found = locked_cases(wanted)
    reasons = _against(found, group.held_on, today)
    if any(case.programme_id != group.programme_id for case in found):
        reasons.append("A case of another programme cannot take part in this group session.")
    refuse_if(reasons)
    told = {"held_on": group.held_on, "starts_at": group.starts_at, "kind": group.kind, "mode": group.mode}
    create_many(
        Session,
        [
            {
                "case": case,
                "programme": group.programme,
                "group": group,
                "worker": group.worker,
                **told,
                "arranged_at": now,
                "arranged_by": person(by),
            }
            for case in found
        ],
        action=Action.SESSION_ARRANGED,
        by=by,
        detail={"group": group.reference},
    )


def _against(cases: Iterable[Case], held_on: date, today: date) -> list[str]:
    """The reasons against each, under its reference."""
    return [f"{case.reference}: {reason}" for case in cases for reason in against_arranging(case, held_on, today=today)]
