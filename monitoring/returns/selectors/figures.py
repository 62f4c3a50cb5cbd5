"""What the engine, the reports and the return to a funder read: versions that count, and printed figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from monitoring.returns.models import GrantReturn, ReturnAnswer, ReturnVersion


def accepted_versions(start: date, end: date) -> QuerySet[ReturnVersion]:
    """The versions that count of partners' returns whose period lies in [start, end), oldest period first."""
    return (
        ReturnVersion.objects.filter(
            of__published=False, of__start__gte=start, of__end__lte=end, accepted_at__isnull=False, replaced_at=None
        )
        .select_related("of__programme", "of__organisation", "of__template")
        .order_by("of__programme__name", "of__organisation__name", "of__start", "pk")
    )


def went_into(made: GrantReturn) -> QuerySet[ReturnVersion]:
    """The versions that a return to a funder was made from, as they counted then."""
    return made.versions.select_related("of__programme", "of__organisation").order_by(
        "of__programme__name", "of__organisation__name", "of__start", "pk"
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
