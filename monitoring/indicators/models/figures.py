"""Cells (figures) and roll-ups (which working-out they come from)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class RollUpKind(models.TextChoices):
    FULL = "full", "Everything worked out again"
    REFRESH = "refresh", "What was touched worked out again"


class RollUp(models.Model):
    """One working-out of figures. Every page names the one it read."""

    kind = models.CharField(max_length=8, choices=RollUpKind)
    engine = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    grain_rows = models.PositiveIntegerField(default=0)
    cell_rows = models.PositiveIntegerField(default=0)
    cells_changed = models.PositiveIntegerField(default=0)
    differences = models.PositiveIntegerField(null=True)  # found by comparing a full rebuild with what stood
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=RollUpKind.values), name="rollup_kind_known")]
        indexes = [models.Index(fields=["-finished_at", "-id"], name="rollup_latest")]


class WindowKind(models.TextChoices):
    QUARTER = "quarter", "Quarter"
    YEAR_TO_DATE = "ytd", "Year to date"
    YEAR = "year", "Year"


class ScopeKind(models.TextChoices):
    PROGRAMME = "programme", "Programme"
    PROVIDER = "provider", "Provider in a programme"
    NETWORK = "network", "Network"


class Cell(models.Model):
    """All figures of one grain in one window, scope and breakdown value, as one JSON object.

    `figures` maps an indicator's code to its parts: {"n": 12} for a count, {"n": 3, "of": 8} for a share, ...
    Windows: `quarter` is the number of the quarter that ends the window (a year ends with its fourth quarter).
    """

    grain = models.CharField(max_length=20)
    window_kind = models.CharField(max_length=8, choices=WindowKind)
    quarter = models.IntegerField()
    scope_kind = models.CharField(max_length=10, choices=ScopeKind)
    programme = models.BigIntegerField(default=0)  # 0: the network
    provider = models.BigIntegerField(default=0)  # 0: all providers
    breakdown = models.CharField(max_length=30, blank=True)
    part = models.CharField(max_length=60, blank=True)
    figures = models.JSONField()
    engine = models.CharField(max_length=20)
    rollup = models.ForeignKey(RollUp, on_delete=models.PROTECT, related_name="+")

    KEYS: ClassVar[tuple[str, ...]] = (
        "grain",
        "window_kind",
        "quarter",
        "scope_kind",
        "programme",
        "provider",
        "breakdown",
        "part",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "window_kind", "quarter", "scope_kind", "programme", "provider", "breakdown", "part"],
                name="cell_once",
            ),
            models.CheckConstraint(condition=Q(window_kind__in=WindowKind.values), name="cell_window_known"),
            models.CheckConstraint(condition=Q(scope_kind__in=ScopeKind.values), name="cell_scope_known"),
        ]
        indexes = [
            models.Index(fields=["window_kind", "quarter", "scope_kind", "programme"], name="cell_window"),
            models.Index(
                fields=["breakdown", "grain", "window_kind", "quarter", "scope_kind", "programme"], name="cell_whole"
            ),
        ]
