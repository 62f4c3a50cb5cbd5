"""Who reads a published report: everybody who holds the verb, in a programme or network-wide; nobody reads a draft."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from monitoring.indicators.windows import window_named
from monitoring.reports.freezing import freeze_report
from monitoring.reports.models import CoverPart, Report
from monitoring.reports.services import add_cover_line, draft_report, publish_report, sign_report
from tests.factories import ProgrammeFactory
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import ROLES, Role
from vrn_cases.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_printing")]
WINDOW = window_named("2023/24")
READERS = [role for role, row in ROLES.items() if P.REPORT_VIEW in row.verbs]


@pytest.fixture
def readers(make_user: Callable[..., User]) -> dict[Role, User]:
    return {
        role: make_user(role, programme=None if ROLES[role].network_only else ProgrammeFactory()) for role in READERS
    }


@pytest.fixture
def signed(make_user: Callable[..., User]) -> Report:
    analyst = make_user(Role.ANALYST)
    report = draft_report(start=WINDOW.start, end=WINDOW.end, label=WINDOW.label, published_only=True, by=analyst)
    add_cover_line(report=report, part=CoverPart.ACTION, text="A line.", by=analyst)
    frozen = freeze_report(reference=report.reference, by=analyst)
    return sign_report(report=frozen, revision=frozen.revision, by=make_user(Role.DIRECTOR))


def statuses(report: Report, client: Client) -> tuple[int, int, int]:
    """Of the report, of its public PDF, and how many reports stand on the list."""
    file = report.renderings.get(profile="public").pdf
    addresses = (report.get_absolute_url(), reverse("file", args=[file.reference]))
    listed = client.get(reverse("reports")).context["list"].page.rows
    page, download = (client.get(address).status_code for address in addresses)
    return page, download, len(listed)


def test_a_published_report_is_read_by_every_role_that_may(
    signed: Report, readers: dict[Role, User], make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    works_on_it = {role for role in READERS if ROLES[role].verbs & {P.REPORT_DRAFT, P.REPORT_SIGN, P.REPORT_PUBLISH}}
    for role in set(READERS) - works_on_it:
        page, download, listed = statuses(signed, client_for(readers[role]))
        assert (page, listed) == (404, 0), role
        assert download in (403, 404), role
    publish_report(report=signed, revision=signed.revision, by=make_user(Role.ANALYST))
    for role in READERS:
        assert statuses(signed, client_for(readers[role])) == (200, 200, 1), role


def test_whoever_is_told_of_a_publication_can_open_it(
    signed: Report, readers: dict[Role, User], make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    publish_report(report=signed, revision=signed.revision, by=make_user(Role.ANALYST))
    told = Notice.objects.filter(key__contains=":published").select_related("to")
    assert {notice.to for notice in told} >= set(readers.values())
    for notice in told:
        assert client_for(notice.to).get(notice.path).status_code == 200
        assert notice.subject == f"The outcome report to the Board for 2023/24 ({signed.reference}) is published."
