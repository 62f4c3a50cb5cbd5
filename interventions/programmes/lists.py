"""The lists of programmes. What is only planned has a list of its own: it is never among what is delivered."""

from typing import ClassVar

import django_filters
from django.db.models import QuerySet

from interventions.programmes.models import DeliveryModel, PreventionLevel, Programme, StatedAs
from vrn_cases.access.permissions import Permission
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage

COLOURS = {StatedAs.PLANNED: "yellow", StatedAs.PARTNER: "blue"}  # what is delivered needs no mark
GOING_ON = [choice for choice in StatedAs.choices if choice[0] != StatedAs.PLANNED]


class PlannedFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name")
    delivery_model = django_filters.ChoiceFilter(
        choices=DeliveryModel.choices, label="Delivery model", empty_label="Any"
    )
    prevention_level = django_filters.ChoiceFilter(
        choices=PreventionLevel.choices, label="Prevention level", empty_label="Any"
    )

    class Meta:
        model = Programme
        fields: ClassVar[list[str]] = []


class ProgrammeFilter(PlannedFilter):
    stated_as = django_filters.ChoiceFilter(choices=GOING_ON, label="Stated as", empty_label="Any")


def level_in_words(programme: Programme) -> str:
    level = programme.get_prevention_level_display()
    return f"{level} (our reading)" if programme.level_is_reading else level


COLUMNS = (
    Column("name", "Programme", lambda row: row.name, url=lambda row: row.get_absolute_url(),
           order=("name", "id"), width=60),
    Column("reference", "Reference", lambda row: row.reference, width=12),
    Column("delivery_model", "Delivery model", lambda row: row.get_delivery_model_display(),
           order=("delivery_model", "name", "id")),
    Column("delivered_by", "Delivered by", lambda row: row.delivered_by, order=("delivered_by", "id"), width=84),
    Column("prevention_level", "Prevention level", level_in_words, order=("prevention_level", "name", "id"), width=24),
    Column(
        "stated_as", "Stated as", lambda row: row.get_stated_as_display(), order=("stated_as", "name", "id"),
        tag=lambda row: COLOURS.get(row.stated_as, ""), width=20,
    ),
)  # fmt: skip


class ProgrammeList(ListPage):
    title = "Programmes"
    kind = "programmes"
    filterset = ProgrammeFilter
    columns = COLUMNS
    default_order = ("name", "id")
    empty_text = "No programme is recorded that you may see."

    def queryset(self) -> QuerySet[Programme]:
        mine = Programme.objects.for_user(self.request.user, to=Permission.PROGRAMME_VIEW)
        return mine.exclude(stated_as=StatedAs.PLANNED)


class PlannedList(ListPage):
    title = "Planned programmes"
    kind = "planned-programmes"
    filterset = PlannedFilter
    columns = COLUMNS
    default_order = ("name", "id")
    empty_text = "Nothing is planned that you may see."

    def queryset(self) -> QuerySet[Programme]:
        mine = Programme.objects.for_user(self.request.user, to=Permission.PROGRAMME_VIEW)
        return mine.filter(stated_as=StatedAs.PLANNED)
