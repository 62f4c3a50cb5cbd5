"""A report is frozen beside what the pages show at that moment."""

from typing import Any

import pytest
from django.core.cache import cache

from interventions.programmes.models import Programme
from monitoring.indicators import controlled
from monitoring.indicators.disclosure_release import Showing
from monitoring.indicators.services import refresh_figures
from monitoring.indicators.windows import window_named
from monitoring.periods.windows import Quarter
from monitoring.reports import freezing
from monitoring.reports.decided import screens_beside
from monitoring.reports.freezing import freeze_report
from monitoring.reports.material import gather
from monitoring.reports.services import draft_report
from monitoring.returns.services import put_standard_templates
from tests.factories import OrganisationFactory, ProgrammeFactory, UserFactory
from tests.factories.returns import accepted_return
from vrn_cases.audit.services import SYSTEM

pytestmark = pytest.mark.django_db
QUARTER = window_named("2023/24 Q1")
SMALL, LARGE, NETWORK = (f"RET-02:{code}:2023/24 Q1" for code in ("SMALL", "LARGE", "network"))


@pytest.fixture
def programmes(db: None) -> list[Programme]:
    """12 people started in one and 3 in the other, all in the first quarter."""
    put_standard_templates(by=SYSTEM)
    made = [ProgrammeFactory(code=code) for code in ("LARGE", "SMALL")]
    for programme, count in zip(made, (12, 3), strict=True):
        answers = {("people_started", "", ""): count}
        accepted_return(
            programme, OrganisationFactory(), Quarter.parse("2023/24 Q1"), answers, accepted_by=UserFactory()
        )
    refresh_figures()
    return made


def test_a_freeze_reckons_with_the_screens(programmes: list[Programme], monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages show what the network's quarter is or what the large programme's is: the report must not show the other."""
    monkeypatch.setattr(freezing, "render_pdf", lambda document: b"%PDF-1.7")
    monkeypatch.setattr(freezing, "render_xlsx", lambda document: b"%PDF-1.7")
    screens = freezing.screens_beside(gather(QUARTER, published_only=False))
    on_screen = {key for one in screens for key, cell in one.cells.items() if cell.showing is Showing.EXACT}
    assert len(on_screen & {LARGE, NETWORK}) == 1
    through = freezing.through_the_door
    known: list[set[str]] = []

    def noting(material: Any, profile: Any, earlier: Any) -> Any:
        known.append({key for one in earlier for key in one.cells})
        return through(material, profile, earlier)

    monkeypatch.setattr(freezing, "through_the_door", noting)
    report = draft_report(start=QUARTER.start, end=QUARTER.end, label=QUARTER.label, published_only=False, by=SYSTEM)
    freeze_report(reference=report.reference, by=SYSTEM)
    assert known
    assert all({SMALL, LARGE, NETWORK} <= keys for keys in known)


def test_what_the_screens_show_is_decided_once(programmes: list[Programme], monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    figures = gather(QUARTER, published_only=False)
    first = screens_beside(figures)
    monkeypatch.setattr(controlled, "decide", None)
    assert [one.cells for one in screens_beside(figures)] == [one.cells for one in first]
    cache.clear()
    with pytest.raises(TypeError):
        screens_beside(figures)
