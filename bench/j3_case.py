"""J3: the page of a case with 200 events, and the same page further back, each beside the signed-in floor."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

from django.utils import timezone

from bench.invented_casework import programme, worker, write_casework
from bench.results import Result, at_most
from bench.setting import Setting
from bench.signed_in import FLOOR, Reader, signed_in
from bench.timing import counted_queries, in_turns, same
from interventions.cases.models import Case, NoteKind
from interventions.cases.services import write_note
from interventions.outcomes.models import Assessment
from interventions.programmes.models import ListName
from interventions.programmes.selectors import entries_in_force
from interventions.referrals.models import Referral
from interventions.sessions.models import Attendance, Session
from interventions.sessions.services import record_session
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission

EVENTS = 200
OLDER = re.compile(r'<a class="govuk-link" rel="next" href="([^"]+)"')
EVENT = 'class="moj-timeline__item vrn-event'
MOST, STATEMENTS = 3.0, 9
EVERY_THIRD = 3  # event that is made is a note, the others are sessions


def measure(setting: Setting) -> Iterator[Result]:
    write_casework(setting.size.name)
    user = worker()
    case = _long_case(user)
    with signed_in(user) as reader:
        pages = list(_pages(reader, case.get_absolute_url()))
        same(sum(shown for _, shown in pages), _events_of(case, user), "the events of the case over all its pages")
        words = f"page of a case with {_events_of(case, user)} events"
        newest = _page(setting, reader, f"{words}, the newest", pages[0][0])
        oldest = _page(setting, reader, f"{words}, the oldest", pages[-1][0])
    most = max(one.queries or 0 for one in (newest, oldest))
    limit = at_most("queries", STATEMENTS)
    yield from (newest, oldest, setting.result("j3", "statements of the page of a case", target=limit, queries=most))


def _page(setting: Setting, reader: Reader, case: str, address: str) -> Result:
    with counted_queries() as queries:
        reader.get(address)
    rounds = setting.size.requests
    seconds, floor = in_turns(lambda: reader.get(address), lambda: reader.get(FLOOR), rounds=rounds)
    target = at_most("ratio", MOST)
    return setting.result("j3", case, seconds=seconds, floor_seconds=floor, target=target, queries=len(queries))


def _long_case(user: User) -> Case:
    """The longest open case of the worker's programme, with as many sessions and notes as 200 events need."""
    cases = Case.objects.filter(programme=programme(), closed_on=None, paused_on=None)
    case, today = cases.order_by("opened_on", "id")[0], timezone.localdate()
    kind = entries_in_force(ListName.SESSION_KIND, today)[0]
    days = (today - case.opened_on).days
    for number in range(EVENTS - _events_of(case, user)):
        on = case.opened_on + timedelta(days=number % (days + 1))
        if number % EVERY_THIRD == 0:
            write_note(case=case, kind=NoteKind.CONTACT, on=on, text=f"Invented note {number}.", by=user)
        else:
            came = Attendance.ATTENDED
            record_session(case=case, held_on=on, kind=kind, attendance=came, minutes=30, worker=user, by=user)
    return case


def _events_of(case: Case, user: User) -> int:
    """How many the tables hold that this user may read. A referral that was joined is two, and so is a spell that
    ended with a closing.
    """
    spells = list(case.spells.order_by("starts_on", "pk"))
    following = [spell.starts_on for spell in spells[1:]]
    ends = [one.ends_on for one in spells if one.ends_on and one.ends_on not in following]
    sessions = Session.objects.filter(case=case).count()
    measures = Assessment.objects.filter(case=case, replaced_at=None).count()
    readable = Referral.objects.for_user(user, to=Permission.REFERRAL_VIEW)
    referrals = readable.filter(opened_case=case).count() + 2 * readable.filter(case=case).count()
    notes = case.notes.filter(corrects=None).count()
    return sessions + measures + notes + referrals + case.lead_workers.count() + len(spells) + len(ends)


def _pages(reader: Reader, address: str) -> Iterator[tuple[str, int]]:
    """Each page of the case by its address, with how many events it shows."""
    while address:
        shown = reader.get(address).decode()
        yield address, shown.count(EVENT)
        older = OLDER.search(shown)
        address = unescape(older[1]) if older else ""
