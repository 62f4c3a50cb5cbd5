"""What every record that a person can name has in common, and the mark a write leaves for the figures."""

import uuid
from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.db.models.constants import OnConflict
from django.db.models.functions import Length

from vrn_cases.records.references import REFERENCE_LENGTH, new_reference

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


def longest(field: str, limit: int, name: str) -> models.CheckConstraint:
    """Text has a length limit in both databases; SQLite does not keep `max_length` of its own accord."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__length__lte": limit}), name=name)


def lengths(start: str, **limits: int) -> list[models.BaseConstraint]:
    """`longest` for several columns, each under a name of its own: `*lengths("series", code=80, unit=40)`."""
    return [longest(field, limit, f"{start}_{field}_length") for field, limit in limits.items()]


class OrderedText(models.CharField):  # type: ignore[type-arg]  # Django's take none at run time
    """Text that both databases keep in the same order, letter by letter: for keys found by their beginning.

    SQLite compares so by itself; PostgreSQL is told to, whatever language the database was made for.
    """

    def db_parameters(self, connection: Any) -> Any:
        return {**super().db_parameters(connection), "collation": "C" if connection.vendor == "postgresql" else None}


class Record(models.Model):
    """A row that is written through `records.services` alone: revised, audited and marked.

    A concrete record sets `reference_kind`, its letter, and may set `touches`, the kind of mark its writes leave for
    the figures, `personal`, the names of its fields that hold personal data, and `opened_with`, what `open_record`
    reads together with it because its page names it.
    """

    reference_kind: ClassVar[str] = ""
    touches: ClassVar[str] = ""
    personal: ClassVar[frozenset[str]] = frozenset()
    opened_with: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    _reference_drawn = False

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.reference:
            self.reference, self._reference_drawn = new_reference(self.reference_kind), True
        super().save(*args, **kwargs)

    def _do_insert(self, manager: Any, using: Any, fields: Any, returning_fields: Any, raw: bool) -> Any:
        """Insert without asking first whether the drawn reference is free; one that is taken is drawn again.

        Of 482 million; in a table of a million rows one new number in 500 is taken already. A row that breaks any
        unique constraint is left out by the database without an error, which leaves a transaction of PostgreSQL
        usable; when it was not the reference, the row is inserted once more for the error to be raised. Only the
        primary key is read back: a generated column is read when it is asked for, as after `write`.
        """
        insert = partial(manager._insert, [self], fields=fields, using=using, raw=raw)
        while self._reference_drawn:
            found = insert(returning_fields=[self._meta.pk], on_conflict=OnConflict.IGNORE)
            if found[0] is not None:
                return found
            if not manager.using(using).filter(reference=self.reference).exists():
                break
            self.reference = new_reference(self.reference_kind)
        return insert(returning_fields=returning_fields)

    def programme_code(self) -> str:
        """The programme an event about this record belongs to; empty for the network's own."""
        programme = getattr(self, "programme", None)
        return programme.code if programme is not None else ""


class Touched(models.Model):
    """Something that figures are made of was written; the refresh deletes exactly the rows it read."""

    kind = models.CharField(max_length=40)
    pk_touched = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "pk_touched"], name="touched_kind")]
