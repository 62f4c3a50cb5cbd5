"""The list of outside series."""

from typing import ClassVar

import django_filters
from django.db.models import QuerySet

from monitoring.measures.models import Authority, Series
from monitoring.measures.selectors import every_series
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage


class SeriesFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name")
    authority = django_filters.ChoiceFilter(choices=Authority.choices, label="Where it comes from", empty_label="Any")

    class Meta:
        model = Series
        fields: ClassVar[list[str]] = []


class SeriesList(ListPage):
    title = "Outside figures"
    kind = "outside-figures"
    filterset = SeriesFilter
    default_order = ("name", "id")
    empty_text = "No outside figures are recorded."
    columns = (
        Column("name", "Series", lambda row: row.name, url=lambda row: row.get_absolute_url(),
               order=("name", "id"), width=84),
        Column("reference", "Reference", lambda row: row.reference, width=12),
        Column("authority", "From", lambda row: row.get_authority_display(), order=("authority", "name", "id")),
        Column("unit", "Unit", lambda row: row.unit),
        Column("definition_version", "Definition", lambda row: row.definition_version,
               words=lambda row: f"Version {row.definition_version}"),
        Column("values", "Printed values", lambda row: row.values_held, numeric=True),
        Column("results", "Success results", lambda row: row.results_held, numeric=True),
    )  # fmt: skip

    def queryset(self) -> QuerySet[Series]:
        return every_series()
