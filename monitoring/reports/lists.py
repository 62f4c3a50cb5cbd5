"""The list of reports."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from monitoring.reports.models import Report, ReportStatus
from monitoring.reports.selectors import reports_seen_by
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage
from vrn_cases.templatetags.gov_display import as_day

COLOURS = {
    ReportStatus.DRAFT: "grey",
    ReportStatus.FROZEN: "blue",
    ReportStatus.SIGNED: "purple",
    ReportStatus.PUBLISHED: "green",
    ReportStatus.RESTATED: "orange",
}


def _title(row: Report) -> str:
    return "Outcome report to the Board, published record only" if row.published_only else "Outcome report to the Board"


def _drafted_on(row: Report) -> date:
    return timezone.localdate(row.drafted_at)


class ReportFilter(django_filters.FilterSet):
    status = django_filters.MultipleChoiceFilter(
        label="State", choices=ReportStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    label = django_filters.CharFilter(label="Period", lookup_expr="startswith", help_text="For example, 2023/24")

    class Meta:
        model = Report
        fields = ("status", "label")


class ReportList(ListPage):
    title = "Reports"
    kind = "reports"
    filterset = ReportFilter
    default_order = ("-drafted_at", "-id")
    empty_text = "There is no report for you to read yet."
    columns = (
        Column(
            "period",
            "Period",
            value=lambda row: row.label,
            url=lambda row: row.get_absolute_url(),
            order=("start", "end", "id"),
        ),
        Column("title", "Report", value=_title),
        Column(
            "status",
            "State",
            value=lambda row: row.get_status_display(),
            tag=lambda row: COLOURS[ReportStatus(row.status)],
        ),
        Column(
            "drafted",
            "Drafted on",
            value=_drafted_on,
            words=lambda row: as_day(_drafted_on(row)),
            order=("drafted_at", "id"),
        ),
        Column("reference", "Reference", value=lambda row: row.reference, order=("reference", "id")),
    )

    def queryset(self) -> QuerySet[Any]:
        return reports_seen_by(self.request.user)
