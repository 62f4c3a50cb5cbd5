"""A record with every kind of column that writing treats apart; the product's own have no encrypted text yet."""

from typing import Any, ClassVar

import pytest
from django.db import connection, models

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


@pytest.fixture(scope="session")
def note_class(django_db_setup: None, django_db_blocker: Any) -> type[Note]:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Note)
    return Note


@pytest.fixture
def note_model(note_class: type[Note], db: None) -> type[Note]:
    return note_class
