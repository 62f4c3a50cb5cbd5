"""J1: the roll-up of casework beside the same cells by hand, a refresh beside the whole, and what its page costs."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from bench.casework_rows import write_casework
from bench.j1_floor import GRAINS, Cell, by_hand
from bench.results import Result, at_most
from bench.seeding import ANALYST, BY
from bench.setting import Setting
from bench.signed_in import FLOOR, signed_in
from bench.timing import counted_queries, in_turns, same, taken_by
from interventions.cases.models import Case
from interventions.sessions.models import Attendance, Session
from monitoring.indicators import models
from monitoring.indicators.services import aggregate, refresh_figures
from vrn_cases.access.models import User
from vrn_cases.records.models import Touched

YEAR, QUARTER = "2023/24", 2023 * 4 + 1
PEOPLE = "REA-01"


def measure(setting: Setting) -> Iterator[Result]:
    write_casework(setting.size.name)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    aggregate(by=BY)
    same(_stored(), by_hand(), "the cells of casework")
    full, floor = in_turns(lambda: aggregate(by=BY), by_hand, rounds=setting.size.rounds)
    yield setting.result(
        "j1",
        f"full, 4 years, nothing to put right, {len(_stored()):,} figures",
        seconds=full,
        floor_seconds=floor,
        target=at_most("ratio", 1.5),
    )
    for case, work, most in (
        ("one programme and quarter, beside the full", _dirty_programme, 0.10),
        ("one session edited, beside the full", _edited_session, 0.02),
    ):
        seconds = _refreshed(setting, work)
        yield setting.result("j1", case, seconds=seconds, floor_seconds=full, target=at_most("ratio", most))
    same(_stored(), by_hand(), "the cells of casework after the refreshes")
    yield from _pages(setting, full)


def _stored() -> dict[Cell, dict[str, int]]:
    """What the cells of casework say."""
    cells = models.Cell.objects.filter(grain__in=[grain.code for grain in GRAINS]).order_by()
    rows = cells.values_list(*models.Cell.KEYS[1:], "figures").iterator(chunk_size=5_000)
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
    programme = Case.objects.order_by("id").values_list("programme", flat=True).first()
    theirs = Session.objects.filter(programme=programme, quarter=QUARTER).order_by("id")
    keys = list(theirs.values_list("pk", flat=True))
    attended = Session.objects.filter(pk__in=keys[::10], attendance=Attendance.ATTENDED)
    attended.update(minutes=20 + number)
    Touched.objects.bulk_create(Touched(kind="session", pk_touched=pk) for pk in keys[:400])


def _pages(setting: Setting, full: float) -> Iterator[Result]:
    address = reverse("indicator", args=[PEOPLE])
    across = {"window": YEAR, "rows": "age_band", "columns": "sex"}
    with signed_in(User.objects.get(email=ANALYST)) as reader:
        whole = f"{address}?{urlencode({'window': YEAR})}"
        with counted_queries() as queries:
            reader.get(whole)
        seconds, floor = in_turns(lambda: reader.get(whole), lambda: reader.get(FLOOR), rounds=setting.size.requests)
        yield setting.result(
            "j1",
            "page of an indicator from stored cells, with its records",
            seconds=seconds,
            floor_seconds=floor,
            target=at_most("ratio", 5),
            queries=len(queries),
        )
        asked = f"{address}?{urlencode(across)}"
        seconds, floor = in_turns(
            lambda: reader.get(asked), lambda: reader.get(FLOOR), rounds=setting.size.rounds, before=cache.clear
        )
        yield setting.result(
            "j1",
            f"the same page with two breakdowns across each other, first asked ({seconds / full:.3f} of the full)",
            seconds=seconds,
            floor_seconds=floor,
            target=at_most("ratio", 60),
        )
