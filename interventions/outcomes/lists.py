"""The lists of measures taken: with names for those who work with the people, by reference for the central team."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from interventions.cases.selectors import age_band
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import Assessment, MeasurePoint
from interventions.outcomes.shown import main_score, main_score_as_number, title_of
from interventions.programmes.models import ListEntry, ListName
from interventions.programmes.selectors import entries_in_force
from interventions.referrals.selectors import programmes_seen
from vrn_cases.access.permissions import Permission
from vrn_cases.pages.columns import Column, name_column
from vrn_cases.pages.day_filter import day_filter
from vrn_cases.pages.lists import ListPage
from vrn_cases.templatetags.gov_display import as_short_day


class AssessmentFilter(django_filters.FilterSet):
    instrument = django_filters.ChoiceFilter(
        label="Measure", choices=[(code, one.short_name) for code, one in INSTRUMENTS.items()], empty_label="Any"
    )
    point = django_filters.ChoiceFilter(label="When", choices=MeasurePoint.choices, empty_label="Any")
    taken = django_filters.ChoiceFilter(
        label="Taken", choices=[("yes", "Taken"), ("no", "Not taken")], empty_label="Both", method="by_taken"
    )
    programme = django_filters.ModelChoiceFilter(
        label="Programme",
        queryset=lambda request: programmes_seen(request.user, to=Permission.CASE_VIEW),
        to_field_name="reference",
        empty_label="Any",
    )
    first = day_filter("From", "taken_on", "gte")
    last = day_filter("Until", "taken_on", "lte", help_text="This day included.")

    class Meta:
        model = Assessment
        fields: ClassVar[list[str]] = []

    def by_taken(self, rows: QuerySet[Assessment], name: str, value: str) -> QuerySet[Assessment]:
        return rows.filter(not_done_reason__isnull=value == "yes")


class CodedAssessmentFilter(AssessmentFilter):
    programme = django_filters.ModelChoiceFilter(
        label="Programme",
        queryset=lambda request: programmes_seen(request.user, to=Permission.CASE_VIEW_CODED),
        to_field_name="reference",
        empty_label="Any",
    )


DAY = Column(
    "taken_on", "Day", lambda row: row.taken_on, words=lambda row: as_short_day(row.taken_on), order=("taken_on", "id")
)
MEASURE = Column("instrument", "Measure", lambda row: title_of(INSTRUMENTS[row.instrument], row.point), width=28)
SCORE = Column("score", "Score", main_score_as_number, words=main_score, width=40)


class AssessmentList(ListPage):
    title = "Measures taken"
    kind = "assessments"
    filterset = AssessmentFilter
    default_order = ("-taken_on", "-id")
    empty_text = "No measure is recorded yet. Measures are recorded on the page of a case."
    columns = (
        Column("reference", "Reference", lambda row: row.reference, url=lambda row: row.get_absolute_url(), width=12),
        DAY,
        name_column(
            "name", "Young person", lambda row: row.case.participant,
            order=("case__participant__sort_name", "taken_on", "id"),
        ),
        Column("case", "Case", lambda row: row.case.reference, url=lambda row: row.case.get_absolute_url(), width=12),
        MEASURE,
        SCORE,
    )  # fmt: skip

    def queryset(self) -> QuerySet[Assessment]:
        mine = Assessment.objects.for_user(self.request.user, to=Permission.CASE_VIEW).filter(replaced_at=None)
        return mine.select_related("case__participant__programme", "not_done_reason")


class CodedAssessmentList(ListPage):
    """What the central team sees of a measure: reference, age band, area, days and codes. No name, contact or note."""

    title = "Measures taken, without names"
    kind = "assessments-coded"
    filterset = CodedAssessmentFilter
    default_order = ("-taken_on", "-id")
    empty_text = "No measure is recorded yet."

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]  # the age bands are rows, read once a page
        return (
            Column("reference", "Reference", lambda row: row.reference, width=12),
            DAY,
            Column("case", "Case", lambda row: row.case.reference, width=12),
            Column("programme", "Programme", lambda row: row.programme.code),
            Column("age_band", "Age at opening", lambda row: age_band(row.case, self.bands), width=20),
            Column("area", "Area at opening", lambda row: row.case.area.name if row.case.area else "", width=24),
            MEASURE,
            SCORE,
        )

    @cached_property
    def bands(self) -> list[ListEntry]:
        return entries_in_force(ListName.AGE_BAND, timezone.localdate())

    def queryset(self) -> QuerySet[Assessment]:
        seen = Assessment.objects.for_user(self.request.user, to=Permission.CASE_VIEW_CODED).filter(replaced_at=None)
        return seen.select_related("case__participant", "case__area", "programme", "not_done_reason")
