"""Each step of a version: what it writes, whom it tells, what it leaves for the figures, and when it is refused."""

import pytest
from django.db import IntegrityError, transaction

from monitoring.returns.asked import answers_of, rows_asked
from monitoring.returns.models import ReturnVersion
from monitoring.returns.selectors import left_to_do
from monitoring.returns.services import (
    accept_version,
    query_version,
    save_answers,
    submit_version,
)
from tests.monitoring.returns.conftest import subjects_for
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db


def test_saving_keeps_every_row_and_goes_on_with_the_same_version(save, asked):
    first = save()
    again = save(**{"2": 7})
    assert (again.pk, asked.versions.count()) == (first.pk, 1)
    answers = answers_of(again)
    assert len(answers) == len(rows_asked(asked))
    assert answers["ended", "", ""].value == 7
    assert answers["words", "", ""].state == "blank"


def test_saving_over_what_somebody_else_saved_is_turned_away(save, asked, partner):
    rows = rows_asked(asked)
    seen = asked.revision
    save()
    with pytest.raises(Changed):
        save_answers(of=asked, revision=seen, rows=rows, answers={}, by=partner)


def test_sending_tells_the_central_team(save, partner, analyst):
    version = submit_version(version=save(), revision=None, note="All counted.", by=partner)
    assert (version.status, version.note) == ("submitted", "All counted.")
    assert subjects_for(analyst) == [f"Return {version.of.reference} was sent"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"2": None}, "Line 2, “People whose support ended”: there is no answer."),
        ({"1c": 6}, "Line 1, “People supported”: the breakdown by age adds up to 21"),
        ({"2": 21}, "of which it is a part"),
        ({"1d": None, "1e": None}, "Line 1, “People supported”: there is no breakdown by sex."),
    ],
)
def test_what_is_missing_or_contradicts_itself_cannot_be_sent(save, partner, changed, told):
    version = save(**changed)
    with pytest.raises(Refused) as refused:
        submit_version(version=version, revision=None, note="", by=partner)
    assert any(told in reason for reason in refused.value.reasons)


def test_a_blank_with_a_note_that_says_why_can_be_sent(save, partner):
    version = save(**{"2": (None, "The list of endings was lost.")})
    assert left_to_do(version) == []


def test_nobody_accepts_what_they_sent(sent, partner):
    with pytest.raises(Refused, match="Somebody else has to accept it"):
        accept_version(version=sent, revision=None, by=partner)


def test_the_database_refuses_it_too(sent, partner):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnVersion.objects.filter(pk=sent.pk).update(accepted_at=sent.submitted_at, accepted_by=partner)


def test_accepting_marks_the_version_for_the_figures_and_tells_the_partner(sent, analyst, partner):
    Touched.objects.all().delete()
    accepted = accept_version(version=sent, revision=None, by=analyst)
    assert accepted.status == "accepted"
    assert Touched.objects.filter(kind="return_version", pk_touched=sent.pk).exists()
    assert subjects_for(partner)[-1] == f"Return {sent.of.reference} was accepted"


def test_a_query_tells_the_partner_what_and_a_newer_version_answers_it(sent, analyst, partner, save):
    queried = query_version(version=sent, revision=None, query="Line 2 fell by half.", by=analyst)
    assert queried.status == "queried"
    assert subjects_for(partner)[-1] == f"Return {sent.of.reference}: there is a question"
    with pytest.raises(Refused, match="was queried"):
        accept_version(version=sent, revision=None, by=analyst)
    newer = submit_version(version=save(**{"2": 9}), revision=None, note="", by=partner)
    sent.refresh_from_db()
    assert (newer.number, newer.status, sent.status) == (2, "submitted", "replaced")


def test_the_accepted_version_counts_until_a_newer_one_is_accepted(sent, analyst, partner, save):
    of = sent.of
    accept_version(version=sent, revision=None, by=analyst)
    newer = submit_version(version=save(**{"2": 9}), revision=None, note="", by=partner)
    standing = {version.number: version.status for version in of.versions.all()}
    assert standing == {1: "accepted", 2: "submitted"}
    accept_version(version=newer, revision=None, by=analyst)
    standing = {version.number: version.status for version in of.versions.all()}
    assert standing == {1: "replaced", 2: "accepted"}
    assert answers_of(of.versions.get(number=1))["ended", "", ""].value == 4


def test_every_step_leaves_one_event_without_an_answer_in_it(sent, analyst):
    accept_version(version=sent, revision=None, by=analyst)
    events = AuditEvent.objects.filter(subject_id=sent.reference).order_by("id")
    assert [event.action for event in events] == ["return_saved", "return_submitted", "return_accepted"]
    assert not any("123456" in event.detail for event in events)
