"""The page of a draft is worked out once, and anew as soon as anything that it is made of moved."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from interventions.programmes.models import Programme, Source
from monitoring.indicators.disclosure_profiles import BOARD
from monitoring.indicators.kept_releases import keep_release, mark_released
from monitoring.indicators.release import shown
from monitoring.indicators.services import refresh_figures
from monitoring.indicators.windows import window_named
from monitoring.measures.models import Authority, Direction, Series, SuccessMeasure
from monitoring.periods.windows import Quarter
from monitoring.reports import decided as deciding
from monitoring.reports import preview as previewing
from monitoring.reports.document import Document, sha256, to_json
from monitoring.reports.material import Material, gather
from monitoring.reports.models import CoverPart, Report
from monitoring.reports.preview import preview
from monitoring.reports.services import add_cover_line, change_cover_line, draft_report, remove_cover_line
from monitoring.theory.services import NodeContent, put_theory
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory, UserFactory
from tests.factories.returns import accepted_return
from tests.monitoring.reports.few_returns import STARTED, WINDOW, returned
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import SYSTEM
from vrn_cases.records.services import create, locked, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]
TODAY = date(2024, 5, 1)
NETWORK = "RET-02:network:2023/24"


@pytest.fixture
def draft(large: Programme) -> Report:
    return draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=False, by=SYSTEM)


def seen(report: Report, profile: str = BOARD.code) -> Document:
    return preview(Report.objects.get(pk=report.pk), profile, TODAY)


def worked_out_now(report: Report, profile: str = BOARD.code) -> Document:
    """The same with nothing kept anywhere."""
    cache.clear()
    previewing._worked_out.cache_clear()
    return seen(report, profile)


def test_the_second_look_gathers_nothing_and_asks_no_door(draft: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    first = seen(draft)
    monkeypatch.setattr(previewing, "gather", None)
    monkeypatch.setattr(deciding, "released", None)
    assert seen(draft) is first
    with pytest.raises(TypeError):
        seen(draft, "public")  # another edition has to be gathered, so the first was truly not


def _line(report: Report, part: str = CoverPart.ACTION, text: str = "Before.") -> Any:
    return add_cover_line(report=report, part=part, text=text, by=SYSTEM)


def _series() -> Series:
    return Series.objects.create(
        code="a-series",
        name="A series",
        authority=Authority.POLICE,
        definition="Counted.",
        unit="offences",
        source=SourceFactory(),
        good_direction=Direction.DOWN,
    )


def _change_programme(report: Report) -> None:
    row = locked(Programme.objects.get(code="LARGE"))
    write(row, action=Action.PROGRAMME_CHANGED, by=SYSTEM, name="Under another name")


def _record_result(report: Report) -> None:
    create(
        SuccessMeasure,
        action=Action.MEASURE_RECORDED,
        by=SYSTEM,
        series=_series(),
        age_scope="all",
        baseline_year="2018/19",
        comparison_year="2023/24",
        percent_change=-1_000,
        source=SourceFactory(),
        wording="As worded.",
    )


def _put_theory(report: Report) -> None:
    put_theory(
        programme=None, title="Another theory", nodes=[NodeContent("a", "inputs", "A card")], links=[], by=SYSTEM
    )


def _name_source(report: Report) -> None:
    Source.objects.filter(pk=SourceFactory().pk).update(title="Another title")


MOVES: dict[str, Callable[[Report], Any]] = {
    "a line is added": _line,
    "a line of what changed is added": lambda report: add_cover_line(
        report=report, part=CoverPart.CHANGE, text="It rose.", figure=NETWORK, by=SYSTEM
    ),
    "a return is accepted and worked out": lambda report: returned(
        Programme.objects.get(code="SMALL"), "2023/24 Q2", 7
    ),
    "a programme is named otherwise": _change_programme,
    "a result is recorded": _record_result,
    "a theory is put": _put_theory,
    "a source is named": _name_source,
}


@pytest.mark.parametrize("move", MOVES)
def test_it_is_never_stale(move: str, draft: Report) -> None:
    before = seen(draft)
    MOVES[move](draft)
    after = seen(draft)
    assert to_json(after) != to_json(before)
    assert to_json(after) == to_json(worked_out_now(draft))


def test_a_line_that_is_changed_or_removed_is_gone(draft: Report) -> None:
    line = _line(draft)
    assert "Before." in to_json(seen(draft))
    line = change_cover_line(line=line, revision=line.revision, text="After.", by=SYSTEM)
    assert "Before." not in to_json(seen(draft))
    assert "After." in to_json(seen(draft))
    remove_cover_line(line=line, revision=line.revision, by=SYSTEM)
    assert "After." not in to_json(seen(draft))


def test_an_accepted_return_is_counted_before_it_is_worked_out(draft: Report) -> None:
    before = seen(draft)
    programme = Programme.objects.get(code="SMALL")
    numbers = {(STARTED, "", ""): 7}
    accepted_return(programme, OrganisationFactory(), Quarter.parse("2023/24 Q2"), numbers, accepted_by=UserFactory())
    after = seen(draft)
    assert "From 3 accepted returns" in to_json(after)
    assert "From 3 accepted returns" not in to_json(before)
    assert after.by_key[NETWORK].value == 52
    refresh_figures()
    assert seen(draft).by_key[NETWORK].value == 59


def freeze(label: str, reference: str) -> None:
    """What a report on one quarter would release, made and not out yet."""
    window = window_named(label)
    figures = gather(window, published_only=False).figures
    of_quarter = {key: figure for key, figure in figures.items() if figure.place.window == window}
    keep_release(shown(of_quarter, BOARD)[1], what="report", reference=reference)


def publish(reference: str) -> None:
    mark_released(what="report", reference=reference, profiles=["board"], at=timezone.now())


def test_a_report_of_another_period_that_was_made_first_and_published_last_is_reckoned_with(
    draft: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest release stays the newest: how many there are is what moves."""
    freeze("2023/24 Q1", "BFIRST:1")
    freeze("2023/24 Q1", "BSECOND:1")
    publish("BSECOND:1")
    seen(draft)
    asked: list[int] = []
    monkeypatch.setattr(deciding, "released", lambda codes: asked.append(1) or [])
    seen(draft)
    assert not asked
    publish("BFIRST:1")
    seen(draft)
    assert asked


