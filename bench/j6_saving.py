"""J6: 32 people save sessions through the real form at the same time, over HTTP, on the service's own web server.

What was saved must be exact: as many sessions, events and marks for the figures as saves that were answered as such,
nothing that failed, and a log that verifies. The floor is the signed-in page, asked for by the same people.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.invented_casework import programme, write_casework
from bench.j6_clients import filled_in
from bench.results import Result, at_most
from bench.scratch import CannotMeasure
from bench.seeding import BY
from bench.setting import Setting
from bench.signed_in import FLOOR
from bench.timing import counted_queries, same
from interventions.cases.models import Case
from interventions.sessions.models import Session
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.services import add_user, give_role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import seal_events
from vrn_cases.audit.verification import faults_in_audit
from vrn_cases.records.models import Touched
from vrn_cases.serving import Group, Part, answers, parts_of_the_service

HOST = "127.0.0.1"
CLIENTS, SECONDS, FLOOR_SECONDS = 32, 60.0, 10.0
FLOORS_A_SAVE, STATEMENTS = 4.0, 10
SEALED_AT_ONCE = 5_000
ANSWERS = {"attendance": "attended", "minutes": "45"}


def measure(setting: Setting) -> Iterator[Result]:
    """Raises CannotMeasure where the web server does not start, AnswersDiffer where what was saved is not exact."""
    write_casework(setting.size.name)
    people = _people()
    yield _statements(setting, *people[0])
    with web_server() as port:
        before = _read(port, people)
        stood = _counts()
        told = _load(port, people, reverse_of=_form, seconds=SECONDS, answers=ANSWERS)
        saved = told["came"].get("saved", 0)
        after = _read(port, people)
    exact(saved, {what: count for what, count in told["came"].items() if what != "saved"}, stood, _counts())
    floor = statistics.mean((before, after))
    yield setting.result(
        "j6",
        f"{len(people)} people saving for {told['seconds']:.0f} s: {saved:,} saved, none failed, "
        f"{saved / told['seconds']:.0f}/s",
        seconds=told["seconds"] / saved,
        floor_seconds=floor,
        target=at_most("ratio", FLOORS_A_SAVE),
    )


def _people() -> list[tuple[User, Case]]:
    """Workers of one programme, each with an open case of somebody else's, which they may all work on."""
    where, today = programme(), timezone.localdate()
    cases = Case.objects.filter(programme=where, closed_on=None).order_by("id")[:CLIENTS]
    people = []
    for number, case in enumerate(cases, 1):
        user = add_user(email=f"saving-{number}@bench.invalid", name=f"Invented Worker {number}", by=BY)
        agency = AgencyKind.VOLUNTARY
        give_role(user=user, role=Role.CASEWORKER, agency_kind=agency, programme=where, starts_on=today, by=BY)
        people.append((user, case))
    return people


def _form(case: Case) -> str:
    return reverse("session_record", args=[case.reference])


def _cookie(user: User) -> str:
    client = Client(SERVER_NAME=HOST)
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def web_server() -> Iterator[int]:
    """The service's web server with its own numbers of processes and threads, and nothing beside it."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    web = parts_of_the_service(address=HOST, port=port, data_dir=settings.DATA_DIR, web_workers=2, job_workers=1)[0]
    command = ["bench.served" if word == "vrn_cases.wsgi" else word for word in web.command]
    group = Group([Part(web.name, command)], env=os.environ)
    with group.running():
        if not group.wait_until(lambda: answers(HOST, port, HOST)):
            raise CannotMeasure("the web server was stopped")
        yield port


def _load(
    port: int, people: list[tuple[User, Case]], *, reverse_of: Any, seconds: float, answers: dict[str, str] | None
) -> dict[str, Any]:
    clients = [{"cookie": _cookie(user), "address": reverse_of(case)} for user, case in people]
    told = {"port": port, "seconds": seconds, "answers": answers, "clients": clients}
    done = subprocess.run(
        [sys.executable, "-m", "bench.j6_clients"],
        input=json.dumps(told),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _read(port: int, people: list[tuple[User, Case]]) -> float:
    """Seconds for one page of the floor, with everybody asking at once."""
    told = _load(port, people, reverse_of=lambda case: FLOOR, seconds=FLOOR_SECONDS, answers=None)
    same(set(told["came"]), {"read"}, "every page of the floor")
    return float(told["seconds"] / told["came"]["read"])


def _counts() -> dict[str, int]:
    return {
        "sessions": Session.objects.count(),
        "events": AuditEvent.objects.filter(action=Action.ATTENDANCE_RECORDED).count(),
        "marks for the figures": Touched.objects.filter(kind=Session.touches).count(),
    }


def exact(saved: int, failed: dict[str, int], before: dict[str, int], after: dict[str, int]) -> None:
    """Raises AnswersDiffer unless nothing failed, everything saved is there exactly once, and the log verifies."""
    same(failed, {}, f"saves that did not fail ({failed})")
    for what, count in before.items():
        same(after[what] - count, saved, f"{what} beside saves ({after[what] - count:,} and {saved:,})")
    while seal_events(SEALED_AT_ONCE):
        pass
    same(list(faults_in_audit()), [], "the log and its chain")


def _statements(setting: Setting, user: User, case: Case) -> Result:
    """Those of one save, in this process."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(user)
    form = filled_in(client.get(_form(case)).content.decode(), ANSWERS)
    with counted_queries() as queries:
        status = client.post(_form(case), form).status_code
    same(status, 302, f"a save ({status})")
    return setting.result("j6", "statements of one save", target=at_most("queries", STATEMENTS), queries=len(queries))
