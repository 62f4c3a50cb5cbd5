"""Every write of a record goes through here: read again under a lock, revised, audited, marked for the figures."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import F

from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record, together
from vrn_cases.records.encryption import EncryptedText
from vrn_cases.records.models import Record, Touched
from vrn_cases.records.references import new_reference
from vrn_cases.records.refusals import Changed

R = TypeVar("R", bound=Record)
ASKED_AT_ONCE = 10_000  # references in one question to the database
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
    """Insert a record with its audit event and its mark: four statements, of which those beside the row are shared by
    everything that is written within one `submitted`, one step of a job or one `together`.

    Many at once: `create_many`.
    """
    _inside_a_transaction()
    row = model(**values)
    row.save(force_insert=True)
    _created(row, values, action, by, detail)
    return row


def create_many(
    model: type[R],
    rows: Iterable[Mapping[str, Any]],
    *,
    action: Action,
    by: Any,
    detail: Mapping[str, Any] | None = None,
) -> list[R]:
    """Insert a record for each of these sets of values, in their order, with the events and marks that `create` would
    leave: five statements for all of them (SQLite, which takes few values in one, needs more).
    """
    _inside_a_transaction()
    wanted = [dict(values) for values in rows]
    made = [model(**values) for values in wanted]
    nameless = [row for row in made if not row.reference]
    for row, reference in zip(nameless, _free_references(model, len(nameless)), strict=True):
        row.reference = reference
    with together():
        model._base_manager.bulk_create(made)
        for row, values in zip(made, wanted, strict=True):
            _created(row, values, action, by, detail)
    return made


def _free_references(model: type[Record], count: int) -> list[str]:
    """As many references as asked, unlike each other and none of them taken."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {new_reference(model.reference_kind) for _ in range(min(count - len(free), ASKED_AT_ONCE))} - free
        free |= drawn - set(model._base_manager.filter(reference__in=drawn).values_list("reference", flat=True))
    return list(free)


def _created(row: Record, values: Mapping[str, Any], action: Action, by: Any, detail: Mapping[str, Any] | None) -> None:
    _event(row, action, by, detail, {name: (None, value) for name, value in values.items() if value not in (None, "")})


def write(row: R, *, action: Action, by: Any, detail: Mapping[str, Any] | None = None, **values: Any) -> R:
    """Write those of these columns that change of a row that `locked` gave; raise its revision, audit and mark it.

    Four statements, of which all but the row's own are shared as in `create`. What is known when a record is made
    belongs into `create`: a `write` straight after it is a second event and a second revision of one act. Raises
    Changed when the row was written since it was read.
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
        marks=[Touched(kind=row.touches, pk_touched=row.pk)] if row.touches else (),
    )


def _sealed(row: Record, name: str, value: Any) -> Any:
    """The value as its column stores it."""
    field = row._meta.get_field(name)
    return field.sealed(row, value) if isinstance(field, EncryptedText) else value


def _kept(row: Record, name: str, value: Any) -> str | None:
    """A value as the log keeps it beside the event: cut when long; of an encrypted field only the ciphertext.

    That is bound to the same row and field as the column itself, and opens with `EncryptedText.bound_to(row.uid)`.
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
