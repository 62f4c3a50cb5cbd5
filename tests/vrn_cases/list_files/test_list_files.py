"""The Excel file of a long list: made by a job, as its asker may see the list then, and for them alone."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import django_filters
import openpyxl
import pytest
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from interventions.programmes.models import Programme
from tests.factories import MembershipFactory, ProgrammeFactory
from vrn_cases.access.gate import requires
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent, AuditValue
from vrn_cases.files.models import StoredFile
from vrn_cases.files.selectors import read_bytes
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import run_job
from vrn_cases.list_files.models import WantedList
from vrn_cases.list_files.services import forget_wanted_lists
from vrn_cases.notices.models import Notice
from vrn_cases.pages import list_exports
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage
from vrn_cases.urls import urlpatterns as product_addresses

pytestmark = pytest.mark.django_db


class NameFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name")

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()


class TestList(ListPage):
    __test__ = False
    title = "Test things"
    kind = "test-things"
    filterset = NameFilter
    default_order = ("name", "id")
    columns = (
        Column("reference", "Reference", lambda row: row.reference),
        Column("name", "Name", lambda row: row.name, order=("name", "id")),
        Column("note", "Note", lambda row: "a note", personal=True),
    )

    def queryset(self) -> QuerySet[Programme]:
        return Programme.objects.for_user(self.request.user, to=Permission.CASE_VIEW)


@require_safe
@requires(Permission.CASE_VIEW)
def show(request: HttpRequest, part: str) -> HttpResponseBase:
    return TestList(request).response()


urlpatterns = [path("test-things/<str:part>/", show), *product_addresses]
LONG = "/test-things/all/?name=Thing&sort=-name&format=xlsx"


@pytest.fixture(autouse=True)
def short_patience(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(list_exports, "AT_ONCE", 3)
    monkeypatch.setattr(list_exports, "CHUNK", 2)


@pytest.fixture
def programmes(db: None) -> list[Programme]:
    return [ProgrammeFactory(name=f"Thing {place}") for place in range(5)]


@pytest.fixture
def lead(make_user: Callable[..., User], programmes: list[Programme]) -> User:
    """Holds a role in each of the five programmes, network-wide in none."""
    user = make_user()
    for programme in programmes:
        MembershipFactory(user=user, role=Role.PROGRAMME_LEAD, programme=programme)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def client(lead: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(lead)


def ask(client: Client, address: str = LONG) -> Job:
    asking = client.get(address)
    assert asking.status_code == 302
    page = client.get(asking["Location"])
    shown = page.context["form"]
    answer = client.post(asking["Location"], {"submission_key": shown["submission_key"].value()})
    job = Job.objects.latest("id")
    assert answer["Location"] == job.get_absolute_url()
    return job


def made(job: Job) -> Job:
    run_job(job.pk)
    job.refresh_from_db()
    return job


def body(content: bytes) -> list[tuple[Any, ...]]:
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    return rows[rows.index(("Reference", "Name")) + 1 :]


def test_a_short_list_is_a_file_at_once(client: Client, programmes: list[Programme]) -> None:
    answer = client.get("/test-things/all/?name=Thing 1&format=xlsx")
    assert answer.status_code == 200
    assert [row[1] for row in body(b"".join(answer.streaming_content))] == ["Thing 1"]
    assert not WantedList.objects.exists()


def test_a_long_list_is_made_by_a_job_with_the_columns_filters_and_order_of_the_page(
    client: Client, lead: User, programmes: list[Programme]
) -> None:
    ProgrammeFactory(name="Thing of others")
    asking = client.get(LONG)["Location"]
    assert "Thing" not in asking
    page = client.get(asking).content.decode()
    assert "more than 3 rows" in page
    assert "Name: Thing" in page
    job = made(ask(client))
    assert (job.state, job.done, job.total, job.requested_by) == (JobState.DONE, 5, 5, lead)
    answer = client.get(job.result_url)
    assert answer["Content-Disposition"].startswith('attachment; filename="test-things-')
    wanted = [(programme.reference, programme.name) for programme in reversed(programmes)]
    assert body(answer.content) == wanted
    file = StoredFile.objects.get()
    assert (file.kept_by, file.keep_until) == (lead, timezone.localdate() + timedelta(days=1))
    event = AuditEvent.objects.get(action=Action.LIST_EXPORTED)
    told = json.loads(event.detail)
    assert (event.actor, event.subject_id, told["count"]) == (str(lead.uid), "test-things", 5)
    assert told["sha256"] == hashlib.sha256(answer.content).hexdigest()
    notice = Notice.objects.get()
    assert (notice.to, notice.path) == (lead, job.get_absolute_url())
    assert "5 rows" in notice.body


def test_what_was_searched_for_is_encrypted_while_it_waits_and_forgotten_after(client: Client) -> None:
    job = ask(client)
    wanted = WantedList.objects.get()
    assert "name=Thing" in wanted.query
    assert "Thing" not in str(WantedList.objects.values_list("query", flat=True).get())
    made(job)
    assert not WantedList.objects.exists()
    kept = [*AuditEvent.objects.values_list("detail", flat=True), *AuditValue.objects.values_list("new", flat=True)]
    assert not [text for text in [*kept, job.subject, job.message] if text and "Thing" in text]


def test_the_scope_is_that_of_the_moment_when_the_file_is_made(
    client: Client, lead: User, programmes: list[Programme], clock: Any
) -> None:
    job = ask(client)
    lead.memberships.exclude(programme=programmes[2]).update(ends_on=timezone.localdate())
    made(job)
    assert [row[1] for row in body(read_bytes(StoredFile.objects.get()))] == ["Thing 2"]


@pytest.mark.parametrize("loses", ["every role", "the account"])
def test_who_may_no_longer_have_the_list_gets_no_file(client: Client, lead: User, loses: str) -> None:
    job = ask(client)
    if loses == "every role":
        lead.memberships.update(ends_on=timezone.localdate())
    else:
        User.objects.filter(pk=lead.pk).update(closed_at=timezone.now())
    assert made(job).state == JobState.FAILED
    assert job.problem == "You may not download this list any more, so no file was made."
    assert not StoredFile.objects.exists()
    assert not AuditEvent.objects.filter(action=Action.LIST_EXPORTED).exists()


def test_the_file_is_there_for_nobody_else(
    client: Client, programmes: list[Programme], make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    url = made(ask(client)).result_url
    colleague = make_user(Role.PROGRAMME_LEAD, programme=programmes[0])
    assert client_for(colleague).get(url).status_code == 404
    assert client_for(make_user(Role.BOARD_MEMBER)).get(url).status_code == 403
    assert client.get(url).status_code == 200


def test_the_file_is_gone_with_a_role_that_ended_since_and_after_the_next_day(
    client: Client, lead: User, clock: Any, client_for: Callable[[User], Client]
) -> None:
    url = made(ask(client)).result_url
    lead.memberships.filter(pk=lead.memberships.earliest("id").pk).update(ends_on=timezone.localdate())
    assert client.get(url).status_code == 404
    lead.memberships.update(ends_on=None)
    clock.shift(timedelta(days=1))
    assert client_for(lead).get(url).status_code == 200
    clock.shift(timedelta(days=1))
    assert client_for(lead).get(url).status_code == 404


def test_a_job_that_runs_again_makes_no_second_file(client: Client) -> None:
    job = made(ask(client))
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, finished_at=None)
    assert made(job).state == JobState.DONE
    assert StoredFile.objects.count() == AuditEvent.objects.filter(action=Action.LIST_EXPORTED).count() == 1


def test_three_at_a_time_and_no_more(client: Client) -> None:
    for _ in range(3):
        ask(client)
    asking = client.get(LONG)["Location"]
    key = client.get(asking).context["form"]["submission_key"].value()
    answer = client.post(asking, {"submission_key": key})
    assert answer.status_code == 422
    assert "You have 3 files of lists in the making already." in answer.content.decode()
    assert Job.objects.count() == 3


def test_an_address_that_no_list_made_for_this_person_asks_for_nothing(
    client: Client, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    asking = client.get(LONG)["Location"]
    key = client.get(asking).context["form"]["submission_key"].value()
    colleague = client_for(make_user(Role.ANALYST))
    for who, url in ((colleague, asking), (client, reverse("list_file_ask", args=["bWFkZSB1cA"]))):
        assert who.get(url).status_code == 404
        assert who.post(url, {"submission_key": key}).status_code == 404
    assert not Job.objects.exists()


def test_who_may_no_longer_download_lists_may_not_ask(client: Client, lead: User) -> None:
    asking = client.get(LONG)["Location"]
    lead.memberships.update(ends_on=timezone.localdate())
    assert client.get(asking).status_code == 403


def test_a_list_that_no_file_came_of_is_forgotten_after_a_day(client: Client, clock: Any) -> None:
    job = ask(client)
    clock.shift(timedelta(hours=25))
    assert forget_wanted_lists() == 1
    assert forget_wanted_lists(dry_run=False) == 1
    assert made(job).state == JobState.FAILED
    assert "too long ago" in job.problem
