"""One row per submitted form, so that a double click or a repeated request does its work once."""

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """`key` comes with the form; the first writer of it wins, the others are sent to its result."""

    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    result = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)
