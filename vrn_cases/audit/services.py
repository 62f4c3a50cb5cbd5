"""The only way to put something into the log, and the sealer that chains it."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from vrn_cases.audit.actions import Action
from vrn_cases.audit.digests import (
    GENESIS,
    canonical,
    event_content,
    keyed_digest,
    link_digest,
    value_hash,
    writing_key,
)
from vrn_cases.audit.middleware import current_request_id
from vrn_cases.audit.models import AuditEvent, AuditLink, AuditValue

SYSTEM = "system"
SEALER_LOCK = 7_201_911  # any constant: the advisory lock that lets one sealer work at a time on PostgreSQL
SEAL_BATCH = 2_000


def actor_name(by: Any) -> str:
    """A user's uid, or the name of what runs without a person."""
    return by if isinstance(by, str) else str(by.uid)


def person(by: Any) -> Any:
    """Who did it, where that is a user; what runs without a person is none."""
    return None if isinstance(by, str) else by


@dataclass(eq=False)
class _Left:
    """What one write leaves behind. The transaction is handed it as something to call when it commits, and so drops
    it together with a savepoint that is rolled back; calling it does nothing."""

    event: AuditEvent
    values: list[AuditValue]
    marks: Sequence[models.Model]

    def __call__(self) -> None:
        return


_waiting: ContextVar[list[_Left] | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """One transaction whose events, kept values and marks are put down at its end, each in one statement.

    `submitted`, a job's step and `create_many` use it already; a service that writes several records and may be called
    otherwise can too. Inside, an event has no id yet and cannot be read. What is rolled back takes its events along.
    """
    if _waiting.get() is not None:
        yield
        return
    left: list[_Left] = []
    # Without a savepoint: whatever leaves by an exception takes the whole transaction with it, so that nothing can be
    # written and its event lost.
    with transaction.atomic(savepoint=False):
        token = _waiting.set(left)
        try:
            yield
        finally:
            _waiting.reset(token)
        standing = {id(call) for _, call, *_ in connection.run_on_commit}
        _put_down([one for one in left if id(one) in standing])


def record(
    action: Action,
    *,
    by: Any,
    subject_kind: str,
    subject_id: str,
    programme: str = "",
    detail: Mapping[str, Any] | None = None,
    values: Mapping[str, tuple[str | None, str | None]] | None = None,
    marks: Sequence[models.Model] = (),
) -> AuditEvent:
    """Insert one event, with the old and new value of each changed field apart from it, and rows that stand beside it.

    `detail` may name ids, counts, field names and hashes, never a personal value. Must run inside the transaction
    that does what it describes, so that neither exists without the other. Within `together` all of it is inserted at
    the end.
    """
    salted = {field: (secrets.token_hex(16), old, new) for field, (old, new) in (values or {}).items()}
    content = dict(detail or {})
    if salted:
        content["fields"] = {
            field: value_hash(salt=salt, field=field, old=old, new=new) for field, (salt, old, new) in salted.items()
        }
    event = AuditEvent(
        at=timezone.now(),
        actor=actor_name(by),
        action=action,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        programme=programme,
        request_id=current_request_id(),
        detail=canonical(content) if content else "",
        key_id=writing_key(),
    )
    event.digest = keyed_digest(event_content(event), event.key_id)
    kept = [AuditValue(field=field, salt=salt, old=old, new=new) for field, (salt, old, new) in salted.items()]
    left, waiting = _Left(event, kept, marks), _waiting.get()
    if waiting is None:
        _put_down([left])
    else:
        waiting.append(left)
        transaction.on_commit(left)
    return event


def _put_down(left: Sequence[_Left]) -> None:
    if len(left) == 1:  # as is every event of a page that is only read: without a transaction of its own
        left[0].event.save(force_insert=True)
    else:
        AuditEvent.objects.bulk_create([one.event for one in left])
    for one in left:
        for value in one.values:
            value.event = one.event.pk
    AuditValue.objects.bulk_create([value for one in left for value in one.values])
    marks = [mark for one in left for mark in one.marks]
    for model in dict.fromkeys(type(mark) for mark in marks):
        model._base_manager.bulk_create([mark for mark in marks if type(mark) is model])


def seal_events(limit: int = SEAL_BATCH) -> int:
    """Chain the events that have no link yet, oldest id first; returns how many. Safe to run at any time, many times.

    Events are taken by an anti-join and not above a high-water mark, because ids do not commit in order.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        last = AuditLink.objects.order_by("-position").first()
        position, previous = (last.position, last.link) if last else (0, GENESIS)
        unsealed = AuditEvent.objects.filter(~Exists(AuditLink.objects.filter(event=OuterRef("pk")))).order_by("id")
        links = []
        for event in unsealed[:limit]:
            position += 1
            previous = link_digest(previous, position, event.pk, event.digest, event.key_id)
            links.append(AuditLink(position=position, event=event.pk, link=previous))
        AuditLink.objects.bulk_create(links, batch_size=500)
        if links:
            transaction.on_commit(lambda: keep_head_outside(position, previous))
    return len(links)


def keep_head_outside(position: int, link: str) -> None:
    """Append the chain's head to a file outside the database, so that a cut tail shows."""
    settings.AUDIT_HEAD_FILE.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"at": timezone.now().isoformat(), "position": position, "link": link}) + "\n"
    with open(settings.AUDIT_HEAD_FILE, "a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
