"""What moved between a published report and its restatement, with what was done in between, for the team alone."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from interventions.programmes.models import Programme
from monitoring.indicators.sight import Sight
from monitoring.indicators.windows import window_named
from monitoring.periods.windows import Quarter
from monitoring.reports import causes
from monitoring.reports.causes import Log
from monitoring.reports.freezing import freeze_report
from monitoring.reports.models import Report, Snapshot
from monitoring.reports.moved import Moved, moved, side_of
from monitoring.reports.services import draft_report, publish_report, restate_report, sign_report
from monitoring.reports.views import restated
from monitoring.returns.models import Return
from monitoring.returns.services import put_standard_templates
from tests.factories import OrganisationFactory, ProgrammeFactory, UserFactory
from tests.factories.returns import accepted_return
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_printing")]
WINDOW = window_named("2023/24")


def returned(code: str, label: str, count: int) -> Return:
    programme, numbers = Programme.objects.get(code=code), {("people_started", "", ""): count}
    made = accepted_return(programme, OrganisationFactory(), Quarter.parse(label), numbers, accepted_by=UserFactory())
    return made.of


def published(report: Report, analyst: User, director: User) -> Report:
    report = freeze_report(reference=report.reference, by=analyst)
    report = sign_report(report=report, revision=report.revision, by=director)
    return publish_report(report=report, revision=report.revision, by=analyst)


@pytest.fixture
def restatement(analyst: User, director: User) -> Report:
    """A draft that replaces a published report of 40 people in one programme and 12 in another."""
    put_standard_templates(by=SYSTEM)
    for code, count in (("LARGE", 40), ("SMALL", 12)):
        ProgrammeFactory(code=code, name=f"The {code.lower()} programme")
        returned(code, "2023/24 Q1", count)
    old = draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=False, by=analyst)
    old = published(old, analyst, director)
    return restate_report(report=old, revision=old.revision, by=analyst)


def words_of(client: Client, report: Report, **query: Any) -> str:
    answer = client.get(reverse("report_moved", args=[report.reference]), query)
    assert answer.status_code == 200
    content = answer.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(unescape(strip_tags(content.replace("<", " <"))).split())


def rows(report: Report) -> dict[str, tuple[str, str]]:
    before, after = side_of(report.replaces), side_of(report)
    assert before is not None
    assert after is not None
    return {one.key: (one.before, one.after) for one in moved(before, after)}


def frozen(report: Report, analyst: User) -> Report:
    return freeze_report(reference=report.reference, by=analyst)


def test_nothing_moved(restatement: Report, analyst: User, client_for: Callable[[User], Client]) -> None:
    report = frozen(restatement, analyst)
    assert rows(report) == {}
    assert "No figure moved." in words_of(client_for(analyst), report)


def test_each_figure_that_moved_stands_with_what_was_done(
    restatement: Report, analyst: User, client_for: Callable[[User], Client]
) -> None:
    earlier = Return.objects.get(programme__code="SMALL")
    late = returned("SMALL", "2023/24 Q2", 3)
    report = frozen(restatement, analyst)
    found = rows(report)
    assert found["RET-02:SMALL:2023/24"] == ("12 people", "15 people")
    assert found["RET-02:network:2023/24"] == ("52 people", "55 people")
    assert found["RET-02:SMALL:2023/24 Q2"] == ("Not reported", "3 people")  # a count that no page prints
    assert not [key for key in found if ":LARGE:" in key]
    assert "RET-02:network:2023/24 Q1" not in found  # drawn in the second report alone, and the same number
    told = words_of(client_for(analyst), report)
    assert "The small programme" in told
    assert f"Return accepted, {timezone.localdate().day}" in told
    assert late.reference in told
    assert earlier.reference not in told


def test_a_draft_is_compared_by_the_figures_that_stand_now(
    restatement: Report, analyst: User, client_for: Callable[[User], Client]
) -> None:
    returned("SMALL", "2023/24 Q2", 3)
    assert "RET-02:SMALL:2023/24" not in rows(restatement)  # accepted, and not worked out yet
    other = draft_report(
        start=window_named("2023/24 Q4").start,
        end=window_named("2023/24 Q4").end,
        label="2023/24 Q4",
        published_only=False,
        by=analyst,
    )
    frozen(other, analyst)  # which works everything out
    assert rows(restatement)["RET-02:SMALL:2023/24"] == ("12 people", "15 people")
    assert "the figures that stand now" in words_of(client_for(analyst), restatement)


def test_it_is_reached_from_the_restatement_and_leaves_its_events(
    restatement: Report, analyst: User, client_for: Callable[[User], Client]
) -> None:
    late = returned("SMALL", "2023/24 Q2", 3)
    report = frozen(restatement, analyst)
    address = reverse("report_moved", args=[report.reference])
    client = client_for(analyst)
    assert f'href="{address}"' in client.get(report.get_absolute_url()).content.decode()
    assert f'href="{address}"' not in client.get(report.replaces.get_absolute_url()).content.decode()
    words_of(client, report)
    event = AuditEvent.objects.get(subject_id=f"what-moved-{report.reference}")
    assert late.reference in event.detail


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ANALYST, 200), (Role.DIRECTOR, 200), (Role.BOARD_MEMBER, 403), (Role.OVERSIGHT_MEMBER, 403),
     (Role.PROGRAMME_LEAD, 403), (Role.EVALUATOR, 403), (Role.ADMINISTRATOR, 403)],
)  # fmt: skip
def test_only_who_drafts_or_signs_may(
    role: Role, status: int, restatement: Report, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    where = {"programme": Programme.objects.get(code="LARGE")} if role in (Role.PROGRAMME_LEAD, Role.EVALUATOR) else {}
    client = client_for(make_user(role, **where))
    assert client.get(reverse("report_moved", args=[restatement.reference])).status_code == status


def test_who_does_not_see_every_figure_exactly_is_refused(
    restatement: Report, analyst: User, client_for: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restated, "sight_of", lambda user: Sight(False, frozenset({1, 2})))
    client = client_for(analyst)
    address = reverse("report_moved", args=[restatement.reference])
    assert client.get(address).status_code == 403
    assert address not in client.get(restatement.get_absolute_url()).content.decode()


def test_a_report_that_replaces_none_has_no_such_page(
    restatement: Report, analyst: User, client_for: Callable[[User], Client]
) -> None:
    assert restatement.replaces is not None
    address = reverse("report_moved", args=[restatement.replaces.reference])
    assert client_for(analyst).get(address).status_code == 404


def test_what_was_not_kept_cannot_be_compared(
    restatement: Report, analyst: User, client_for: Callable[[User], Client]
) -> None:
    Snapshot.objects.all().delete()
    assert restatement.replaces is not None
    assert f"what stood behind {restatement.replaces.reference} was not kept" in words_of(
        client_for(analyst), restatement
    )


def test_many_figures_come_page_by_page(
    restatement: Report, analyst: User, client_for: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    returned("SMALL", "2023/24 Q2", 3)
    report = frozen(restatement, analyst)
    monkeypatch.setattr(restated, "FIGURES_A_PAGE", 2)
    count = len(rows(report))
    first, second = words_of(client_for(analyst), report), words_of(client_for(analyst), report, page=2)
    assert f"{count} figures moved. 1 to 2 are on this page." in first
    assert "3 to 4 are on this page." in second
    assert words_of(client_for(analyst), report, page="nonsense") == first


def test_a_record_that_the_reader_may_not_open_is_not_named(
    restatement: Report, make_user: Callable[..., User]
) -> None:
    late = returned("SMALL", "2023/24 Q2", 3)
    of_figure = Moved("RET-02:SMALL:2023/24", "", "", "", "", "")
    assert restatement.replaces is not None
    began = side_of(restatement.replaces).began
    for role, named in ((Role.ANALYST, late.reference), (Role.BOARD_MEMBER, "")):
        (cause,) = Log(began, timezone.now(), make_user(role)).causes_of(of_figure).told
        assert (cause.action, cause.reference) == ("Return accepted", named)
        assert bool(cause.url) == bool(named)


def test_many_causes_are_counted(restatement: Report, analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for quarter in ("2023/24 Q2", "2023/24 Q3", "2023/24 Q4"):
        returned("SMALL", quarter, 6)
    assert restatement.replaces is not None
    began = side_of(restatement.replaces).began
    monkeypatch.setattr(causes, "MOST_TOLD", 2)
    found = Log(began, timezone.now(), analyst).causes_of(Moved("RET-02:network:2023/24", "", "", "", "", ""))
    assert (len(found.told), found.more) == (2, 1)
    monkeypatch.setattr(causes, "MOST_EVENTS", 2)
    assert Log(began, timezone.now(), analyst).is_cut
