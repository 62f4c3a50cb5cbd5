"""The document of a draft, worked out once for everything that it is made of, and anew as soon as any of that moves.

Gathering and the disclosure door take a hundred times as long as a page. What they gave is kept in this process alone,
whole, as printed: the team's edition holds exact figures, and those have no place in a shared cache.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet, Sum, Value

from interventions.programmes.models import Programme, Source
from monitoring.budgets.models import BudgetLine, GrantAgreement
from monitoring.indicators.kept_releases import PROFILES
from monitoring.indicators.models import RollUp
from monitoring.indicators.sight import sets_held
from monitoring.indicators.windows import FigureWindow, window_of_days
from monitoring.measures.models import Observation, Series, SuccessMeasure
from monitoring.reports.decided import decided, released_mark
from monitoring.reports.definitions.board import board_document
from monitoring.reports.document import Document
from monitoring.reports.material import Material, gather
from monitoring.reports.models import Report
from monitoring.returns.models import Return, ReturnVersion
from monitoring.theory.models import Theory

PREVIEWS_KEPT = 8  # in each process; one takes a few megabytes


@dataclass(frozen=True)
class _Wanted:
    """What a preview is asked for by; `made_of` is different as soon as anything in it is."""

    made_of: Hashable
    profile: str
    dated: date
    report: Report = field(compare=False, repr=False)


def preview(report: Report, profile_code: str, dated: date) -> Document:
    """The document as it would be frozen now, from the figures that stand. Raises Refused when it may not be shown."""
    # The mark is taken before anything is read. What is written in between is then found under a mark that nobody asks
    # for again; the other way round it would hide what was written.
    return _worked_out(_Wanted(_made_of(report), profile_code, dated, report))


@lru_cache(maxsize=PREVIEWS_KEPT)
def _worked_out(wanted: _Wanted) -> Document:
    profile = PROFILES[wanted.profile]
    material = decided(material_of(wanted.report, _latest_rollup()), profile)
    return board_document(material, profile, dated=wanted.dated)


def window_of(report: Report) -> FigureWindow:
    return window_of_days(report.start, report.end)


def material_of(report: Report, rollup: RollUp | None) -> Material:
    return gather(
        window_of(report),
        published_only=report.published_only,
        reference=report.reference,
        rollup=rollup,
        cover=report.cover_lines.filter(removed_at=None).order_by("part", "position", "id"),
    )


def _latest_rollup() -> RollUp | None:
    return RollUp.objects.filter(finished_at__isnull=False).order_by("-finished_at", "-id").first()


def _made_of(report: Report) -> Hashable:
    """Everything that a document of this report is read from, in a few short queries.

    Figures are named by their roll-up, records by how often they were written. Templates, questions and the answers of
    an accepted version are frozen, cards and links of a theory belong to its version: none changes by itself.
    """
    rollup = _latest_rollup()
    return (
        report.reference,
        report.revision,
        rollup.pk if rollup else 0,
        released_mark(),
        sets_held(),
        tuple(Source.objects.order_by("pk").values_list("code", "title", "dated")),
        frozenset(_written(report)),
        settings.DEMONSTRATION,
    )


def _written(report: Report) -> QuerySet[Any, Any]:
    """Of each kind of record how many there are, the newest, and how often they were written: every write moves one."""
    within = Q(published=True) | Q(start__gte=report.start, end__lte=report.end)
    versions = Q(of__published=True) | Q(of__start__gte=report.start, of__end__lte=report.end)
    kinds: tuple[QuerySet[Any], ...] = (
        Programme.objects.all(),
        Theory.objects.all(),
        Series.objects.all(),
        Observation.objects.all(),
        SuccessMeasure.objects.all(),
        GrantAgreement.objects.all(),
        BudgetLine.objects.all(),
        Return.objects.filter(within),
        ReturnVersion.objects.filter(versions),
        report.cover_lines.all(),
    )
    first, *others = (
        rows.order_by()
        .values(of_kind=Value(rows.model._meta.model_name))
        .annotate(count=Count("pk"), newest=Max("pk"), writes=Sum("revision"))
        .values_list("of_kind", "count", "newest", "writes")
        for rows in kinds
    )
    return first.union(*others, all=True)
