"""The engine's own tables: grains (a narrow row a thing), cells (figures), roll-ups (which working-out)."""

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
        indexes = [models.Index(fields=["-finished_at", "-id"], name="rollup_latest")]


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


class KeptRelease(models.Model):
    """What was released of one indicator, and what each place showed: the next release is attacked beside it.

    `release` holds the counts themselves, for the door alone; `showings` what readers saw. `released_at` null: made,
    and not out yet. Rows are never changed but for that.
    """

    indicator = models.CharField(max_length=20)
    what = models.CharField(max_length=20)  # "report"
    reference = models.CharField(max_length=12)  # of the record that released it, and which freezing of it
    profile = models.CharField(max_length=60)
    release = models.TextField()  # canonical JSON
    showings = models.TextField()  # canonical JSON
    made_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "what", "reference", "profile"], name="kept_release_once")
        ]
        indexes = [models.Index(fields=["indicator", "released_at"], name="kept_release_indicator")]


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
        indexes = [models.Index(fields=["window_kind", "quarter", "scope_kind", "programme"], name="cell_window")]
