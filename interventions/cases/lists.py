"""The list of cases for those who work on them, and the one without names for the central team."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from interventions.cases.models import Case, CaseStatus, Ending
from interventions.cases.selectors import age_band, cases_of, coded_cases
from interventions.cases.shown import COLOURS, home_in_words
from interventions.programmes.models import ListName, Programme
from interventions.programmes.selectors import entries_in_force
from interventions.referrals.selectors import programmes_seen
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.pages.columns import Column, name_column
from vrn_cases.pages.day_filter import day_filter
from vrn_cases.pages.lists import ListPage
from vrn_cases.records.addresses import address_of
from vrn_cases.records.references import is_reference
from vrn_cases.templatetags.gov_display import as_short_day

STANDING = "standing"
STATES = [*CaseStatus.choices, (STANDING, "Open or paused")]
MINE, NOBODYS = "mine", "nobody"
STATUSES = dict(CaseStatus.choices)
WEEK = timedelta(days=7)
DUE = [("late", "Its day has passed"), ("week", "Within a week, or passed")]


class OpenedFilter(django_filters.FilterSet):
    """What both lists are filtered by. Somebody of one programme is not asked which."""

    verb: ClassVar[Permission]

    status = django_filters.ChoiceFilter(label="Status", choices=STATES, empty_label="Any", method="by_status")
    programme = django_filters.ChoiceFilter(label="Programme", empty_label="Any", method="by_programme")
    first = day_filter("Opened from", "opened_on", "gte")
    last = day_filter("Opened until", "opened_on", "lte", help_text="This day included.")

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = self.request.user.grants
        if not grants.network_wide(self.verb) and len(grants.programmes(self.verb)) == 1:
            del self.filters["programme"]
            return
        self.seen: list[Programme] = list(programmes_seen(self.request.user, to=self.verb))
        self.filters["programme"].extra["choices"] = [(one.reference, one.name) for one in self.seen]

    def by_status(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return rows.filter(closed_on=None) if value == STANDING else rows.filter(status=value)

    def by_programme(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return rows.filter(programme__in=[one.pk for one in self.seen if one.reference == value])


class CaseFilter(OpenedFilter):
    verb = Permission.CASE_VIEW

    worker = django_filters.ChoiceFilter(label="Lead worker", empty_label="Anybody", method="by_worker")
    due = django_filters.ChoiceFilter(label="Next due", choices=DUE, empty_label="Any", method="by_due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(MINE, "My cases"), (NOBODYS, "Nobody yet")]
        wanted = (self.data or {}).get("worker", "")
        if is_reference(wanted, User.reference_kind):  # one colleague, from the link in the list
            colleagues = User.objects.filter(reference=wanted, pk__in=cases_of(self.request.user).values("worker"))
            choices += [(one.reference, one.name) for one in colleagues]
        self.filters["worker"].extra["choices"] = choices

    def by_worker(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        if value == MINE:
            return rows.filter(worker=self.request.user)
        return rows.filter(worker=None) if value == NOBODYS else rows.filter(worker__reference=value)

    def by_due(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Of closed cases too, which may still want their last measure."""
        today = timezone.localdate()
        return rows.filter(next_due_on__lte=today + WEEK) if value == "week" else rows.filter(next_due_on__lt=today)


def led_by(case: Case) -> str:
    """The same list, of the cases of this one's lead worker alone."""
    return f"{address_of('cases')}?worker={case.worker.reference}" if case.worker else ""


COLUMNS = (
    name_column("name", "Name", lambda row: row.participant, url=lambda row: row.get_absolute_url(),
                order=("participant__sort_name", "id")),
    Column("reference", "Reference", lambda row: row.reference, url=lambda row: row.get_absolute_url(), width=12),
    Column("programme", "Programme", lambda row: row.programme.name, words=lambda row: row.programme.code,
           order=("programme__code", "id"), width=32),
    Column("worker", "Lead worker", lambda row: row.worker.name if row.worker else "", url=led_by,
           order=("worker__name", "id"),
           width=28),
    Column("status", "Status", lambda row: STATUSES[row.status], order=("status", "-opened_on", "-id"),
           tag=lambda row: COLOURS[row.status]),
    Column("opened_on", "Opened", lambda row: row.opened_on, words=lambda row: as_short_day(row.opened_on),
           order=("opened_on", "id"), width=20),
    Column("last_session_on", "Last session", lambda row: row.last_session_on,
           words=lambda row: as_short_day(row.last_session_on), width=20),
    Column("next_due_on", "Next due", lambda row: row.next_due_on, words=lambda row: as_short_day(row.next_due_on),
           width=20),
)  # fmt: skip


class CaseList(ListPage):
    title = "Cases"
    kind = "cases"
    filterset = CaseFilter
    default_order = ("-opened_on", "-id")
    empty_text = "Your programme has no case yet. A case opens when a referral is accepted."

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]  # somebody of one programme knows which it is
        return [one for one in COLUMNS if one.key != "programme" or "programme" in self.filter.filters]

    @property
    def columns_of_file(self) -> Sequence[Column]:
        return COLUMNS

    def queryset(self) -> QuerySet[Case]:
        return cases_of(self.request.user)


class CodedFilter(OpenedFilter):
    verb = Permission.CASE_VIEW_CODED

    ending = django_filters.ChoiceFilter(label="How it ended", choices=Ending.choices, empty_label="Any")


def coded_url(case: Case) -> str:
    return address_of("case_coded", case.reference)


class CodedList(ListPage):
    title = "Cases without names"
    kind = "cases-coded"
    filterset = CodedFilter
    default_order = ("-opened_on", "-id")
    empty_text = "No case is recorded in the programmes that you may see."

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]  # the age bands are rows, read once a page
        return (
            Column("reference", "Reference", lambda row: row.reference, url=coded_url, width=12),
            Column("programme", "Programme", lambda row: row.programme.code, order=("programme__code", "id")),
            Column("age_band", "Age band at opening", lambda row: age_band(row, self.bands), width=20),
            Column("area", "Area at opening", home_in_words, width=28),
            Column("referred_from", "Where from", lambda row: row.referral.referred_from.label, width=32),
            Column(
                "opened_on",
                "Opened",
                lambda row: row.opened_on,
                words=lambda row: as_short_day(row.opened_on),
                order=("opened_on", "id"),
            ),
            Column(
                "status",
                "Status",
                lambda row: STATUSES[row.status],
                order=("status", "-opened_on", "-id"),
                tag=lambda row: COLOURS[row.status],
            ),
            Column("closed_on", "Closed", lambda row: row.closed_on, words=lambda row: as_short_day(row.closed_on)),
        )

    @property
    def columns_of_file(self) -> Sequence[Column]:
        """How it ended as well."""
        return (
            *self.columns,
            Column("close_reason", "Why", lambda row: row.close_reason.label if row.close_reason else "", width=40),
            Column("ending", "How it ended", lambda row: row.get_ending_display(), width=36),
        )

    @cached_property
    def bands(self) -> list[Any]:
        return entries_in_force(ListName.AGE_BAND, timezone.localdate())

    def queryset(self) -> QuerySet[Case]:
        return coded_cases(self.request.user)
