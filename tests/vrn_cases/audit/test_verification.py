"""Every kind of tampering is named, by somebody who has taken the triggers away first."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from tests.vrn_cases.audit.conftest import write_event
from vrn_cases.audit.digests import event_content, keyed_digest
from vrn_cases.audit.models import AuditEvent, AuditLink, AuditValue
from vrn_cases.audit.triggers import protect_audit_tables
from vrn_cases.audit.verification import faults_in_audit

Seal = Callable[..., int]


def faults() -> list[str]:
    """Without the triggers that the test has taken away itself."""
    protect_audit_tables()
    return list(faults_in_audit())


@pytest.mark.parametrize("field", ["actor", "action", "subject_kind", "subject_id", "programme", "request_id"])
def test_altered_event(events: list[AuditEvent], unprotected: None, field: str) -> None:
    AuditEvent.objects.filter(pk=events[3].pk).update(**{field: "signed_out" if field == "action" else "other"})
    assert faults() == [f"Event {events[3].pk} was altered or inserted by hand: its digest does not match."]


def test_altered_moment_and_detail(events: list[AuditEvent], unprotected: None) -> None:
    AuditEvent.objects.filter(pk=events[1].pk).update(at=events[1].at + timedelta(microseconds=1))
    AuditEvent.objects.filter(pk=events[4].pk).update(detail="{}")
    assert [fault.split(" was")[0] for fault in faults()] == [f"Event {events[1].pk}", f"Event {events[4].pk}"]


@pytest.mark.parametrize("detail", ["{", "no JSON", "[]", "7", '{"fields": 7}', '{"fields": {"name": {}}}'])
def test_a_detail_that_cannot_be_read_hides_no_other_fault(
    events: list[AuditEvent], unprotected: None, detail: str
) -> None:
    AuditEvent.objects.filter(pk=events[2].pk).update(detail=detail)
    AuditEvent.objects.filter(pk=events[4].pk).delete()
    assert faults() == [
        f"Event {events[2].pk} was altered or inserted by hand: its digest does not match.",
        f"The kept value of name in event {events[2].pk} was altered or inserted by hand.",
        f"Event {events[4].pk}, link 5 of the chain, is missing.",
    ]


def test_altered_event_with_a_digest_to_match(events: list[AuditEvent], unprotected: None) -> None:
    """Whoever knows the key can make a digest; the chain still knows the old one."""
    event = AuditEvent.objects.get(pk=events[3].pk)
    event.actor = "somebody else"
    AuditEvent.objects.filter(pk=event.pk).update(
        actor=event.actor, digest=keyed_digest(event_content(event), event.key_id)
    )
    assert faults() == [f"The chain is broken at link 4 (event {event.pk})."]


def test_inserted_event(events: list[AuditEvent]) -> None:
    made_up = AuditEvent.objects.get(pk=events[0].pk)
    made_up.pk, made_up.actor, made_up.digest = None, "invented", "0" * 64
    made_up.save(force_insert=True)
    assert faults() == [f"Event {made_up.pk} was altered or inserted by hand: its digest does not match."]


def test_copied_event(events: list[AuditEvent]) -> None:
    copy = AuditEvent.objects.get(pk=events[0].pk)
    copy.pk = None
    copy.save(force_insert=True)
    assert faults() == [f"Event {events[0].pk} stands 2 times in the log: the later ones were inserted by hand."]


def test_deleted_event(events: list[AuditEvent], unprotected: None) -> None:
    AuditEvent.objects.filter(pk=events[2].pk).delete()
    found = faults()
    assert f"Event {events[2].pk}, link 3 of the chain, is missing." in found
    assert f"The kept value of name in event {events[2].pk} was altered or inserted by hand." in found


def test_deleted_link(events: list[AuditEvent], unprotected: None) -> None:
    AuditLink.objects.filter(position__in=(2, 3)).delete()
    assert faults()[0] == "Links 2 to 3 of the chain are missing."


def test_altered_link(events: list[AuditEvent], unprotected: None) -> None:
    AuditLink.objects.filter(position=3).update(link="0" * 64)
    assert [fault.split(" (")[0] for fault in faults()] == [
        "The chain is broken at link 3",
        "The chain is broken at link 4",
    ]


def cut(after: int, events: list[AuditEvent]) -> None:
    AuditLink.objects.filter(position__gt=after).delete()
    AuditEvent.objects.filter(pk__in=[event.pk for event in events[after:]]).delete()


def test_cut_tail(events: list[AuditEvent], unprotected: None) -> None:
    cut(4, events)
    (fault,) = faults()
    assert fault.startswith("Link 6, sealed on ")
    assert fault.endswith("is gone: the end of the chain was cut off.")


def test_cut_tail_that_was_sealed_anew(events: list[AuditEvent], unprotected: None, seal: Seal) -> None:
    cut(4, events)
    for number in range(3):
        write_event(100 + number)
    assert seal() == 3
    (fault,) = faults()
    assert fault.startswith("Link 6 is not the one that was sealed on ")


def test_head_file_taken_away_or_unreadable(events: list[AuditEvent]) -> None:
    kept = configured.AUDIT_HEAD_FILE.read_text(encoding="utf-8")
    configured.AUDIT_HEAD_FILE.unlink()
    assert faults() == ["The file that keeps the head of the chain is missing: audit-head.jsonl."]
    far = json.dumps({**json.loads(kept), "position": 10**30})
    naive = json.dumps({**json.loads(kept), "at": "2024-04-15T09:30:00"})
    for unreadable in (kept[:40], "[]", "7", '{"position": 6}', far, naive, kept.replace('"20', '"x')):
        configured.AUDIT_HEAD_FILE.write_text(unreadable.strip() + "\n" + kept, encoding="utf-8")
        assert faults() == ["A line of audit-head.jsonl cannot be read."], unreadable


def test_head_file_that_was_emptied(events: list[AuditEvent]) -> None:
    for nothing in ("", "\n\n"):
        configured.AUDIT_HEAD_FILE.write_text(nothing, encoding="utf-8")
        assert faults() == ["The file that keeps the head of the chain is empty: audit-head.jsonl."]


def test_altered_value(events: list[AuditEvent]) -> None:
    AuditValue.objects.update(new="Something else")
    assert faults() == [f"The kept value of name in event {events[2].pk} was altered or inserted by hand."]


def test_invented_value(events: list[AuditEvent]) -> None:
    AuditValue.objects.create(event=events[0].pk, field="name", salt="0", old="a", new="b")
    assert faults() == [f"The kept value of name in event {events[0].pk} was altered or inserted by hand."]


def test_erased_value_leaves_the_log_whole(events: list[AuditEvent]) -> None:
    AuditValue.objects.all().delete()
    assert faults() == []


def test_unknown_key(events: list[AuditEvent], settings: Any) -> None:
    settings.AUDIT_KEYS = {"new": "another key"}
    found = faults()
    assert f"Event {events[0].pk} was written with key 'dev1', which VRN_AUDIT_KEYS does not hold." in found


def test_new_key_beside_the_old_one(events: list[AuditEvent], settings: Any, seal: Seal) -> None:
    settings.AUDIT_KEYS = {"new": "another key", **settings.AUDIT_KEYS}
    assert write_event(7).key_id == "new"
    seal()
    assert faults() == []


@pytest.mark.parametrize(("minutes", "found"), [(14, 0), (16, 1)])
def test_events_that_nobody_seals(db: None, clock: Any, minutes: int, found: int) -> None:
    write_event(1)
    clock.shift(timedelta(minutes=minutes))
    assert len(faults()) == found
    if found:
        assert faults() == ["Events since 15 April 2024 at 09:30 are not sealed: is the sealing job running?"]


def test_empty_log_is_whole(db: None) -> None:
    assert faults() == []


def test_no_event_holds_a_value(events: list[AuditEvent]) -> None:
    detail = json.loads(events[2].detail)
    assert list(detail["fields"]) == ["name"]
    assert "Old" not in events[2].detail
    assert "New" not in events[2].detail


def test_command_counts_what_it_looked_at(events: list[AuditEvent]) -> None:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == "The log is whole: 6 events, 6 of them sealed, 1 kept values.\n"


def test_command_names_each_fault_and_fails(events: list[AuditEvent]) -> None:
    AuditValue.objects.update(new="Something else")
    said = StringIO()
    with pytest.raises(CommandError, match="1 fault in the log") as failed:
        call_command("verify_audit", stderr=said)
    assert failed.value.returncode == 1
    assert "The kept value of name" in said.getvalue()
