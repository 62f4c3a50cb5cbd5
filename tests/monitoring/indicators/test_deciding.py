"""The job that decides for the pages: pages never do, and show nothing that was not decided for who reads it now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.indicators import deciding
from monitoring.indicators.controlled import decide, through_the_door
from monitoring.indicators.deciding import decide_figures, undecided
from monitoring.indicators.kept_decisions import BEING_CHECKED, AfterDoor, book_of, controlled_years
from monitoring.indicators.kept_releases import keep_release, mark_released
from monitoring.indicators.models import Cell, RollUp
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.release import shown
from monitoring.indicators.screen_figures import cells_as_written, stored_figures
from monitoring.indicators.services import aggregate, refresh_figures
from monitoring.indicators.sight import DOOR, sets_held
from monitoring.tasks import refresh_figures as refresh_job
from tests.monitoring.indicators.conftest import Network, started
from vrn_cases.access.roles import Role
from vrn_cases.jobs.models import Job
from vrn_cases.jobs.services import Run, request_by_system

STARTED = INDICATORS["RET-02"]
NETWORK = "RET-02:network:2023/24 Q1"


@pytest.fixture
def decisions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The families that went through the door, one entry each time."""
    made: list[str] = []

    def noted(figures: Any, held: Any, released: Any) -> Any:
        made.append(next(iter(figures)).split(":")[0])
        return decide(figures, held, released)

    monkeypatch.setattr(deciding, "decide", noted)
    return made


@pytest.fixture
def moved(reported: Network) -> Network:
    """Figures newer than those that were decided on: 40 more people."""
    reported.write(reported.silent, 1, started(40, younger=20))
    refresh_figures()
    return reported


def look() -> AfterDoor:
    return controlled_years([STARTED], [2023], rollup=RollUp.objects.latest("id").pk, held=sets_held())


def parts(key: str = NETWORK) -> Any:
    return look().figures[key].parts


class TestPagesNeverDecide:
    def test_what_was_decided_last_stands_with_its_moment(self, moved: Network) -> None:
        earlier = RollUp.objects.order_by("-id")[1]
        assert parts() == {"sum": 15, "rows": 2}
        assert look().as_at == earlier.finished_at
        decide_figures()
        assert parts() == {"sum": 55, "rows": 3}
        assert look().as_at is None

    def test_nothing_is_told_before_anything_was_decided(self, moved: Network, decisions: list[str]) -> None:
        cache.clear()
        assert look() == AfterDoor(waiting=frozenset({("RET-02", 2023)}))
        assert not decisions

    def test_a_decision_that_did_not_reckon_with_a_new_lead_is_not_shown(
        self, reported: Network, make_user: Callable[..., Any]
    ) -> None:
        assert parts() is not None
        make_user(Role.PROGRAMME_LEAD, programme=reported.large)
        assert look().waiting
        assert not look().figures
        decide_figures()
        assert look().figures[NETWORK].words == "hidden to protect others"

    def test_nor_one_from_before_a_release(self, reported: Network) -> None:
        release("first", "second")
        mark_released(what="report", reference="second", profiles=[DOOR.code], at=timezone.now())
        assert look().waiting
        decide_figures()
        assert not look().waiting
        # kept first, published last: no newer row, one more
        mark_released(what="report", reference="first", profiles=[DOOR.code], at=timezone.now())
        assert look().waiting
        assert undecided()

    def test_what_the_cache_has_dropped_is_asked_for_again(self, reported: Network) -> None:
        book = book_of(sets_held())
        assert book is not None
        cache.delete(book.entries["RET-02", 2023].content)
        assert ("RET-02", 2023) in look().waiting
        assert undecided()
        decide_figures()
        assert parts() is not None

    def test_a_page_says_when_to_look_again(
        self, reported: Network, make_user: Callable[..., Any], client: Any, text: Callable[..., str]
    ) -> None:
        client.force_login(make_user(Role.PROGRAMME_LEAD, programme=reported.silent))
        decide_figures()
        reported.write(reported.silent, 1, started(40, younger=20))
        refresh_figures()
        page = text(client, "/indicators/RET-02/?window=2023/24 Q1")
        assert "newer ones are being checked so that they give nobody away. Look again in a minute." in page
        cache.delete_many([entry.content for entry in book_of(sets_held()).entries.values()])
        assert BEING_CHECKED.words in text(client, "/indicators/RET-02/?window=2023/24")
        assert BEING_CHECKED.words[1:] in text(client, "/indicators/?window=2023/24 Q1")

    def test_who_sees_exactly_waits_for_nothing(
        self, moved: Network, make_user: Callable[..., Any], client: Any, text: Callable[..., str]
    ) -> None:
        client.force_login(make_user(Role.ANALYST))
        page = text(client, "/indicators/RET-02/?window=2023/24 Q1")
        assert "55" in page
        assert "being checked" not in page

    def test_the_parts_of_a_quarter_are_said_to_be_told_for_the_year(
        self, reported: Network, make_user: Callable[..., Any], client: Any, text: Callable[..., str]
    ) -> None:
        client.force_login(make_user(Role.PROGRAMME_LEAD, programme=reported.silent))
        decide_figures()
        assert "shown for the year alone" in text(client, "/indicators/RET-02/?window=2023/24 Q1")
        assert "shown for the year alone" not in text(client, "/indicators/RET-02/?window=2023/24")


