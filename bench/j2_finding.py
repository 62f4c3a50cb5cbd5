"""J2: the list of cases by each filter, the search for a name, and who may be the one about to be entered.

Before it is timed, a page must show the very cases that a plain query finds, and a search the people whose names a
comparison with everybody finds.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from bench.invented_casework import in_words, programme, worker, write_casework
from bench.results import Result, at_most
from bench.setting import Setting
from bench.signed_in import FLOOR, Reader, signed_in
from bench.timing import counted_queries, in_turns, same
from interventions.cases.models import Case
from interventions.participants.models import Participant
from interventions.participants.names import folded, likeness, name_likeness, words_of
from interventions.participants.search_words import asked_for
from interventions.participants.selectors import (
    FOUND_ENOUGH,
    LIKE_ENOUGH,
    LIKENESSES,
    SHOWN,
    alike_in_programmes,
    known,
)
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.pages.lists import PAGE_SIZE

CASE = re.compile(r'href="/cases/(C[0-9A-Z]{7})/"')
PERSON = re.compile(r'href="/young-people/(A[0-9A-Z]{7})/"')
ABSENT = "Qwyzzix Vuvuzzorp"
VOWELS = {"a": "o", "e": "i", "i": "e", "o": "a", "u": "o"}  # that leave the consonant before them as it sounds
STATEMENTS = 6
OF_LIST, OF_SEARCH, OF_ALIKE = 2.2, {"postgresql": 4.0, "sqlite": 5.0}, 2.0


def measure(setting: Setting) -> Iterator[Result]:
    write_casework(setting.size.name)
    user = worker()
    with signed_in(user) as reader:
        lists = [_list(setting, reader, case, parameters, rows) for case, parameters, rows in _lists(user)]
        yield from lists
        most = max(one.queries or 0 for one in lists)
        yield setting.result("j2", "statements of a list", target=at_most("queries", STATEMENTS), queries=most)
        for case, typed, called in _names(user):
            yield _search(setting, reader, case, typed, called, user)
        yield _alike(setting, reader, user)


def _lists(user: User) -> Iterator[tuple[str, dict[str, str], QuerySet[Case]]]:
    """What is asked of the list, and the plain query for the same."""
    mine, today = Case.objects.filter(programme=programme()), timezone.localdate()
    first, last = (today.replace(year=today.year - back) for back in (2, 1))
    days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    yield "no filter", {}, mine
    yield "open", {"status": "open"}, mine.filter(closed_on=None, paused_on=None)
    yield "closed", {"status": "closed"}, mine.filter(closed_on__isnull=False)
    yield "my own", {"worker": "mine"}, mine.filter(worker=user)
    yield "my own, closed", {"worker": "mine", "status": "closed"}, mine.filter(worker=user, closed_on__isnull=False)
    yield "opened between two days", days, mine.filter(opened_on__range=(first, last))
    late = mine.filter(next_due_on__lt=today)
    yield "next action is late", {"due": "late"}, late


def _list(setting: Setting, reader: Reader, case: str, parameters: dict[str, str], rows: QuerySet[Case]) -> Result:
    address = f"{reverse('cases')}?{urlencode(parameters)}"
    wanted = list(rows.order_by("-opened_on", "-id").values_list("reference", flat=True)[:PAGE_SIZE])
    same(_shown(CASE, reader.get(address)), wanted, f"the cases of the list: {case}")
    words = f"list of cases, {case} ({len(wanted)} rows of {in_words()})"
    return _page(setting, reader, words, seconds_of=lambda: reader.get(address), most=OF_LIST)


def _page(setting: Setting, reader: Reader, case: str, *, seconds_of: Callable[[], Any], most: float) -> Result:
    with counted_queries() as queries:
        seconds_of()
    seconds, floor = in_turns(seconds_of, lambda: reader.get(FLOOR), rounds=setting.size.requests)
    target = at_most("ratio", most)
    return setting.result("j2", case, seconds=seconds, floor_seconds=floor, target=target, queries=len(queries))


def _shown(pattern: re.Pattern[str], page: bytes) -> list[str]:
    return list(dict.fromkeys(pattern.findall(page.decode())))


def _names(user: User) -> Iterator[tuple[str, str, str]]:
    """What is asked for, the words, and what those who must be found are called."""
    people = _readable(user)
    given = Counter(people.values_list("given_name", flat=True))
    whole = Counter(f"{one} {other}" for one, other in people.values_list("given_name", "family_name"))
    common, rare = given.most_common(1)[0][0], min(whole, key=lambda name: (whole[name], -len(name), name))
    yield "a common name", common, common
    yield "a rare name", rare, rare
    yield "two letters", folded(common)[:2], folded(common)[:2]
    yield "an absent name", ABSENT, ABSENT
    yield "a misspelt name", _misspelt(rare), rare


def _readable(user: User) -> QuerySet[Participant]:
    """The people of the worker's programme but for those whom only a referral tells of that they may not read."""
    return Participant.objects.for_user(user, to=Permission.CASE_VIEW).filter(programme=programme(), merged_into=None)