def test_a_published_quarter_hides_what_it_would_give_away_in_the_draft_of_the_year(large: Programme) -> None:
    """Published quarters of 40, 9, 15 and "fewer than 5" beside a year of 67 would tell the 3."""
    for label, count in (("2023/24 Q2", 9), ("2023/24 Q3", 15), ("2023/24 Q4", 3)):
        returned(large, label, count)
    report = draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=False, by=SYSTEM)
    key = "RET-02:LARGE:2023/24"
    assert seen(report).by_key[key].is_number
    for number in (1, 2, 3, 4):
        freeze(f"2023/24 Q{number}", f"BQ{number}:1")
        publish(f"BQ{number}:1")
    assert not seen(report).by_key[key].is_number
    assert sha256(seen(report)) == sha256(worked_out_now(report))


def test_the_team_edition_and_the_board_edition_are_kept_apart(draft: Report) -> None:
    returned(ProgrammeFactory(code="TINY"), "2023/24 Q1", 3)
    exact, closed = seen(draft, "central_team"), seen(draft)
    again = seen(draft, "central_team"), seen(draft)
    assert (exact, closed) == again
    assert exact.by_key["RET-02:TINY:2023/24"].value == 3
    assert closed.by_key["RET-02:TINY:2023/24"].text == "fewer than 5"


def test_what_the_door_cannot_protect_is_told_and_not_shown(
    draft: Report, client_for: Callable[[User], Client], make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = client_for(make_user(Role.ANALYST))
    fails = deciding.NotProtected([])
    monkeypatch.setattr(Material, "through", lambda *asked: (_ for _ in ()).throw(fails))
    page = analyst.get(draft.get_absolute_url())
    assert page.status_code == 200
    assert "could be worked out from the Board closed paper edition" in page.content.decode()
    assert '<article class="vrn-report"' not in page.content.decode()
    assert analyst.get(f"{draft.get_absolute_url()}figures/", {"key": NETWORK}).status_code == 404
    assert analyst.get(f"{draft.get_absolute_url()}lines/add/").status_code == 200
