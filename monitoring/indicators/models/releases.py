"""What was released of each indicator, for the disclosure door."""

from django.db import models


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
