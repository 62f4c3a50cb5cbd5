"""Reads of the log: is it whole, and who opened what."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils import timezone

from vrn_cases.audit.digests import GENESIS, event_content, keyed_digest, link_digest, value_hash
from vrn_cases.audit.models import AuditEvent, AuditLink, AuditValue
from vrn_cases.audit.triggers import installed_triggers, trigger_names

UNSEALED_LIMIT_SECONDS = 900


def events_about(subject_kind: str, subject_id: str) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).order_by("-id")


def faults_in_audit() -> Iterator[str]:
    """Each thing that is wrong with the log, in words: altered, missing, inserted rows, a cut tail, missing triggers."""
    missing = trigger_names(connection.vendor) - installed_triggers()
    if missing:
        yield f"Database triggers are missing: {', '.join(sorted(missing))}. Run `manage.py migrate`."
    yield from _altered_events()
    yield from _altered_values()
    yield from _broken_chain()
    yield from _cut_tail()
    yield from _old_unsealed()


def _altered_events() -> Iterator[str]:
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=5_000):
        if event.key_id not in settings.AUDIT_KEYS:
            yield f"Event {event.pk} was written with key {event.key_id!r}, which VRN_AUDIT_KEYS does not hold."
        elif keyed_digest(event_content(event), event.key_id) != event.digest:
            yield f"Event {event.pk} was altered or inserted by hand: its digest does not match."


def _altered_values() -> Iterator[str]:
    hashes: dict[str, str] = {}
    last_event = None
    for value in AuditValue.objects.order_by("event", "id").iterator(chunk_size=5_000):
        if value.event != last_event:
            event = AuditEvent.objects.filter(pk=value.event).first()
            hashes = json.loads(event.detail or "{}").get("fields", {}) if event else {}
            last_event = value.event
        if hashes.get(value.field) != value_hash(salt=value.salt, field=value.field, old=value.old, new=value.new):
            yield f"The kept value of {value.field} in event {value.event} was altered."


def _broken_chain() -> Iterator[str]:
    previous, expected = GENESIS, 0
    events = {}
    for link in AuditLink.objects.order_by("position").iterator(chunk_size=5_000):
        if not events or link.event not in events:
            upcoming = AuditLink.objects.filter(position__gte=link.position).order_by("position")
            ids = list(upcoming.values_list("event", flat=True)[:5_000])
            rows = AuditEvent.objects.filter(pk__gte=min(ids), pk__lte=max(ids)).values_list("pk", "digest", "key_id")
            events = {pk: (digest, key_id) for pk, digest, key_id in rows}
        expected += 1
        if link.position != expected:
            yield f"Links {expected} to {link.position - 1} of the chain are missing."
            expected = link.position
        if link.event not in events:
            yield f"Event {link.event}, link {link.position} of the chain, is missing."
        else:
            digest, key_id = events[link.event]
            if link_digest(previous, link.position, link.event, digest, key_id) != link.link:
                yield f"The chain is broken at link {link.position} (event {link.event})."
        previous = link.link


def _cut_tail() -> Iterator[str]:
    if not settings.AUDIT_HEAD_FILE.exists():
        if AuditLink.objects.exists():
            yield f"The file that keeps the head of the chain is missing: {settings.AUDIT_HEAD_FILE.name}."
        return
    lines = settings.AUDIT_HEAD_FILE.read_text(encoding="utf-8").splitlines()
    if not lines:
        return
    head = json.loads(lines[-1])
    link = AuditLink.objects.filter(position=head["position"]).first()
    if link is None:
        yield f"The chain ends before link {head['position']}, which was sealed at {head['at']}: its tail was cut."
    elif link.link != head["link"]:
        yield f"Link {head['position']} is not the one that was sealed at {head['at']}."


def _old_unsealed() -> Iterator[str]:
    unsealed = AuditEvent.objects.filter(~Exists(AuditLink.objects.filter(event=OuterRef("pk"))))
    oldest = unsealed.aggregate(oldest=Min("at"))["oldest"]
    if oldest and (timezone.now() - oldest).total_seconds() > UNSEALED_LIMIT_SECONDS:
        yield f"Events since {oldest:%d %B %Y %H:%M} are not sealed: is the sealing job running?"
