"""Keys by which a name or date of birth is found, one table for both databases."""

from django.db import models

from interventions.participants.models.participants import Participant
from vrn_cases.records.models import OrderedText


class NameKeyKind(models.TextChoices):
    TOKEN = "t", "One word of a name, folded; found by its beginning"
    PHONETIC = "p", "How one word of a name sounds"
    SORTED = "s", "All words of the name in alphabetical order"
    INITIALS = "i", "Initials with the year of birth"
    BIRTH = "b", "Date of birth, and the ways in which it is often written wrongly"


class NameKey(models.Model):
    """One key of one participant. `programme` is the participant's own, so that a search stays inside its scope."""

    kind = models.CharField(max_length=1, choices=NameKeyKind)
    key = OrderedText(max_length=170)
    programme = models.ForeignKey("interventions.Programme", on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="name_keys")

    personal = frozenset({"key"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind", "key"], name="name_key_once"),
            models.CheckConstraint(condition=models.Q(kind__in=NameKeyKind.values), name="name_key_kind_known"),
        ]
        indexes = [models.Index(fields=["programme", "kind", "key"], name="name_key_found")]
