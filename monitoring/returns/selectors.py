"""Reads that shape the pages of returns, and what the engine and the reports need from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from interventions.programmes.models import Mode, Running
from monitoring.returns.asked import Given, Key, Row, answers_of, rows_asked
from monitoring.returns.checks import contradictions, missing, unbroken
from monitoring.returns.models import Return, ReturnAnswer, ReturnVersion
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


def left_to_do(version: ReturnVersion, rows: Sequence[Row] | None = None) -> list[str]:
    """What has to be put right in a version before it can be sent, in sentences; empty when nothing."""
    rows = rows_asked(version.of) if rows is None else rows
    answers = answers_of(version)
    found = [
        f"Line {row.number}, “{row.text}”, has no answer. Fill it in, or say why not." for row in missing(rows, answers)
    ]
    found += [f"Line {row.number}, “{row.text}”: {fault}" for row, fault in contradictions(rows, answers)]
    found += [
        f"Line {row.number}, “{row.text}”, has no breakdown by {label.lower()}. Fill it in, or say why not in the note."
        for row, label in unbroken(rows, answers)
    ]
    return found


def previous_return(of: Return) -> Return | None:
    """The return of the same programme and organisation over the period that ended when this one begins."""
    if of.start is None:
        return None
    same = Return.objects.filter(programme=of.programme_id, organisation=of.organisation_id, published=False)
    return same.filter(end=of.start).order_by("-start", "-id").first()


def last_period(of: Return) -> dict[Key, Given]:
    """What was accepted for the period before this one, by row; empty where nothing was."""
    before = previous_return(of)
    return answers_of(counting_version(before)) if before else {}


def counting_version(of: Return) -> ReturnVersion | None:
    return of.versions.filter(accepted_at__isnull=False, replaced_at=None).first()


def newest_version(of: Return) -> ReturnVersion | None:
    """The version somebody works on now: the one being prepared, else the one sent, else the one that counts."""
    return of.versions.filter(replaced_at=None).order_by("-number").first()


def accepted_versions(start: date, end: date) -> QuerySet[ReturnVersion]:
    """The versions that count of partners' returns whose period lies in [start, end), oldest period first."""
    return (
        ReturnVersion.objects.filter(
            of__published=False, of__start__gte=start, of__end__lte=end, accepted_at__isnull=False, replaced_at=None
        )
        .select_related("of__programme", "of__organisation", "of__template")
        .order_by("of__programme__name", "of__organisation__name", "of__start", "pk")
    )


@dataclass(frozen=True)
class PrintedFigure:
    """One figure of the published record as its source prints it. `end` is exclusive, as everywhere."""

    programme_id: int
    programme_code: str
    programme_name: str
    measure: str
    population: str
    counted: str
    value: int
    qualifier: str
    label: str
    start: date | None
    end: date
    source_code: str
    source_title: str
    reference: str  # of the return that holds it


_PRINTED = {
    "programme_id": F("version__of__programme"),
    "programme_code": F("version__of__programme__code"),
    "programme_name": F("version__of__programme__name"),
    "measure": F("question__return_line__measure"),
    "population": F("question__return_line__population"),
    "counted": F("question__return_line__counted"),
    "label": F("version__of__label"),
    "start": F("version__of__start"),
    "end": F("version__of__end"),
    "source_code": F("version__of__source__code"),
    "source_title": F("version__of__source__title"),
    "reference": F("version__of__reference"),
}


def printed_figures(
    *, start: date | None = None, end: date | None = None, programmes: Iterable[int] | None = None
) -> list[PrintedFigure]:
    """Figures of the published record whose printed period overlaps [start, end), by programme and period.

    A statement without a start is taken to overlap a window that holds its last day. Either end may be left open.
    """
    found = ReturnAnswer.objects.filter(
        version__of__published=True, version__accepted_at__isnull=False, version__replaced_at=None, number__isnull=False
    )
    if start is not None:
        found = found.filter(version__of__end__gt=start)
    if end is not None:
        begun = Q(version__of__start__lt=end) | Q(version__of__start=None, version__of__end__lte=end)
        found = found.filter(begun)
    if programmes is not None:
        found = found.filter(version__of__programme__in=list(programmes))
    rows = found.annotate(**{f"_{name}": path for name, path in _PRINTED.items()}).order_by(
        "version__of__programme__name", "version__of__end", "question__position", "pk"
    )
    columns = ["number", "qualifier", *(f"_{name}" for name in _PRINTED)]
    return [
        PrintedFigure(value=number, qualifier=qualifier, **dict(zip(_PRINTED, rest, strict=True)))
        for number, qualifier, *rest in rows.values_list(*columns)
    ]
