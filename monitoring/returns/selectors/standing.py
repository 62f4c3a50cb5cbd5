"""How returns stand, which are overdue, who owes them and who looks after them."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from interventions.programmes.models import Mode, Running
from monitoring.returns.models import Return, ReturnVersion
from vrn_cases.access.models import Membership, User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import ROLES, roles_with

# how a return stands, in the order in which the first that holds is said
STANDING = {
    "published": "Published record",
    "queried": "Queried",
    "submitted": "With the central team",
    "accepted": "Accepted",
    "draft": "Prepared, not sent",
    "none": "Not begun",
}


def with_standing(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Each return with `standing`, one of STANDING, worked out from the facts of its versions."""
    versions = ReturnVersion.objects.filter(of=OuterRef("pk"), replaced_at=None)
    sent = versions.filter(submitted_at__isnull=False, accepted_at=None)
    return returns.annotate(
        standing=Case(
            When(published=True, then=Value("published")),
            When(Exists(sent.filter(queried_at__isnull=False)), then=Value("queried")),
            When(Exists(sent), then=Value("submitted")),
            When(Exists(versions.filter(accepted_at__isnull=False)), then=Value("accepted")),
            When(Exists(versions), then=Value("draft")),
            default=Value("none"),
            output_field=CharField(),
        )
    )


def overdue(as_at: date) -> Q:
    """Returns that were due before this day and of which no version was ever sent."""
    sent = ReturnVersion.objects.filter(of=OuterRef("pk"), submitted_at__isnull=False)
    return Q(published=False, due_on__lt=as_at) & ~Q(Exists(sent))


def listed_returns(user: Any) -> QuerySet[Return]:
    """The returns this user may see, with what a row of a list shows."""
    mine = Return.objects.for_user(user, to=Permission.RETURN_VIEW)
    return with_standing(mine).select_related("programme", "organisation", "source")


def providers_returning(start: date, end: date) -> QuerySet[Running]:
    """Who ran a programme by returns alone on some day of the period (`end` exclusive), each once."""
    over = Q(ends_on=None) | Q(ends_on__gt=start)
    runs = Running.objects.filter(over, mode=Mode.RETURN_ONLY, starts_on__lt=end)
    first = runs.filter(programme=OuterRef("programme"), organisation=OuterRef("organisation")).order_by("id")
    return (
        runs.filter(pk=first.values("pk")[:1])
        .select_related("programme", "organisation")
        .order_by("programme__name", "organisation__name", "id")
    )


def who_fills_in(of: Return) -> QuerySet[User]:
    """Everybody who may fill in this return today."""
    return _holders(Permission.RETURN_SUBMIT, of)


def who_checks(of: Return) -> QuerySet[User]:
    """Everybody who may query and accept this return today."""
    return _holders(Permission.RETURN_CHECK, of)


def _holders(verb: Permission, of: Return) -> QuerySet[User]:
    today = timezone.localdate()
    roles = roles_with(verb)
    bound = [role for role in roles if ROLES[role].own_organisation_only]
    held = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today),
        Q(programme=None) | Q(programme=of.programme_id),
        ~Q(role__in=bound) | Q(organisation=of.organisation_id),
        role__in=roles,
        starts_on__lte=today,
    )
    return User.objects.filter(pk__in=held.values("user"), closed_at=None).order_by("id")
