"""The list of people with an account."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from vrn_cases.access.models import STATE_CONDITIONS, Membership, User, UserState
from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import Role
from vrn_cases.access.selectors import with_second_factor
from vrn_cases.pages.columns import Column
from vrn_cases.pages.kept_words import TOO_LONG
from vrn_cases.pages.lists import ListPage
from vrn_cases.users.selectors import programmes, where

LONGEST_WORDS = 100  # each word is a condition more: a page of text would keep the database busy for minutes
STATE_COLOURS = {UserState.INVITED: "yellow", UserState.ACTIVE: "green", UserState.CLOSED: "grey"}


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="Name or email address",
        method="by_words",
        max_length=LONGEST_WORDS,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = django_filters.ChoiceFilter(label="Role", choices=Role.choices, method="by_membership", empty_label="Any")
    programme = django_filters.ModelChoiceFilter(
        label="Programme",
        queryset=lambda request: programmes(),
        to_field_name="reference",
        method="by_membership",
        empty_label="Any",
        help_text="Includes roles for the whole network.",
    )
    state = django_filters.ChoiceFilter(
        label="Account", choices=UserState.choices, method="by_state", empty_label="Any"
    )

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[User], name: str, words: str) -> QuerySet[User]:
        for word in words.split():
            rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return rows

    def by_membership(self, rows: QuerySet[User], name: str, value: Any) -> QuerySet[User]:
        """Role and programme are asked of one membership together, in `filter_queryset`."""
        return rows

    def by_state(self, rows: QuerySet[User], name: str, state: str) -> QuerySet[User]:
        return rows.filter(STATE_CONDITIONS[UserState(state)])

    def filter_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        rows = super().filter_queryset(queryset)
        role, programme = self.form.cleaned_data.get("role"), self.form.cleaned_data.get("programme")
        if not role and not programme:
            return rows
        held = Membership.objects.in_force(timezone.localdate()).filter(user=OuterRef("pk"))
        if role:
            held = held.filter(role=role)
        if programme:
            held = held.filter(Q(programme=programme) | Q(programme=None))
        return rows.filter(Exists(held))


def _roles(user: User) -> str:
    return "; ".join(f"{row.get_role_display()} ({where(row)})" for row in user.roles_today) or "None"  # type: ignore[attr-defined]  # prefetched by the list


def _last_sign_in(user: User) -> str:
    return f"{timezone.localtime(user.last_login):%-d %B %Y}" if user.last_login else "Never"


class UserList(ListPage):
    title = "People and roles"
    kind = "users"
    secret_filters = ("q",)
    filterset = UserFilter
    default_order = ("name", "id")
    columns = (
        Column("name", "Name", lambda user: user.name, url=lambda user: user.get_absolute_url(), order=("name", "id")),
        Column("email", "Email address", lambda user: user.email, order=("email",)),
        Column("roles", "Roles", _roles),
        Column("state", "Account", lambda user: user.state.label, tag=lambda user: STATE_COLOURS[user.state]),
        Column("second_factor", "Second step", lambda user: "Yes" if user.second_factor else "No"),
        Column("last_sign_in", "Last sign-in", _last_sign_in),
    )

    def queryset(self) -> QuerySet[User]:
        today = Membership.objects.in_force(timezone.localdate()).select_related("programme", "organisation")
        people = User.objects.for_user(self.request.user, to=Permission.USER_MANAGE)
        return with_second_factor(people).prefetch_related(
            Prefetch("memberships", queryset=today.order_by("role", "id"), to_attr="roles_today")
        )
