"""Is the log whole? Each thing that is wrong with it, in words; and how much was looked at."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from vrn_cases.audit.digests import GENESIS, event_content, keyed_digest, link_digest, value_hash
from vrn_cases.audit.models import AuditEvent, AuditLink, AuditValue
from vrn_cases.audit.triggers import installed_triggers, trigger_names

UNSEALED_LIMIT_SECONDS = 900
AT_ONCE = 2_000
LARGEST_POSITION = 2**63  # what no database's whole number reaches


def counts() -> dict[str, int]:
    return {
        "events": AuditEvent.objects.count(),
        "links": AuditLink.objects.count(),
        "values": AuditValue.objects.count(),
    }


def faults_in_audit() -> Iterator[str]:
    """Altered, missing, inserted and repeated rows, a cut tail, missing triggers, events that nobody seals."""
    missing = trigger_names(connection.vendor) - installed_triggers()
    if missing:
        yield f"Database triggers are missing or were changed: {', '.join(sorted(missing))}. Run `manage.py migrate`."
    yield from _altered_events()
    yield from _repeated_events()
    yield from _altered_values()
    yield from _broken_chain()
    yield from _heads_kept_outside()
    yield from _old_unsealed()


def _altered_events() -> Iterator[str]:
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=AT_ONCE):
        if event.key_id not in settings.AUDIT_KEYS:
            yield f"Event {event.pk} was written with key {event.key_id!r}, which VRN_AUDIT_KEYS does not hold."
        elif keyed_digest(event_content(event), event.key_id) != event.digest:
            yield f"Event {event.pk} was altered or inserted by hand: its digest does not match."


def _repeated_events() -> Iterator[str]:
    """A copy of a true event has a true digest; no two events were ever written in one microsecond by one person
    about one thing."""
    repeated = AuditEvent.objects.values("digest").annotate(times=Count("id"), first=Min("id")).filter(times__gt=1)
    for row in repeated.order_by("first"):
        yield f"Event {row['first']} stands {row['times']} times in the log: the later ones were inserted by hand."


def _altered_values() -> Iterator[str]:
    for values in _chunks(AuditValue.objects.order_by("event", "id").iterator(chunk_size=AT_ONCE)):
        details = dict(AuditEvent.objects.filter(pk__in={value.event for value in values}).values_list("pk", "detail"))
        hashes = {pk: _hashes_in(detail) for pk, detail in details.items()}
        for value in values:
            hashed = value_hash(salt=value.salt, field=value.field, old=value.old, new=value.new)
            if hashes.get(value.event, {}).get(value.field) != hashed:
                yield f"The kept value of {value.field} in event {value.event} was altered or inserted by hand."


def _hashes_in(detail: str) -> dict[str, Any]:
    """The hashes of kept values that an event's detail names; none in one that was altered beyond reading."""
    try:
        hashes = json.loads(detail or "{}")["fields"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return hashes if isinstance(hashes, dict) else {}


def _broken_chain() -> Iterator[str]:
    previous, expected = GENESIS, 0
    for links in _chunks(AuditLink.objects.order_by("position").iterator(chunk_size=AT_ONCE)):
        rows = AuditEvent.objects.filter(pk__in=[link.event for link in links]).values_list("pk", "digest", "key_id")
        events = {pk: (digest, key_id) for pk, digest, key_id in rows}
        for link in links:
            expected += 1
            if link.position != expected:
                yield f"Links {expected} to {link.position - 1} of the chain are missing."
                expected = link.position
            elif link.event not in events:
                yield f"Event {link.event}, link {link.position} of the chain, is missing."
            elif not _holds(previous, link, *events[link.event]):
                yield f"The chain is broken at link {link.position} (event {link.event})."
            previous = link.link


def _holds(previous: str, link: AuditLink, digest: str, key_id: str) -> bool:
    if key_id not in settings.AUDIT_KEYS:
        return False
    return link_digest(previous, link.position, link.event, digest, key_id) == link.link


def _heads_kept_outside() -> Iterator[str]:
    """Every head that was ever written down outside: one cut away and sealed anew has another link at its place."""
    kept, found = settings.AUDIT_HEAD_FILE, False
    if kept.exists():
        with kept.open(encoding="utf-8", errors="replace") as file:
            for heads in _chunks(_head(line) for line in file if line.strip()):
                found = True
                if None in heads:
                    yield f"A line of {kept.name} cannot be read."
                fault = _first_wrong_head([head for head in heads if head is not None])
                if fault:
                    yield fault
                    return
    if not found and AuditLink.objects.exists():
        yield f"The file that keeps the head of the chain is {'empty' if kept.exists() else 'missing'}: {kept.name}."


def _head(line: str) -> dict[str, Any] | None:
    try:
        head = json.loads(line)
        at, position, link = datetime.fromisoformat(head["at"]), head["position"], str(head["link"])
        known = timezone.is_aware(at) and type(position) is int and 0 < position < LARGEST_POSITION
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return {"at": at, "position": position, "link": link} if known else None


def _first_wrong_head(heads: list[Mapping[str, Any]]) -> str:
    positions = [head["position"] for head in heads]
    links = dict(AuditLink.objects.filter(position__in=positions).values_list("position", "link"))
    for head in heads:
        when = _in_words(head["at"])
        if head["position"] not in links:
            return f"Link {head['position']}, sealed on {when}, is gone: the end of the chain was cut off."
        if links[head["position"]] != head["link"]:
            return f"Link {head['position']} is not the one that was sealed on {when}: the chain was cut and made anew."
    return ""


def _old_unsealed() -> Iterator[str]:
    unsealed = AuditEvent.objects.filter(~Exists(AuditLink.objects.filter(event=OuterRef("pk"))))
    oldest = unsealed.aggregate(oldest=Min("at"))["oldest"]
    if oldest and (timezone.now() - oldest).total_seconds() > UNSEALED_LIMIT_SECONDS:
        yield f"Events since {_in_words(oldest)} are not sealed: is the sealing job running?"


def _in_words(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y at %H:%M}"


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, AT_ONCE)):
        yield chunk
