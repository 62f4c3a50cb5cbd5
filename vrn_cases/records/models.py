"""What every record that a person can name has in common, and the mark a write leaves for the figures."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Length

from vrn_cases.records.references import REFERENCE_LENGTH, new_reference

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


def longest(field: str, limit: int, name: str) -> models.CheckConstraint:
    """Text has a length limit in both databases; SQLite does not keep `max_length` of its own accord."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__length__lte": limit}), name=name)


class Record(models.Model):
    """A row that is written through `records.services` alone: revised, audited and marked.

    A concrete record sets `reference_kind`, its letter, and may set `touches`, the kind of mark its writes leave for
    the figures, and `personal`, the names of its fields that hold personal data.
    """

    reference_kind: ClassVar[str] = ""
    touches: ClassVar[str] = ""
    personal: ClassVar[frozenset[str]] = frozenset()

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.reference:
            self.reference = self._free_reference()
        super().save(*args, **kwargs)

    def _free_reference(self) -> str:
        """Of 482 million; in a table of a million rows one new number in 500 is taken already."""
        while True:
            reference = new_reference(self.reference_kind)
            if not type(self)._base_manager.filter(reference=reference).exists():
                return reference

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
