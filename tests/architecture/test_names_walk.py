"""No name and no e-mail address of anybody in the log, in a line of the logs, in a job, a message or an address."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.architecture.addresses import our_addresses
from tests.architecture.records import Side
from tests.architecture.walk import a_figure_of, verb_of
from tests.architecture.ways import WAYS, in_address
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.monitoring.returns.conftest import Filling
from tests.vrn_cases.pages.drawn import Drawn
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.jobs.models import Job
from vrn_cases.jobs.services import run_job
from vrn_cases.notices.models import Notice
from vrn_cases.pages.logs import JsonLines

pytestmark = pytest.mark.django_db
NAME, MAILBOX = "Zebedee Quillfeather", "zq.unmistakable@example.invalid"
PLANTED = ("Zebedee", "Quillfeather", "zq.unmistakable", "Zebedee%20", "Zebedee+")
NO_NAMES_IN = (AuditEvent, Job, Notice)


@pytest.fixture
def planted() -> User:
    """Somebody of an unmistakable name who holds every role that reaches the whole network."""
    user = UserFactory(name=NAME, email=MAILBOX)
    for role in (Role.ANALYST, Role.DIRECTOR, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.PROGRAMME_LEAD):
        MembershipFactory(user=user, role=role)
    MembershipFactory(user=user, role=Role.REFERRER, organisation=OrganisationFactory())
    return User.objects.get(pk=user.pk)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """What the service has written to its logs, as it writes it."""
    caplog.set_level(logging.DEBUG, "vrn_cases")
    caplog.set_level(logging.INFO)
    return lambda: "\n".join(JsonLines().format(line) for line in caplog.records if line.name != "factory.generate")


def found_in(text: str) -> list[str]:
    return [word for word in PLANTED if word.lower() in text.lower()]


def rows_with_names() -> list[str]:
    wrong = []
    for model in NO_NAMES_IN:
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, (models.CharField, models.TextField))
        ]
        for row in model._default_manager.values(*texts):
            wrong += [f"{model._meta.label}: {row}" for text in row.values() if found_in(str(text))]
    return wrong


def addresses_with_names(html: str) -> list[str]:
    drawn = Drawn(html)
    led = [
        element.attributes.get(name) or "" for element in drawn.elements for name in ("href", "action", "src", "hx-get")
    ]
    return [address for address in led if found_in(address) and not address.startswith("mailto:")]


def test_looking_at_everything_tells_no_name(
    planted: User, client_for: Callable[[User], Client], lines: Callable[[], str]
) -> None:
    side, client, wrong = Side(planted), client_for(planted), []
    # the pages of people are opened about the person of this name
    side.__dict__.update(user=planted, membership=planted.memberships.earliest("pk"))
    for name, address in our_addresses().items():
        assert verb_of(address) is None or planted.holds(verb_of(address) or P.JOB_VIEW), name
        way = WAYS.get(name)
        made = way.make(side) if way else ()
        query = {"key": a_figure_of(client, made)} if way and way.query == "figure" else {}
        url = reverse(name, args=in_address(made))
        for more in (query, {**query, "q": "", "sort": "name"}, {**query, "format": "xlsx"}):
            response = client.get(url, more)
            body = response.getvalue()
            if response.headers.get("Content-Type", "").startswith("text/html"):
                wrong += addresses_with_names(body.decode())
    assert not wrong
    assert not rows_with_names()
    assert not found_in(lines())


def post(client: Client, url: str, **data: Any) -> Any:
    form = client.get(url).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() not in (None, "", False)}
    response = client.post(url, {**shown, **data})
    assert response.status_code == 302, response.context["form"].errors
    assert not found_in(response["Location"])
    return response


def test_writing_about_somebody_tells_no_name(
    planted: User, client_for: Callable[[User], Client], lines: Callable[[], str]
) -> None:
    """Accounts, roles, reports, a return and its upload: each by and about the person, none names them."""
    client = client_for(planted)
    role = {"role": "director", "agency_kind": "police", "programme": "network"}
    post(client, reverse("user_invite"), email=f"x.{MAILBOX}", name=f"{NAME} Junior", **role)
    invited = User.objects.get(email=f"x.{MAILBOX}")
    post(client, reverse("user_rename", args=[invited.reference]), name=f"{NAME} Senior")
    post(client, reverse("role_give", args=[invited.reference]), **{**role, "role": "analyst"})
    post(client, reverse("user_invite_again", args=[invited.reference]))
    post(client, reverse("user_close", args=[invited.reference]))
    post(client, reverse("user_reopen", args=[invited.reference]))
    post(client, reverse("report_draft"), period="2023/24")
    side = Side(planted)
    asked = side.return_
    workbook = Filling(asked).bytes()
    with_name = {"file": SimpleUploadedFile(f"{NAME}.xlsx", workbook)}
    post(client, reverse("return_upload_form", args=[asked.reference]), **with_name)
    post(client, reverse("work_out_again"))
    while job := Job.objects.filter(state="queued").order_by("pk").first():  # a job may ask for the next
        run_job(job.pk)
    assert Job.objects.exclude(state="done").count() == 0
    assert json.loads(AuditEvent.objects.filter(action="user_changed").latest("id").detail)["fields"].keys() == {"name"}
    assert not rows_with_names()
    assert not found_in(lines())


def test_nothing_else_writes_to_the_logs() -> None:
    """A fault's own words may hold what somebody typed: only our lines, which leave them out, are written."""
    assert settings.LOGGING["handlers"].keys() == {"console"}
    for name in ("django", "django.request", "django.security", "celery", "kombu", "vrn_cases"):
        writing = [one for one in logging.getLogger(name).handlers if not isinstance(one, logging.NullHandler)]
        assert writing == [], name


def test_a_fault_is_told_without_its_words(
    planted: User, client_for: Callable[[User], Client], lines: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise ValueError(f"{NAME} <{MAILBOX}>")

    client = client_for(planted)
    client.raise_request_exception = False
    monkeypatch.setattr("vrn_cases.pages.services.render", breaks)
    response = client.get("/")
    assert (response.status_code, found_in(response.content.decode())) == (500, [])
    assert "ValueError" in lines()
    assert not found_in(lines())
