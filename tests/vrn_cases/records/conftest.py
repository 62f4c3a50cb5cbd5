"""A record with every kind of column that writing treats apart; the product's own have no encrypted text yet."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from django.db import models

from vrn_cases.records.encryption import EncryptedText
from vrn_cases.records.models import Record


class Note(Record):
    reference_kind = "X"
    touches: ClassVar[str] = "note"

    title = models.CharField(max_length=5_000, blank=True)
    words = EncryptedText(null=True)
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    loud = models.GeneratedField(
        expression=models.functions.Upper("title"), output_field=models.CharField(max_length=5_000), db_persist=True
    )

    class Meta:
        app_label = "tests_records"  # no installed app: no migration and no walk sees it
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(title="no such title"), name="note_title_possible")
        ]


@pytest.fixture
def note_class() -> type[Note]:
    return Note


@pytest.fixture
def note_model(make_table: Callable[[type[models.Model]], None]) -> type[Note]:
    make_table(Note)
    return Note
