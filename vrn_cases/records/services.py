"""Every write of a record goes through here: read again under a lock, revised, audited, marked for the figures."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import F

from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.records.encryption import EncryptedText
from vrn_cases.records.models import Record, Touched
from vrn_cases.records.refusals import Changed

R = TypeVar("R", bound=Record)
MOST_KEPT = 4_000  # characters of a value kept beside an event


def locked(row: R, revision: int | None = None) -> R:
    """Read `row` again inside the transaction, locked, and compare `revision` with the one the page was made from.

    FOR UPDATE on PostgreSQL; on SQLite the IMMEDIATE transaction already holds the one write lock. Raises Changed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("locked() must run inside the service's transaction")
    now = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if revision is not None and now.revision != revision:
        raise Changed(now.revision)
    return now


def create(model: type[R], *, action: Action, by: Any, detail: Mapping[str, Any] | None = None, **values: Any) -> R:
    """Insert a record with its audit event and its mark."""
    row = model(**values)
    row.save(force_insert=True)
    kept = {name: (None, _text(value)) for name, value in values.items() if value not in (None, "")}
    _event(row, action, by, detail, kept)
    return _fresh(row)


def write(row: R, *, action: Action, by: Any, detail: Mapping[str, Any] | None = None, **values: Any) -> R:
    """Write only these columns of a row that `locked` gave, raise its revision, audit the change and mark it.

    Raises Changed when the row was written since it was read.
    """
    changes = {name: (_text(getattr(row, name)), _text(value)) for name, value in values.items()}
    changes = {name: (old, new) for name, (old, new) in changes.items() if old != new}
    for name, value in values.items():
        setattr(row, name, value)
    columns: dict[str, Any] = {name: _stored(row, name, value) for name, value in values.items()}
    updated = (
        type(row)._base_manager.filter(pk=row.pk, revision=row.revision).update(**columns, revision=F("revision") + 1)
    )
    if not updated:
        raise Changed(row.revision)
    row.revision += 1
    _event(row, action, by, detail, changes)
    return _fresh(row)


def put(model: type[R], *, key: Mapping[str, Any], action: Action, by: Any, **values: Any) -> R:
    """The record under this natural key with these values: created when missing; only what differs is written.

    Putting the same again writes nothing: no revision, no event, no mark.
    """
    row = model._base_manager.filter(**key).first()
    if row is None:
        return create(model, action=action, by=by, **key, **values)
    changes = differing(row, values)
    return write(locked(row), action=action, by=by, **changes) if changes else row


def differing(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that the row does not hold already."""
    return {
        name: value
        for name, value in values.items()
        if getattr(row, row._meta.get_field(name).attname) != (value.pk if isinstance(value, models.Model) else value)
    }


def mark_touched(kind: str, pk: int) -> None:
    Touched.objects.create(kind=kind, pk_touched=pk)


def _event(
    row: Record,
    action: Action,
    by: Any,
    detail: Mapping[str, Any] | None,
    changes: dict[str, tuple[str | None, str | None]],
) -> None:
    encrypted = {field.attname for field in row._meta.concrete_fields if isinstance(field, EncryptedText)}
    kept = {name: pair for name, pair in changes.items() if name not in encrypted}
    told = dict(detail or {})
    if sealed := sorted(encrypted & changes.keys()):
        told["sealed_fields"] = sealed
    record(
        action,
        by=by,
        subject_kind=row._meta.label_lower,
        subject_id=row.reference,
        programme=row.programme_code(),
        detail=told,
        values=kept,
    )
    if row.touches:
        mark_touched(row.touches, row.pk)


def _stored(row: Record, name: str, value: Any) -> Any:
    field = row._meta.get_field(name)
    return field.sealed(row, value) if isinstance(field, EncryptedText) else value


def _fresh(row: R) -> R:
    """Drop what the database works out, so that the next read fetches it: Django 5.2 keeps the old value."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.GeneratedField):
            row.__dict__.pop(field.attname, None)
    return row


def _text(value: Any) -> str | None:
    """A value as the log keeps it: a record by its reference, an instant in ISO form, long text cut."""
    if value is None:
        return None
    if isinstance(value, Record):
        return value.reference
    if isinstance(value, models.Model):
        return str(value.pk)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)[:MOST_KEPT]
