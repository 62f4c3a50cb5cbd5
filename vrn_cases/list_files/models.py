"""A long list whose Excel file a job is to make. The row goes when the file is there; the file is a kept file."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from vrn_cases.records.encryption import EncryptedText


class WantedList(models.Model):
    """Which list, by its page's address, and for whom. `query` may hold a name that was searched for: it is encrypted,
    stands in no event of the log, and is removed with the row."""

    personal: ClassVar[frozenset[str]] = frozenset({"query"})

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = models.CharField(max_length=300)
    query = EncryptedText()
    wanted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wanted_at = models.DateTimeField(db_index=True)
    job = models.OneToOneField("vrn_cases.Job", on_delete=models.CASCADE, related_name="+")
