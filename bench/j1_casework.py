"""J1: the roll-up of casework beside the same cells by hand, a refresh beside the whole, and what its page costs."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.urls import reverse

from bench.alone import peak_of
from bench.invented_casework import write_casework
from bench.j1_floor import Cell, by_hand
from bench.results import Result, at_most
from bench.seeding import ANALYST, BY, in_chunks
from bench.setting import Setting
from bench.signed_in import FLOOR, signed_in
from bench.timing import counted_queries, in_turns, nothing, same, taken_by
from interventions.sessions.models import Attendance, Session
from monitoring.indicators import drawn, models
from monitoring.indicators.services import aggregate, refresh_figures
from monitoring.periods.windows import Quarter
from vrn_cases.access.models import User
from vrn_cases.records.models import Touched

PEOPLE = "REA-01"
KEYS_AT_ONCE = 500


def measure(setting: Setting) -> Iterator[Result]:
    write_casework(setting.size.name)
    refresh_figures()  # jobs before this one may have saved sessions, of which nobody has told the figures
    same(_stored(), by_hand(), "the cells")
    full, floor = in_turns(lambda: aggregate(by=BY), by_hand, rounds=setting.size.rounds)
    yield setting.result(
        "j1",
        f"full, 4 years, nothing to put right, {len(_stored()):,} figures",
        seconds=full,
        floor_seconds=floor,
        target=at_most("ratio", 1.5),
    )
    yield setting.result("j1", "memory of the full", peak_mib=peak_of("bench.j1_casework:roll_up"))
    programme, quarter = _middle()
    dirty = _theirs(programme, quarter).count()
    for case, work, most in (
        (f"one programme and quarter, {dirty:,} sessions, beside the full", _dirty_programme, 0.10),
        ("one session edited, beside the full", _edited_session, 0.02),
    ):
        seconds = _refreshed(setting, work)
        yield setting.result("j1", case, seconds=seconds, floor_seconds=full, target=at_most("ratio", most))
    same(_stored(), by_hand(), "the cells after the refreshes")
    yield from _pages(setting, full)


def roll_up() -> None:
    """The whole of it, for a process that does nothing else."""
    aggregate(by=BY)


def _stored() -> dict[Cell, dict[str, int]]:
    """What the stored cells say; no two grains have an indicator in common."""
    rows = models.Cell.objects.order_by().values_list(*models.Cell.KEYS[1:], "figures").iterator(chunk_size=5_000)
    return {(tuple(row[:7]), code): parts for row in rows for code, parts in row[7].items()}


def _refreshed(setting: Setting, work: Any) -> float:
    taken = []
    for number in range(setting.size.rounds):
        work(number)
        taken.append(taken_by(refresh_figures))
    return sorted(taken)[len(taken) // 2]


def _edited_session(number: int) -> None:
    session = Session.objects.filter(attendance=Attendance.ATTENDED).order_by("id")[number * 10]
    Session.objects.filter(pk=session.pk).update(minutes=(session.minutes or 0) % 60 + 1)
    Touched.objects.create(kind="session", pk_touched=session.pk)


def _dirty_programme(number: int) -> None:
    """Every session of one quarter of one programme is as if written, and one in ten is another than before."""
    keys = list(_theirs(*_middle()).order_by("id").values_list("pk", flat=True))
    for some in in_chunks(keys[::10], KEYS_AT_ONCE):
        Session.objects.filter(pk__in=some, attendance=Attendance.ATTENDED).update(minutes=20 + number)
    Touched.objects.bulk_create(Touched(kind="session", pk_touched=pk) for pk in keys)


def _theirs(programme: int, quarter: int) -> QuerySet[Session]:
    return Session.objects.filter(programme=programme, quarter=quarter)


def _middle() -> tuple[int, int]:
    """The programme in the middle of all by their sessions, and the quarter in which it has most of them."""
    sessions = Session.objects.order_by()
    programmes = sessions.values_list("programme").annotate(sessions=Count("pk")).order_by("sessions", "programme")
    (middle, _) = programmes[len(programmes) // 2]
    return middle, _fullest(Session.objects.filter(programme=middle))


def _fullest(sessions: QuerySet[Session]) -> int:
    """The quarter with the most of these sessions that were attended."""
    attended = sessions.filter(attendance=Attendance.ATTENDED).order_by()
    found = attended.values_list("quarter").annotate(sessions=Count("pk")).order_by("-sessions", "quarter")
    return found[0][0]


def _forget() -> None:
    cache.clear()
    drawn._kept.cache_clear()


def _pages(setting: Setting, full: float) -> Iterator[Result]:
    address = reverse("indicator", args=[PEOPLE])
    window = {"window": Quarter(_fullest(Session.objects.all())).year.label}
    across = {**window, "rows": "age_band", "columns": "sex"}
    with signed_in(User.objects.get(email=ANALYST)) as reader:
        whole = f"{address}?{urlencode(window)}"
        reader.get(whole)  # draws the charts, which every process shares
        for case, before, target in (
            ("page of an indicator from stored cells, with its records", nothing, at_most("ratio", 5)),
            ("the same page, first seen by this process since the working-out", drawn._kept.cache_clear, ""),
        ):
            before()
            with counted_queries() as queries:
                reader.get(whole)
            seconds, floor = in_turns(
                lambda: reader.get(whole), lambda: reader.get(FLOOR), rounds=setting.size.requests, before=before
            )
            yield setting.result("j1", case, seconds=seconds, floor_seconds=floor, target=target, queries=len(queries))
        asked = f"{address}?{urlencode(across)}"
        seconds, floor = in_turns(
            lambda: reader.get(asked), lambda: reader.get(FLOOR), rounds=setting.size.rounds, before=_forget
        )
        yield setting.result(
            "j1",
            f"the same page with two breakdowns across each other, first asked ({seconds / full:.3f} of the full)",
            seconds=seconds,
            floor_seconds=floor,
            target=at_most("ratio", 60),
        )
