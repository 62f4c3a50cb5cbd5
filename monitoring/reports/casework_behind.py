"""The records of casework behind a figure of a report, as far as somebody may open them, and whether they changed."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Min, Q

from interventions.outcomes.models import Assessment
from interventions.sessions.models import Session
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.figures import Place
from monitoring.indicators.selectors import Behind, place_named, records_behind, rows_behind
from monitoring.reports.material import CASEWORK_CODES
from vrn_cases.access.permissions import Permission
from vrn_cases.audit.models import AuditEvent

CASE = "interventions.Case"
WRITES = ("referral_", "case_", "session_", "attendance_", "assessment_", "measure_plan_")


def place_of_casework(key: str) -> tuple[Indicator, Place] | None:
    """The indicator of casework and the place that a figure's key names, or that of a number it rests on."""
    if key.split(":", maxsplit=1)[0] not in CASEWORK_CODES:
        return None
    return place_named(key.split("#", maxsplit=1)[0])


def may_open(user: Any, indicator: Indicator) -> bool:
    """Whether somebody may see records of this kind at all, with names or as coded."""
    return bool(user.holds(indicator.grain.permission) or user.holds(Permission.CASE_VIEW_CODED))


def opened(user: Any, indicator: Indicator, place: Place, *, after: str, before: str) -> Behind:
    """One page of the records that are behind the figure today."""
    return records_behind(user, indicator, place, after=after, before=before)


def changed_since(indicator: Indicator, place: Place, frozen_at: datetime | None) -> datetime | None:
    """When something about these records was first written after the report was frozen; None: nothing was."""
    if frozen_at is None:
        return None
    ids = rows_behind(indicator, place).values(indicator.grain.source)
    model = apps.get_model(indicator.grain.records)
    about = Q(subject_id__in=model._default_manager.filter(pk__in=ids).order_by().values("reference"))
    if indicator.grain.records == CASE:
        for of_a_case in (Session, Assessment):
            rows = of_a_case._default_manager.filter(case__in=ids).order_by()
            about |= Q(subject_id__in=rows.values("reference"))
    written = Q()
    for start in WRITES:
        written |= Q(action__startswith=start)
    return AuditEvent.objects.filter(about, written, at__gt=frozen_at).aggregate(first=Min("at"))["first"]
