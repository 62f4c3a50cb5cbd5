"""The benchmark of casework at its smallest: what it compares before it times anything. No time is judged."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from bench import j2_finding, j3_case, j6_saving
from bench.asked import SIZES
from bench.invented_casework import programme, worker, write_casework
from bench.j6_clients import filled_in, load
from bench.setting import Setting
from bench.timing import AnswersDiffer
from interventions.cases.models import Case
from interventions.participants.models import Participant
from vrn_cases.audit.models import AuditEvent

XS = Setting(SIZES["XS"], "sqlite")
NOTHING = {"sessions": 0, "events": 0, "marks for the figures": 0}
THREE = dict.fromkeys(NOTHING, 3)


@pytest.fixture(scope="module")
def casework(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        write_casework("XS")
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.usefixtures("casework")
def test_lists_searches_and_people_alike_are_compared_and_told() -> None:
    told = list(j2_finding.measure(XS))
    assert [one.target for one in told] == (
        ["ratio <= 2.2"] * 7 + ["queries <= 6"] + ["ratio <= 5"] * 5 + ["ratio <= 2"]
    )
    assert "(0 found)" in next(one.case for one in told if "absent" in one.case)
    assert "(0 found)" not in next(one.case for one in told if "misspelt" in one.case)


@pytest.mark.django_db
@pytest.mark.usefixtures("casework")
def test_a_list_that_leaves_a_case_out_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = Case.objects.filter(programme=programme()).order_by("-opened_on", "-id")[0]
    all_cases = j2_finding._lists
    monkeypatch.setattr(
        j2_finding, "_lists", lambda user: ((*told, rows.exclude(pk=newest.pk)) for *told, rows in all_cases(user))
    )
    with pytest.raises(AnswersDiffer, match="the cases of the list"):
        list(j2_finding.measure(XS))


@pytest.mark.django_db
@pytest.mark.usefixtures("casework")
def test_a_search_that_misses_somebody_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interventions.participants.views.people_found", lambda user, asked: [])
    with pytest.raises(AnswersDiffer, match="not found"):
        list(j2_finding.measure(XS))


@pytest.mark.django_db
@pytest.mark.usefixtures("casework")
def test_every_event_of_the_long_case_is_on_a_page() -> None:
    newest, oldest, statements = list(j3_case.measure(XS))
    assert "200 events, the newest" in newest.case
    assert (newest.target, oldest.target, statements.target) == ("ratio <= 3", "ratio <= 3", "queries <= 9")


@pytest.mark.django_db
@pytest.mark.usefixtures("casework")
def test_a_save_counts_its_statements_and_everybody_has_a_case_of_their_own() -> None:
    people = j6_saving._people()
    assert len({case.pk for _, case in people}) == len(people) > 0
    before = j6_saving._counts()
    assert j6_saving._statements(XS, *people[0]).target == "queries <= 10"
    assert {what: count - before[what] for what, count in j6_saving._counts().items()} == dict.fromkeys(NOTHING, 1)


@pytest.mark.django_db
def test_what_was_saved_must_be_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(j6_saving, "faults_in_audit", lambda: iter(()))
    j6_saving.exact(3, {}, NOTHING, THREE)
    with pytest.raises(AnswersDiffer, match="did not fail"):
        j6_saving.exact(3, {"answered 500": 1}, NOTHING, THREE)
    with pytest.raises(AnswersDiffer, match="events beside saves"):
        j6_saving.exact(3, {}, NOTHING, {**THREE, "events": 4})


@pytest.mark.django_db
@pytest.mark.usefixtures("casework")
def test_a_log_that_was_altered_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert AuditEvent.objects.exists()
    monkeypatch.setattr(j6_saving, "faults_in_audit", lambda: iter(["Event 1 was altered."]))
    with pytest.raises(AnswersDiffer, match="the log"):
        j6_saving.exact(3, {}, NOTHING, THREE)


@pytest.mark.django_db
@pytest.mark.usefixtures("casework")
def test_there_is_as_much_as_the_size_says_and_no_more_when_asked_again() -> None:
    people = Participant.objects.count()
    assert people >= 60
    write_casework("XS")
    assert Participant.objects.count() == people
    assert worker().name.startswith("Invented")


def test_a_form_is_filled_in_as_a_person_would() -> None:
    page = """<form><input type=hidden name=key value=a&amp;b><input type=radio name=came value=yes>
    <input type=radio name=how value=phone checked><select name=kind><option value="">Choose</option>
    <option value=7>One</option><option value=8>Other</option></select><textarea name=note></textarea>
    <input type=submit name=later value=Later></form>"""
    assert filled_in(page, {"came": "no"}) == {"key": "a&b", "how": "phone", "kind": "7", "note": "", "came": "no"}


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A web server on this machine that shows a form and answers what is sent with `status`; its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(200, b"<form><input type=hidden name=csrf value=x></form>")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._say(status, b"")

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Location", "/somewhere/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(("status", "said"), [(302, "saved"), (422, "answered 422"), (500, "answered 500")])
def test_clients_tell_what_came_of_each_save(status: int, said: str) -> None:
    with answering(status) as port:
        clients = [{"cookie": "a", "address": "/form/"}, {"cookie": "b", "address": "/form/"}]
        told = load({"port": port, "seconds": 0.05, "answers": {"came": "yes"}, "clients": clients})
    assert set(told["came"]) == {said}
    assert told["came"][said] >= len(clients)