class TestTheJob:
    def test_decides_once(self, reported: Network, decisions: list[str]) -> None:
        assert decide_figures() == 0
        assert not decisions

    def test_decides_what_moved_and_nothing_else(self, moved: Network, decisions: list[str]) -> None:
        assert decide_figures() == 1
        assert decisions == ["RET-02"]

    def test_a_killed_job_goes_on_where_it_was(self, moved: Network, decisions: list[str]) -> None:
        cache.clear()
        moved.write(moved.large, 2, {**started(9), ("referrals_received", ("", "")): 30})
        refresh_figures()

        class Killed(Exception):
            pass

        steps: list[str] = []

        @contextmanager
        def step(message: str = "", **more: Any) -> Iterator[None]:
            if steps:
                raise Killed
            steps.append(message)
            yield

        with pytest.raises(Killed):
            decide_figures(step=step)
        before = list(decisions)
        assert len(before) == 2
        decide_figures()
        assert sorted(decisions) == sorted([*before, before[1]])

    def test_sees_a_cell_removed_and_one_written_again_under_an_older_roll_up(self, reported: Network) -> None:
        before = cells_as_written()
        cell = Cell.objects.filter(grain="return_line").first()
        assert cell is not None
        cell.delete()
        without = cells_as_written()
        assert without["return_line", 2023] != before["return_line", 2023]
        older = RollUp.objects.create(kind="full", engine="x", started_at=timezone.now())
        Cell.objects.filter(pk=Cell.objects.filter(grain="return_line").first().pk).update(rollup=older)
        assert cells_as_written()["return_line", 2023] != without["return_line", 2023]

    def test_follows_the_refresh(self, reported: Network) -> None:
        job = Job.objects.create(
            kind="refresh_figures", subject="{}", state="running", requested_at=timezone.now(), attempt=1
        )
        refresh_job(Run(job))
        assert Job.objects.filter(kind="decide_figures", state="queued").count() == 1

    def test_is_asked_for_only_when_something_moved(self, reported: Network, make_user: Callable[..., Any]) -> None:
        request_by_system("decide_figures")
        assert not Job.objects.filter(kind="decide_figures").exists()
        make_user(Role.PROGRAMME_LEAD, programme=reported.large)
        request_by_system("decide_figures")
        assert Job.objects.filter(kind="decide_figures").count() == 1

    def test_looks_again_before_the_cache_forgets(self, clock: Any, reported: Network) -> None:
        cache.clear()
        decide_figures()
        assert not undecided()
        clock.move_to(timezone.now() + timedelta(days=4))
        assert undecided()
        decide_figures()
        assert not undecided()

    def test_working_everything_out_again_decides_nothing_anew(self, reported: Network, decisions: list[str]) -> None:
        aggregate(by="system")
        assert undecided()
        decide_figures()
        assert not decisions
        assert look().as_at is None

    def test_reckons_with_what_a_report_told_of_the_parts_of_a_quarter(self, reported: Network) -> None:
        """The year's parts and those of its quarters hang together as soon as a reader has both."""
        codes = dict(Programme.objects.values_list("pk", "code"))
        released = "RET-02:network:2023/24 Q1:age_band=10-14"
        assert released not in stored_figures([STARTED], 2023, codes)["RET-02"]
        assert released in stored_figures([STARTED], 2023, codes, also={released})["RET-02"]


def release(*references: str) -> None:
    """Keep the network's first quarter, not released yet, for each of these reports."""
    figures = stored_figures([STARTED], 2023, dict(Programme.objects.values_list("pk", "code")))["RET-02"]
    for reference in references:
        _, controlled = shown({NETWORK: figures[NETWORK]}, DOOR)
        keep_release(controlled, what="report", reference=reference)


def test_the_decision_is_the_doors_own(reported: Network) -> None:
    codes = dict(Programme.objects.values_list("pk", "code"))
    fresh = through_the_door(stored_figures([STARTED], 2023, codes)["RET-02"], sets_held())
    assert look().figures == fresh
