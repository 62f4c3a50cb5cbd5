"""Conflicting steps of a return on two connections: whichever comes first, the facts agree and nothing is lost."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from monitoring.returns.asked import answers_of, rows_asked
from monitoring.returns.models import Return, ReturnVersion
from monitoring.returns.receiving import read_upload
from monitoring.returns.services import (
    accept_version,
    ask_for_return,
    query_version,
    save_answers,
    submit_version,
    upload_return,
)
from tests.monitoring.returns.conftest import GOOD, QUARTER, Filling, given
from vrn_cases.access.roles import Role
from vrn_cases.files.services import lay_down
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db(transaction=True)
TURNED_AWAY = (Refused, Changed)


@pytest.fixture
def checkers(make_user: Callable[..., Any]) -> tuple[Any, Any]:
    return make_user(Role.ANALYST), make_user(Role.DIRECTOR)


@pytest.fixture
def saved(asked: Return, partner: Any) -> Callable[..., ReturnVersion]:
    def save(revision: int | None = None, **changed: Any) -> ReturnVersion:
        rows = rows_asked(asked)
        answers = given(rows, {**GOOD, **changed})
        return save_answers(of=asked, revision=revision, rows=rows, answers=answers, by=partner)

    return save


@pytest.fixture
def sent(saved: Callable[..., ReturnVersion], partner: Any) -> ReturnVersion:
    return submit_version(version=saved(), revision=None, note="", by=partner)


def turned_away(results: list[Any]) -> int:
    unexpected = [result for result in results if isinstance(result, Exception) and not isinstance(result, TURNED_AWAY)]
    assert unexpected == []
    return sum(isinstance(result, TURNED_AWAY) for result in results)


def standing(of: Return) -> dict[int, str]:
    return dict(of.versions.values_list("number", "status"))


def test_accepting_and_querying_the_same_version_one_of_them_happens(at_once, sent, checkers):
    analyst, director = checkers
    results = at_once(
        lambda: accept_version(version=sent, revision=sent.revision, by=director),
        lambda: query_version(version=sent, revision=sent.revision, query="Why?", by=analyst),
    )
    assert turned_away(results) == 1
    now = ReturnVersion.objects.get(pk=sent.pk)
    assert (now.accepted_at is None) is (now.queried_at is not None)


def test_two_acceptances_are_one(at_once, sent, checkers):
    results = at_once(*(lambda by=by: accept_version(version=sent, revision=sent.revision, by=by) for by in checkers))
    assert turned_away(results) == 1
    assert standing(sent.of) == {1: "accepted"}


def test_sending_twice_sends_once(at_once, saved, partner):
    version = saved()
    act = partial(submit_version, version=version, revision=version.revision, note="", by=partner)
    assert turned_away(at_once(act, act)) == 1
    assert standing(version.of) == {1: "submitted"}


def test_accepting_one_version_while_a_newer_is_sent_never_leaves_two_that_count(
    at_once, sent, saved, partner, checkers
):
    newer = saved(**{"2": 9})
    accepted, submitted = at_once(
        lambda: accept_version(version=sent, revision=sent.revision, by=checkers[0]),
        lambda: submit_version(version=newer, revision=newer.revision, note="", by=partner),
    )
    assert not isinstance(submitted, Exception)
    if isinstance(accepted, TURNED_AWAY):
        assert standing(sent.of) == {1: "replaced", 2: "submitted"}
    else:
        assert standing(sent.of) == {1: "accepted", 2: "submitted"}


def test_accepting_while_a_workbook_is_received_and_read_keeps_both(at_once, asked, sent, partner, checkers):
    content = lay_down(Filling(asked).put("2", 3).bytes())

    def receive() -> Any:
        upload = upload_return(of=asked, name="a.xlsx", content=content, by=partner)
        return read_upload(upload.file.reference, by=partner, step=lambda message: transaction.atomic())

    results = at_once(lambda: accept_version(version=sent, revision=sent.revision, by=checkers[0]), receive)
    assert turned_away(results) == 0
    assert standing(asked) == {1: "accepted", 2: "draft"}


def test_two_saves_of_one_page_one_is_turned_away_with_nothing_mixed(at_once, asked, saved):
    seen = asked.revision
    results = at_once(lambda: saved(seen, **{"2": 1, "3": 1}), lambda: saved(seen, **{"2": 2, "3": 2}))
    assert turned_away(results) == 1
    answers = answers_of(asked.versions.get())
    assert answers["ended", "", ""].value == answers["spend", "", ""].value


def test_two_workbooks_read_at_once_are_two_versions_of_which_one_is_prepared(at_once, asked, partner):
    uploads = [
        upload_return(of=asked, name=name, content=lay_down(Filling(asked).put("2", value).bytes()), by=partner)
        for name, value in (("a.xlsx", 1), ("b.xlsx", 2))
    ]
    read = [
        lambda upload=upload: read_upload(upload.file.reference, by=partner, step=lambda message: transaction.atomic())
        for upload in uploads
    ]
    assert turned_away(at_once(*read)) == 0
    assert standing(asked) in ({1: "replaced", 2: "draft"}, {1: "draft"})  # the second alone, where it was read first
    assert asked.versions.get(replaced_at=None).file == uploads[1].file


def test_two_workbooks_received_at_once_are_both_kept(at_once, asked, partner):
    contents = [lay_down(Filling(asked).put("2", value).bytes()) for value in (1, 2)]
    receive = [
        lambda content=content: upload_return(of=asked, name="a.xlsx", content=content, by=partner)
        for content in contents
    ]
    assert turned_away(at_once(*receive)) == 0
    assert asked.uploads.count() == 2


def test_one_workbook_read_twice_at_once_is_one_version(at_once, asked, partner):
    upload = upload_return(of=asked, name="a.xlsx", content=lay_down(Filling(asked).bytes()), by=partner)
    read = partial(read_upload, upload.file.reference, by=partner, step=lambda message: transaction.atomic())
    assert turned_away(at_once(read, read)) == 0
    assert standing(asked) == {1: "draft"}


def test_asking_twice_at_once_asks_once(at_once, asked, checkers):
    due = {"due_on": asked.due_on, "by": checkers[0]}
    organisation, programme = asked.organisation, asked.programme
    later = {**QUARTER, "start": QUARTER["end"], "end": asked.due_on.replace(month=10, day=1)}
    due["due_on"] = asked.due_on.replace(month=10, day=31)
    act = partial(ask_for_return, programme=programme, organisation=organisation, **later, **due)
    assert turned_away(at_once(act, act)) == 1
    assert Return.objects.count() == 2
