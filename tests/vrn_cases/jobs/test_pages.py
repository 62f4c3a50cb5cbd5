from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.access.session import POLLING_HEADER
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import request_job, run_job

pytestmark = pytest.mark.usefixtures("queue", "job_does")
HTMX = {"HX-Request": "true", POLLING_HEADER: "1"}


@pytest.fixture
def partner(make_user: Callable[..., User]) -> User:
    return make_user(Role.DELIVERY_PARTNER)


def text(client: Client, url: str, **kwargs: Any) -> str:
    response = client.get(url, **kwargs)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_a_job_shows_how_far_it_is(partner: User, client_for: Callable[[User], Client]) -> None:
    job = request_job("test", subject={}, by=partner)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, done=3, total=12, message="Reading the sheet", attempt=2
    )
    page = text(client_for(partner), job.get_absolute_url())
    assert "Test the queue" in page
    assert "3 of 12" in page
    assert "Reading the sheet" in page
    assert "interrupted and taken up again" in page
    assert f'hx-get="{job.get_absolute_url()}"' in page
    assert ">Refresh</a>" in page


def test_a_poll_gets_the_progress_alone_and_leaves_no_trace(
    partner: User, client_for: Callable[[User], Client]
) -> None:
    job, client = request_job("test", subject={}, by=partner), client_for(partner)
    events = AuditEvent.objects.count()
    part = text(client, job.get_absolute_url(), headers=HTMX)
    assert part.strip().startswith("<section")
    assert "<html" not in part
    assert AuditEvent.objects.count() == events


def test_a_finished_job_offers_its_result_and_asks_no_more(
    partner: User, client_for: Callable[[User], Client], job_does: Callable[..., None]
) -> None:
    job = request_job("test", subject={}, by=partner)
    job_does(lambda run: run.offer("Open the return", "/returns/R2222222/"))
    run_job(job.pk)
    page = text(client_for(partner), job.get_absolute_url())
    assert '<a class="govuk-link govuk-!-font-weight-bold" href="/returns/R2222222/">Open the return</a>' in page
    assert "hx-get" not in page.split('class="vrn-job', 1)[1].split("</section>", 1)[0]


def test_a_failed_job_says_so_in_words(
    partner: User, client_for: Callable[[User], Client], job_does: Callable[..., None]
) -> None:
    job = request_job("test", subject={}, by=partner)
    job_does(lambda run: 1 / 0)
    run_job(job.pk)
    page = text(client_for(partner), job.get_absolute_url())
    assert "Nothing was lost. Try again" in page
    assert "ZeroDivisionError" not in page


def test_somebody_elses_job_is_not_there(
    partner: User, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    job = request_job("test", subject={}, by=partner)
    other = client_for(make_user(Role.DELIVERY_PARTNER))
    assert other.get(job.get_absolute_url()).status_code == 404
    assert other.get("/background-work/nonsense/").status_code == 404
    assert job.reference not in text(other, "/background-work/")


def test_who_asked_second_sees_the_job_too(
    partner: User, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    job, second = request_job("test", subject={}, by=partner), make_user(Role.DELIVERY_PARTNER)
    assert request_job("test", subject={}, by=second).pk == job.pk
    assert request_job("test", subject={}, by=second).pk == job.pk
    client = client_for(second)
    text(client, job.get_absolute_url())
    assert job.reference in text(client, "/background-work/")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_who_may_see_background_work_sees_all_of_it(
    role: Role, partner: User, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    jobs = [request_job("test", subject={"n": n}, by=by) for n, by in enumerate((partner, SYSTEM))]
    client = client_for(make_user(role))
    page = text(client, "/background-work/")
    for job in jobs:
        assert job.reference in page
        text(client, job.get_absolute_url())


def test_work_that_waits_too_long_is_pointed_out_to_the_team_alone(
    partner: User, make_user: Callable[..., User], client_for: Callable[[User], Client], clock: Any
) -> None:
    request_job("test", subject={}, by=partner)
    clock.shift(301)
    assert "waited for more than 5 minutes" in text(client_for(make_user(Role.ANALYST)), "/background-work/")
    assert "waited for more than 5 minutes" not in text(client_for(partner), "/background-work/")


def test_nothing_asked_for_yet(partner: User, client_for: Callable[[User], Client]) -> None:
    assert "Nothing has been asked for yet." in text(client_for(partner), "/background-work/")


def test_only_reading(partner: User, client_for: Callable[[User], Client]) -> None:
    job = request_job("test", subject={}, by=partner)
    client = client_for(partner)
    assert client.post("/background-work/").status_code == 405
    assert client.post(job.get_absolute_url()).status_code == 405


def test_signed_out(partner: User) -> None:
    job = request_job("test", subject={}, by=partner)
    for url in ("/background-work/", job.get_absolute_url()):
        assert Client().get(url).status_code == 302
