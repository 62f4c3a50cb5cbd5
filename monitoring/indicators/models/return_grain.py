"""The grain of partners' returns."""

from django.db import models


class ReturnLineGrain(models.Model):
    """One row an answered line, whole or part, of the version that counts: accepted and not replaced.

    Keys are plain numbers: a grain row is rebuilt, never edited, and outlives nothing.
    """

    answer = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField()
    return_id = models.BigIntegerField()
    programme = models.BigIntegerField()
    provider = models.BigIntegerField(null=True)
    published = models.BooleanField()
    measure = models.CharField(max_length=60)
    counted = models.CharField(max_length=15)
    population = models.CharField(max_length=60)
    additive = models.CharField(max_length=16)
    breakdown = models.CharField(max_length=30)
    part = models.CharField(max_length=60)
    start = models.DateField(null=True)
    end = models.DateField()
    first_quarter = models.IntegerField(null=True)  # of the period's first day; null: the source states no start
    last_quarter = models.IntegerField()  # of the period's last day
    answered = models.BooleanField()
    due = models.BooleanField()  # neither not due nor not applicable
    value = models.BigIntegerField(null=True)
    of_value = models.BigIntegerField(null=True)  # the same version's answer to the line that this one is a share of
    qualifier = models.CharField(max_length=10)

    class Meta:
        indexes = [
            models.Index(fields=["first_quarter", "last_quarter"], name="grain_line_quarters"),
            models.Index(fields=["programme", "measure"], name="grain_line_measure"),
            models.Index(fields=["return_id"], name="grain_line_return"),
        ]