def _misspelt(name: str) -> str:
    """The name with another vowel in its last word, as somebody writes it who only heard it."""
    given, family = name.rsplit(" ", 1)
    place = next(place for place in range(1, len(family)) if family[place] in VOWELS)
    return f"{given} {family[:place]}{VOWELS[family[place]]}{family[place + 1 :]}"


def _search(setting: Setting, reader: Reader, case: str, typed: str, called: str, user: User) -> Result:
    sent = {"list": reverse("people"), "secret-filter": "q", "sent": "yes", "q": typed}
    address = reader.client.post(reverse("list_words"), sent)["Location"]
    found = set(_shown(PERSON, reader.get(address)))
    _is_what_comparing_finds(asked_for(typed).words, words_of(called), found, _readable(user))
    words = f"name search, {case} ({len(found)} found)"
    return _page(setting, reader, words, seconds_of=lambda: reader.get(address), most=OF_SEARCH[setting.database])


def _is_what_comparing_finds(
    typed: Sequence[str], called: Sequence[str], found: set[str], people: QuerySet[Participant]
) -> None:
    """Everybody found is like enough; everybody who has each word of a name by its beginning is found, if they fit."""
    begin, like = set(), set()
    for one in people.iterator(chunk_size=2_000):
        theirs = known(one)
        whole = (folded(name).replace(" ", "") for name in (one.given_name, one.family_name))
        have = (*theirs.words, *theirs.also, *whole)
        if name_likeness(typed, theirs) >= FOUND_ENOUGH:
            like.add(one.reference)
        if all(any(other.startswith(word) for other in have) for word in called):
            begin.add(one.reference)
    same(found - like, set(), f"people found for {typed} who are not like it")
    if len(begin) <= SHOWN:
        same(begin - found, set(), f"people called {called} who were not found")
    else:
        same(len(found), SHOWN, f"as many people called {called} as are shown")


def _alike(setting: Setting, reader: Reader, user: User) -> Result:
    """Somebody who is known already is entered once more, with a letter less in the name."""
    one = _readable(user).filter(birth_precision="day").order_by("id")[PAGE_SIZE]
    given, family, born = one.given_name[:-1], one.family_name, one.date_of_birth
    asked = known(Participant(given_name=given, family_name=family, date_of_birth=born))
    everybody = _readable(user).iterator(chunk_size=2_000)
    scores = sorted(
        (score for other in everybody if (score := likeness(asked, known(other))) >= LIKE_ENOUGH), reverse=True
    )

    def check() -> list[Any]:
        programme = one.programme
        return alike_in_programmes(user, given_name=given, family_name=family, born=born, programme=programme)

    same([found.likeness for found in check()][:1], scores[:LIKENESSES][:1], "the likeliest of the people alike")
    same(one.pk in {found.participant.pk for found in check()}, True, "the one who is entered again is shown")
    return _page(setting, reader, "who may be the one about to be entered", seconds_of=check, most=OF_ALIKE)
