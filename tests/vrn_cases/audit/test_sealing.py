"""The sealer chains every event once, whoever runs it, however often and in whatever order events commit."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured

from tests.vrn_cases.audit.conftest import write_event
from vrn_cases.audit.digests import event_content, keyed_digest
from vrn_cases.audit.models import AuditEvent, AuditLink
from vrn_cases.audit.services import seal_events
from vrn_cases.audit.verification import faults_in_audit
from vrn_cases.tasks import seal_audit

Seal = Callable[..., int]


def heads() -> list[int]:
    lines = configured.AUDIT_HEAD_FILE.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["position"] for line in lines]


def test_sealing_twice_seals_once(events: list[AuditEvent], seal: Seal) -> None:
    assert seal() == 0
    assert AuditLink.objects.count() == 6
    assert heads() == [6]


def test_in_batches(db: None, seal: Seal) -> None:
    for number in range(5):
        write_event(number)
    assert [seal(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert list(AuditLink.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert heads() == [2, 4, 5]
    assert list(faults_in_audit()) == []


def with_id(pk: int, like: AuditEvent) -> AuditEvent:
    values = {field.attname: getattr(like, field.attname) for field in AuditEvent._meta.fields}
    event = AuditEvent(**{**values, "id": pk, "subject_id": f"U{pk}"})
    event.digest = keyed_digest(event_content(event), event.key_id)
    return event


def test_event_that_commits_late_is_sealed_too(db: None, seal: Seal) -> None:
    """Ids do not commit in order: a lower one may appear after a higher one was sealed."""
    first = write_event(1)
    with_id(first.pk + 9, first).save(force_insert=True)
    assert seal() == 2
    with_id(first.pk + 5, first).save(force_insert=True)
    assert seal() == 1
    assert AuditLink.objects.get(event=first.pk + 5).position == 3
    assert list(faults_in_audit()) == []


def test_job_seals_everything(db: None) -> None:
    for number in range(3):
        write_event(number)
    seal_audit()
    assert AuditLink.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once(at_once: Any) -> None:
    for number in range(40):
        write_event(number)
    sealed = at_once(*[lambda: seal_events(limit=15)] * 4)
    assert sum(sealed) == 40
    assert AuditLink.objects.count() == 40
    assert list(faults_in_audit()) == []


@pytest.mark.django_db(transaction=True)
def test_writers_beside_sealers(at_once: Any) -> None:
    def write_ten(start: int) -> None:
        for number in range(start, start + 10):
            write_event(number)

    results = at_once(lambda: write_ten(0), seal_events, lambda: write_ten(100), seal_events)
    assert not [result for result in results if isinstance(result, Exception)]
    seal_events()
    assert AuditLink.objects.count() == AuditEvent.objects.count() == 20
    assert list(faults_in_audit()) == []
