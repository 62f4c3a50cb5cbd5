"""The list of returns, and of grant returns."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from interventions.programmes.models import Organisation, Programme
from monitoring.returns.models import GrantReturn, Return
from monitoring.returns.selectors import STANDING, listed_returns, overdue
from vrn_cases.access.permissions import Permission
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage
from vrn_cases.templatetags.gov_display import as_day

COLOURS = {
    "published": "blue",
    "queried": "orange",
    "submitted": "purple",
    "accepted": "green",
    "draft": "yellow",
    "none": "grey",
}


def programmes_seen(request: Any) -> QuerySet[Programme]:
    mine = Return.objects.for_user(request.user, to=Permission.RETURN_VIEW)
    return Programme.objects.filter(pk__in=mine.values("programme")).order_by("name")


def organisations_seen(request: Any) -> QuerySet[Organisation]:
    mine = Return.objects.for_user(request.user, to=Permission.RETURN_VIEW)
    return Organisation.objects.filter(pk__in=mine.values("organisation")).order_by("name")


def periods_seen(request: Any) -> list[tuple[str, str]]:
    mine = Return.objects.for_user(request.user, to=Permission.RETURN_VIEW)
    labels = mine.order_by("-end", "label").values_list("label", flat=True)
    return [(label, label) for label in dict.fromkeys(labels)]


class ReturnFilter(django_filters.FilterSet):
    programme = django_filters.ModelChoiceFilter(
        label="Programme", queryset=programmes_seen, to_field_name="reference", empty_label="Any"
    )
    organisation = django_filters.ModelChoiceFilter(
        label="Organisation", queryset=organisations_seen, to_field_name="reference", empty_label="Any"
    )
    period = django_filters.ChoiceFilter(label="Period", field_name="label", empty_label="Any")
    standing = django_filters.ChoiceFilter(label="Status", choices=list(STANDING.items()), empty_label="Any")
    published = django_filters.ChoiceFilter(
        label="Kind",
        choices=[("no", "Returns from partners"), ("yes", "Published record")],
        empty_label="Both",
        method="by_kind",
    )
    overdue = django_filters.ChoiceFilter(
        label="Overdue", choices=[("yes", "Only those overdue")], empty_label="Any", method="by_overdue"
    )

    class Meta:
        model = Return
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["period"].extra["choices"] = periods_seen(self.request)

    def by_kind(self, rows: QuerySet[Return], name: str, value: str) -> QuerySet[Return]:
        return rows.filter(published=value == "yes")

    def by_overdue(self, rows: QuerySet[Return], name: str, value: str) -> QuerySet[Return]:
        return rows.filter(overdue(timezone.localdate()))


def source_of(of: Return) -> str:
    """Whose it is: an organisation's, or a source's of the published record; a return has one of the two."""
    return str(of.organisation) if of.organisation else f"Source: {of.source.code if of.source else ''}"


def standing_of(of: Any) -> str:
    late = of.standing in ("none", "draft") and of.due_on is not None and of.due_on < timezone.localdate()
    return f"{STANDING[of.standing]}, overdue" if late else STANDING[of.standing]


def colour_of(of: Any) -> str:
    return "red" if standing_of(of).endswith("overdue") else COLOURS[of.standing]


class ReturnList(ListPage):
    title = "Returns"
    kind = "returns"
    filterset = ReturnFilter
    default_order = ("-end", "-id")
    empty_text = "No return has been asked for yet."
    columns = (
        Column("reference", "Return", lambda of: of.reference, url=lambda of: of.get_absolute_url(), width=12),
        Column(
            "programme", "Programme", lambda of: of.programme.name, order=("programme__name", "-end", "id"), width=60
        ),
        Column("organisation", "From", source_of, width=36),
        Column("period", "Period", lambda of: of.label, order=("end", "id"), width=32),
        Column("due_on", "Due", lambda of: of.due_on, words=lambda of: as_day(of.due_on)),
        Column("standing", "Status", standing_of, tag=colour_of, width=28),
    )

    def queryset(self) -> QuerySet[Return]:
        return listed_returns(self.request.user)


class GrantReturnFilter(django_filters.FilterSet):
    funder = django_filters.CharFilter(label="Funder", field_name="agreement__funder", lookup_expr="icontains")

    class Meta:
        model = GrantReturn
        fields: ClassVar[list[str]] = []


class GrantReturnList(ListPage):
    title = "Returns to funders"
    kind = "grant-returns"
    filterset = GrantReturnFilter
    default_order = ("-asked_for_at", "-id")
    empty_text = "No return to a funder has been made yet."
    columns = (
        Column("reference", "Return", lambda row: row.reference, url=lambda row: row.get_absolute_url(), width=12),
        Column("agreement", "Agreement", lambda row: str(row.agreement), order=("agreement__funder", "id"), width=36),
        Column("period", "Period", lambda row: row.label, order=("end", "id")),
        Column(
            "profile",
            "Small numbers",
            lambda row: "Exact" if row.threshold is None else f"Below {row.threshold} hidden",
        ),
        Column(
            "made_at",
            "Made",
            lambda row: row.made_at,
            words=lambda row: as_day(row.made_at and timezone.localtime(row.made_at)) or "Not finished",
        ),
        Column("by", "By", lambda row: row.asked_for_by.name if row.asked_for_by else "the service itself", width=28),
    )

    def queryset(self) -> QuerySet[GrantReturn]:
        mine = GrantReturn.objects.for_user(self.request.user, to=Permission.GRANT_RETURN_MAKE)
        return mine.select_related("agreement", "asked_for_by")
