"""The list of what was done and seen."""

from datetime import date, datetime, time, timedelta
from functools import cached_property

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from vrn_cases.access.models import User
from vrn_cases.access.receivers import NOBODY
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.selectors import about_reference
from vrn_cases.log.selectors import fields_changed, kind_in_words, more_about, names_of_actors
from vrn_cases.pages.columns import Column
from vrn_cases.pages.keyset import Page
from vrn_cases.pages.lists import ListPage

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"]
WRONG_DAY = {"invalid": "Enter the day as in 5/11/2026."}


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class LogFilter(django_filters.FilterSet):
    action = django_filters.ChoiceFilter(label="What was done", choices=Action.choices, empty_label="Anything")
    actor = django_filters.CharFilter(
        label="Who", method="by_actor", help_text="An account’s reference or email address, or “system”."
    )
    subject = django_filters.CharFilter(
        label="About", method="by_subject", help_text="The reference of a record, an account or a file."
    )
    first = django_filters.DateFilter(
        label="From",
        method="from_day",
        input_formats=DAY_FORMATS,
        error_messages=WRONG_DAY,
        widget=forms.DateInput(format="%d/%m/%Y"),
    )
    last = django_filters.DateFilter(
        label="Until",
        method="until_day",
        input_formats=DAY_FORMATS,
        error_messages=WRONG_DAY,
        widget=forms.DateInput(format="%d/%m/%Y"),
        help_text="This day included.",
    )

    class Meta:
        model = AuditEvent
        fields: tuple[str, ...] = ("action",)

    def by_actor(self, rows: QuerySet[AuditEvent], name: str, text: str) -> QuerySet[AuditEvent]:
        words = text.strip()
        uids = User.objects.filter(Q(reference=words.upper()) | Q(email=words.lower())).values_list("uid", flat=True)
        return rows.filter(actor__in=[*(str(uid) for uid in uids), words])

    def by_subject(self, rows: QuerySet[AuditEvent], name: str, text: str) -> QuerySet[AuditEvent]:
        return rows.filter(about_reference(text))

    def from_day(self, rows: QuerySet[AuditEvent], name: str, day: date) -> QuerySet[AuditEvent]:
        return rows.filter(at__gte=start_of(day))

    def until_day(self, rows: QuerySet[AuditEvent], name: str, day: date) -> QuerySet[AuditEvent]:
        return rows if day == date.max else rows.filter(at__lt=start_of(day + timedelta(days=1)))


def _moment(event: AuditEvent) -> str:
    return f"{timezone.localtime(event.at):%-d %B %Y, %H:%M:%S}"


def _about(event: AuditEvent) -> str:
    if event.subject_id == NOBODY:
        return "an address without an account"
    programme = f" in {event.programme}" if event.programme else ""
    return f"{kind_in_words(event.subject_kind)} {event.subject_id}{programme}"


class LogList(ListPage):
    title = "Log of what was done and seen"
    kind = "audit"
    secret_filters = ("actor",)
    filterset = LogFilter
    default_order = ("-at", "-id")
    can_be_exported = False  # who did what, by name, does not leave the service in a file
    empty_text = "Nothing has been done yet."
    columns = (
        Column("at", "When", _moment, order=("at", "id")),
        Column("actor", "Who", lambda event: event.actor_name),
        Column("action", "What", lambda event: event.get_action_display()),
        Column("subject", "About", _about),
        Column("fields", "Fields", lambda event: ", ".join(name.replace("_", " ") for name in fields_changed(event))),
        Column("more", "More", more_about),
    )

    def queryset(self) -> QuerySet[AuditEvent]:
        return AuditEvent.objects.all()

    @cached_property
    def page(self) -> Page:
        """The page with each actor's name, read in one query for all its rows."""
        page = super().page
        names = names_of_actors(event.actor for event in page.rows)
        for event in page.rows:
            event.actor_name = names[event.actor]
        return page
