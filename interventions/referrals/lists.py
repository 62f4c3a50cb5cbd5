"""The list of referrals, and the one in which a referrer follows their own organisation's."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse

from interventions.programmes.models import Programme
from interventions.referrals.intake.intake import Intake
from interventions.referrals.intake.questions import answer_in_words
from interventions.referrals.intake.registry import intake_model, questions_of
from interventions.referrals.models import Referral, ReferralStatus
from interventions.referrals.selectors import fate, programmes_seen, referrals_of
from interventions.referrals.shown import COLOURS
from vrn_cases.access.permissions import Permission
from vrn_cases.pages.columns import Column, name_column
from vrn_cases.pages.day_filter import day_filter
from vrn_cases.pages.lists import ListPage
from vrn_cases.templatetags.gov_display import as_day, as_short_day


class ReferralFilter(django_filters.FilterSet):
    """`seen`: the programmes to choose from; `chosen`: the one that the list is of, by choice or as the only one."""

    status = django_filters.ChoiceFilter(label="Status", choices=ReferralStatus.choices, empty_label="Any")
    programme = django_filters.ChoiceFilter(label="Programme", empty_label="Any", method="by_programme")
    first = day_filter("Received from", "received_on", "gte")
    last = day_filter("Received until", "received_on", "lte", help_text="This day included.")

    class Meta:
        model = Referral
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = list(programmes_seen(self.request.user, to=Permission.REFERRAL_VIEW))
        self.filters["programme"].extra["choices"] = [(one.reference, one.name) for one in self.seen]
        if len(self.seen) == 1:
            del self.filters["programme"]
        if self.intake is not None:
            self.filters.update(_filters_of(self.intake, self))

    @cached_property
    def chosen(self) -> Programme | None:
        wanted = (self.data or {}).get("programme", "")
        known = [one for one in self.seen if wanted == one.reference or len(self.seen) == 1]
        return known[0] if known else None

    @property
    def intake(self) -> type[Intake] | None:
        """The programme's own questions, where the list is of one programme that asks any."""
        return intake_model(self.chosen) if self.chosen else None

    def by_programme(self, rows: QuerySet[Referral], name: str, value: str) -> QuerySet[Referral]:
        return rows.filter(programme__in=[one.pk for one in self.seen if one.reference == value])


def _filters_of(model: type[Intake], parent: Any) -> dict[str, django_filters.Filter]:
    """A filter for each question of the programme's own that is answered by a choice."""
    filters = {}
    for column in questions_of(model):
        if not column.choices:
            continue
        path, choices = f"{model._meta.model_name}__{column.name}", [pair for pair in column.choices if pair[0]]
        asked = django_filters.ChoiceFilter(
            label=column.verbose_name, field_name=path, choices=choices, empty_label="Any"
        )
        asked.parent, asked.model = parent, Referral
        filters[f"intake_{column.name}"] = asked
    return filters


COLUMNS = (
    name_column("name", "Name", lambda row: row.participant, url=lambda row: row.get_absolute_url(),
                order=("participant__sort_name", "id")),
    Column("reference", "Reference", lambda row: row.reference, url=lambda row: row.get_absolute_url(), width=12),
    Column("received_on", "Received", lambda row: row.received_on, words=lambda row: as_short_day(row.received_on),
           order=("received_on", "id"), width=20),
    Column("programme", "Programme", lambda row: row.programme.name, order=("programme__name", "id"), width=32),
    Column("referred_from", "Where from", lambda row: row.referred_from.label, width=32),
    Column("status", "Status", lambda row: row.get_status_display(), order=("status", "-received_on", "-id"),
           tag=lambda row: COLOURS[row.status], width=24),
)  # fmt: skip
IN_THE_FILE = (
    Column("route", "How it reached us", lambda row: row.route.label, width=32),
    Column("accepted_on", "Accepted", lambda row: row.accepted_on),
    Column("joined_on", "Joined to a case", lambda row: row.joined_on),
    Column("declined_on", "Declined", lambda row: row.declined_on),
    Column("withdrawn_on", "Withdrawn", lambda row: row.withdrawn_on),
)


class ReferralList(ListPage):
    title = "Referrals"
    kind = "referrals"
    filterset = ReferralFilter
    default_order = ("-received_on", "-id")
    empty_text = "No referral has reached your programme yet."

    def queryset(self) -> QuerySet[Referral]:
        return referrals_of(self.request.user, to=Permission.REFERRAL_VIEW)

    @property
    def intake(self) -> type[Intake] | None:
        """The programme's own questions, where the list is of one programme that asks any."""
        return getattr(self.filter, "intake", None)

    @cached_property
    def matching(self) -> QuerySet[Referral]:
        rows = super().matching
        return rows.select_related(self.intake._meta.model_name) if self.intake else rows

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]  # somebody of one programme knows which it is
        return [one for one in COLUMNS if one.key != "programme" or "programme" in self.filter.filters]

    @property
    def columns_of_file(self) -> Sequence[Column]:
        """What came of each as well, and the programme's own questions."""
        return (*COLUMNS, *IN_THE_FILE, *_columns_of(self.intake))


def _columns_of(model: type[Intake] | None) -> list[Column]:
    return [] if model is None else [_column_of(model, column) for column in questions_of(model)]


def _column_of(model: type[Intake], column: Any) -> Column:
    beside = str(model._meta.model_name)

    def value(row: Any) -> str:
        return answer_in_words(column, getattr(row, beside, None))

    return Column(f"intake_{column.name}", str(column.verbose_name), value, width=28)


class SentFilter(django_filters.FilterSet):
    first = day_filter("Sent from", "received_on", "gte")
    last = day_filter("Sent until", "received_on", "lte", help_text="This day included.")

    class Meta:
        model = Referral
        fields: ClassVar[list[str]] = []


def sent_url(referral: Any) -> str:
    return reverse("referral_sent", args=[referral.reference])


class SentList(ListPage):
    title = "Your organisation’s referrals"
    kind = "referrals-sent"
    filterset = SentFilter
    columns = (
        name_column("name", "Name", lambda row: row.participant, url=sent_url, order=("participant__sort_name", "id")),
        Column("reference", "Reference", lambda row: row.reference, url=sent_url),
        Column(
            "received_on",
            "Sent",
            lambda row: row.received_on,
            words=lambda row: as_day(row.received_on),
            order=("received_on", "id"),
        ),
        Column("programme", "Programme", lambda row: row.programme.name, order=("programme__name", "id")),
        Column("fate", "What became of it", fate),
    )
    default_order = ("-received_on", "-id")
    can_be_exported = False
    empty_text = "Your organisation has not referred anybody yet."

    def queryset(self) -> QuerySet[Referral]:
        return referrals_of(self.request.user, to=Permission.REFERRAL_FOLLOW)
