"""What every programme's own questions have in common: they stand beside one referral, each in a column of its own."""

from typing import ClassVar

from django.db import models

from vrn_cases.access.scope import ScopedQuerySet
from vrn_cases.records.models import Record


class Intake(Record):
    """One programme's own answers about one referral. A blank was not asked; the columns carry their own wording."""

    scope_programme: ClassVar[str | None] = "referral__programme_id"
    scope_organisation: ClassVar[str | None] = "referral__referring_organisation_id"
    scope_facts: ClassVar[str] = "referral__"

    referral = models.OneToOneField("interventions.Referral", on_delete=models.PROTECT, related_name="%(class)s")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def programme_code(self) -> str:
        return self.referral.programme_code()


class Met(models.TextChoices):
    """Whether criteria are met. Why not is not held: it would be intelligence about a person."""

    NOT_ASKED = "", "Not checked"
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


def choice_known(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)


def checked_with_day(prefix: str) -> models.CheckConstraint:
    """Criteria that were checked say on which day and against which version of them."""
    return models.CheckConstraint(
        condition=models.Q(criteria="", criteria_checked_on=None, criteria_version="")
        | (~models.Q(criteria="") & models.Q(criteria_checked_on__isnull=False) & ~models.Q(criteria_version="")),
        name=f"{prefix}_criteria_with_day",
    )
