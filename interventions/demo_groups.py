"""Group sessions of the invented caseload: one a week in a programme, joined by whoever comes to it that week."""

import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from interventions.cases.models import Case
from interventions.demo_people import Inventor
from interventions.programmes.models import ListName, Programme
from interventions.sessions.models import GroupSession, Mode, Session
from interventions.sessions.services import add_to_group, arrange_group
from vrn_cases.access.models import User

GROUP_DAY = 2  # Wednesday
MINUTES = 90
TITLES = {
    "Boxing and breakfast": "activity",
    "Football and talk": "activity",
    "Cooking together": "mentoring",
    "Music studio": "activity",
    "Ready for work": "education-work",
}
SHARED = ("starts_at", "kind_id", "mode", "worker_id")  # what a session under a gathering has of it


def group_day(day: date) -> date:
    """The day of the last gathering until that day."""
    return day - timedelta(days=(day.weekday() - GROUP_DAY) % 7)


def offered_in_group(
    case: Case, held_on: date, *, programme: Programme, workers: list[User], inventor: Inventor, by: Any, at: datetime
) -> Session | None:
    """The case's session under the programme's gathering of that day, which is arranged when nobody was there yet.

    What the gathering is follows from programme and day alone. None where the case is in it already.
    """
    group = GroupSession.objects.filter(programme=programme, held_on=held_on).first()
    if group is None:
        chance = random.Random(f"{programme.code}:gathering:{held_on}")  # noqa: S311  invented, no secret
        title = chance.choice(sorted(TITLES))
        group = arrange_group(
            programme=programme,
            title=title,
            held_on=held_on,
            starts_at=time(chance.choice((11, 14, 16)), 0),
            minutes=MINUTES,
            kind=inventor.lists[ListName.SESSION_KIND][TITLES[title]],
            mode=Mode.IN_PERSON,
            cases=[case],
            worker=chance.choice(workers[:2]),
            by=by,
            at=at,
        )
    elif group.sessions.filter(case=case).exists():
        return None
    else:
        add_to_group(group=group, revision=None, cases=[case], by=by, at=at)
    return Session.objects.get(group=group, case=case)


class Gatherings:
    """Where the copies of sessions in a group stand: under the gathering of their programme on their day, which is
    made after the pattern's where there is none."""

    def __init__(self) -> None:
        every = list(GroupSession.objects.order_by("pk"))
        self.by_pk = {row.pk: row for row in every}
        self.by_day: dict[tuple[int, date], GroupSession] = {}
        for row in every:
            self.by_day.setdefault((row.programme_id, row.held_on), row)

    def missing(self, sessions: Iterable[Session]) -> list[GroupSession]:
        """New gatherings, not yet stored and without a reference, for the days on which these sessions want one."""
        wanted: dict[tuple[int, date], GroupSession] = {}
        for session in sessions:
            where = (session.programme_id, session.held_on)
            if session.group_id is not None and where not in self.by_day and where not in wanted:
                wanted[where] = self._like(self.by_pk[session.group_id], session.held_on)
        self.by_day |= wanted
        return list(wanted.values())

    def place(self, sessions: Iterable[Session]) -> None:
        """Put each under the gathering of its day, with what that shares."""
        for session in sessions:
            if session.group_id is not None:
                group = self.by_day[session.programme_id, session.held_on]
                session.group_id = group.pk
                for name in SHARED:
                    setattr(session, name, getattr(group, name))

    @staticmethod
    def _like(pattern: GroupSession, held_on: date) -> GroupSession:
        shared = {name: getattr(pattern, name) for name in (*SHARED, "title", "minutes", "programme_id")}
        return GroupSession(held_on=held_on, **shared)
