"""The lists with names that were asked for in one's programmes: who, when, what for, how many, and until when."""

from datetime import datetime

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from vrn_cases.access.permissions import Permission
from vrn_cases.named_lists.models import NamedList
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage


class NamedListFilter(django_filters.FilterSet):
    class Meta:
        model = NamedList
        fields: tuple[str, ...] = ()


def named_list_url(named: NamedList) -> str:
    return reverse("named_list", args=[named.reference])


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def _expires(named: NamedList) -> str:
    return f"Over since {_moment(named.expires_at)}" if named.is_over(timezone.now()) else _moment(named.expires_at)


def _count(named: NamedList) -> int | str:
    return "Not downloaded" if named.count is None else named.count


class NamedLists(ListPage):
    title = "Lists with names"
    kind = "named-lists"
    filterset = NamedListFilter
    default_order = ("-asked_at", "-id")
    can_be_exported = False  # who had whose names, and what for, does not leave the service in a file
    empty_text = (
        "Nobody has asked for a list with names in your programmes. Whoever does stands here, with the purpose."
    )
    columns = (
        Column("reference", "Reference", lambda named: named.reference, url=named_list_url),
        Column("title", "List", lambda named: named.title),
        Column("programme", "Programme", lambda named: named.programme.name),
        Column("asked_by", "Who", lambda named: named.asked_by.name),
        Column("asked_at", "When", lambda named: _moment(named.asked_at), order=("asked_at", "id")),
        Column("purpose", "What for", lambda named: named.purpose, personal=True),
        Column("count", "People", _count, numeric=True),
        Column("expires_at", "Can be downloaded until", _expires),
    )

    def queryset(self) -> QuerySet[NamedList]:
        mine = NamedList.objects.for_user(self.request.user, to=Permission.LIST_EXPORT_NAMED)
        return mine.select_related("programme", "asked_by")
