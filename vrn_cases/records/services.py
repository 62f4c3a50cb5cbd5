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
    _inside_a_transaction()
    now = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if revision is not None and now.revision != revision:
        raise Changed(now.revision)
    return now


def create(model: type[R], *, action: Action, by: Any, detail: Mapping[str, Any] | None = None, **values: Any) -> R:
    """Insert a record with its audit event and its mark."""
    _inside_a_transaction()
    row = model(**values)
    row.save(force_insert=True)
    _event(row, action, by, detail, {name: (None, value) for name, value in values.items() if value not in (None, "")})
    return row


def write(row: R, *, action: Action, by: Any, detail: Mapping[str, Any] | None = None, **values: Any) -> R:
    """Write those of these columns that change of a row that `locked` gave; raise its revision, audit and mark it.

    Raises Changed when the row was written since it was read.
    """
    _inside_a_transaction()
    changes = {name: (getattr(row, name), value) for name, value in values.items()}
    changes = {name: (old, new) for name, (old, new) in changes.items() if _text(old) != _text(new)}
    columns = {name: _sealed(row, name, new) for name, (_, new) in changes.items()}
    now = type(row)._base_manager.filter(pk=row.pk)
    if not now.filter(revision=row.revision).update(**columns, revision=F("revision") + 1):
        raise Changed(now.values_list("revision", flat=True).get())
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    _event(row, action, by, detail, changes)
    return _without_generated(row)


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
        if getattr(row, _column(row, name)) != (value.pk if isinstance(value, models.Model) else value)
    }


def _column(row: models.Model, name: str) -> str:
    """The attribute that holds the stored value: of a foreign key, its id."""
    field = row._meta.get_field(name)
    return field.attname if isinstance(field, models.Field) else name


def mark_touched(kind: str, pk: int) -> None:
    Touched.objects.create(kind=kind, pk_touched=pk)


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a record is written inside its service's transaction")


def _event(
    row: Record, action: Action, by: Any, detail: Mapping[str, Any] | None, changes: Mapping[str, tuple[Any, Any]]
) -> None:
    record(
        action,
        by=by,
        subject_kind=row._meta.label_lower,
        subject_id=row.reference,
        programme=row.programme_code(),
        detail=detail,
        values={name: (_kept(row, name, old), _kept(row, name, new)) for name, (old, new) in changes.items()},
    )
    if row.touches:
        mark_touched(row.touches, row.pk)


def _sealed(row: Record, name: str, value: Any) -> Any:
    """The value as its column stores it."""
    field = row._meta.get_field(name)
    return field.sealed(row, value) if isinstance(field, EncryptedText) else value


def _kept(row: Record, name: str, value: Any) -> str | None:
    """A value as the log keeps it beside the event: cut when long; of an encrypted field only the ciphertext.

    That is bound to the same row and field as the column itself, and opens with `EncryptedText.bound_to(row)`.
    """
    text = _text(value)
    return text if text is None else _sealed(row, name, text[:MOST_KEPT])


def _text(value: Any) -> str | None:
    """A value in words: a record by its reference, a day or instant in ISO form."""
    if value is None:
        return None
    if isinstance(value, Record):
        return value.reference
    if isinstance(value, models.Model):
        return str(value.pk)
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _without_generated(row: R) -> R:
    """Drop what the database works out, so that the next read fetches it: Django 5.2 keeps the value before `write`."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.GeneratedField):
            row.__dict__.pop(field.attname, None)
    return row
