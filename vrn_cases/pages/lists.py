"""The one list page: filter, sort, keyset pages, capped count, and an Excel file of the same columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vrn_cases.access.permissions import Permission
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.pages.keyset import Page, page_of
from vrn_cases.pages.services import page
from vrn_cases.spreadsheets import Sheet, workbook_bytes

PAGE_SIZE = 25
COUNT_CAP = 1_000
EXPORT_CAP = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column of a list and of its Excel file. `value` gives what the file holds; `words` what the page says."""

    key: str
    label: str
    value: Callable[[Any], Any]
    words: Callable[[Any], str] | None = None
    url: Callable[[Any], str] | None = None
    order: tuple[str, ...] = ()  # fields that sort by this column, the last one unique; empty: cannot be sorted by
    numeric: bool = False
    tag: Callable[[Any], str] | None = None  # a tag's colour


@dataclass
class ListPage:
    """What a room's `lists.py` declares by subclassing; an object is one request's list."""

    title: ClassVar[str] = ""
    kind: ClassVar[str] = ""  # names the list in the log and in the file's name
    permission: ClassVar[Permission]
    filterset: ClassVar[type[django_filters.FilterSet]]
    columns: ClassVar[Sequence[Column]] = ()
    default_order: ClassVar[tuple[str, ...]] = ("-id",)
    empty_text: ClassVar[str] = "There is nothing here yet."
    none_match_text: ClassVar[str] = "Nothing matches these filters. Remove one to see more."

    request: HttpRequest
    extra: dict[str, Any] = field(default_factory=dict)

    def queryset(self) -> QuerySet[Any]:
        """The rows this user may see, with everything that a row shows already joined."""
        raise NotImplementedError(f"{type(self).__name__} must say which rows it lists")

    @cached_property
    def filter(self) -> django_filters.FilterSet:
        return self.filterset(self.request.GET or None, queryset=self.queryset(), request=self.request)

    @cached_property
    def matching(self) -> QuerySet[Any]:
        return self.filter.qs

    @cached_property
    def order(self) -> tuple[str, ...]:
        wanted = self.request.GET.get("sort", "")
        for column in self.columns:
            if column.order and wanted.lstrip("-") == column.key:
                return _flipped(column.order) if wanted.startswith("-") else column.order
        return self.default_order

    @cached_property
    def page(self) -> Page:
        get = self.request.GET
        return page_of(
            self.matching, self.order, size=PAGE_SIZE, after=get.get("after", ""), before=get.get("before", "")
        )

    @cached_property
    def count(self) -> int:
        """How many match, counted no further than the cap."""
        return self.matching.order_by()[: COUNT_CAP + 1].count()

    @property
    def count_text(self) -> str:
        shown = f"{COUNT_CAP:,}+" if self.count > COUNT_CAP else f"{self.count:,}"
        return f"{shown} {'result' if self.count == 1 else 'results'}"

    @property
    def heads(self) -> list[dict[str, Any]]:
        sort = self.request.GET.get("sort", "")
        heads = []
        for column in self.columns:
            sorted_now = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "none")
            key = f"-{column.key}" if sorted_now == "ascending" else column.key
            heads.append(
                {
                    "key": column.key,
                    "label": column.label,
                    "numeric": column.numeric,
                    "sorted": sorted_now,
                    "sort_url": self._address(sort=key) if column.order else "",
                }
            )
        return heads

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        return [[_cell(column, row) for column in self.columns] for row in self.page.rows]

    @property
    def next_url(self) -> str:
        return self._address(after=self.page.next_token) if self.page.next_token else ""

    @property
    def previous_url(self) -> str:
        return self._address(before=self.page.previous_token) if self.page.previous_token else ""

    @property
    def clear_url(self) -> str:
        return self.request.path

    @property
    def excel_url(self) -> str:
        if not self.count or not self.request.user.holds(Permission.LIST_EXPORT):
            return ""
        return self._address(format="xlsx")

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force, with the address of the same list without it."""
        form = self.filter.form
        if not form.is_bound or not form.is_valid():
            return []
        chips = []
        for name in form.fields:
            value = form.cleaned_data.get(name)
            if value not in (None, "", []):
                text = f"{form.fields[name].label}: {_chosen(form, name, value)}"
                chips.append({"label": text, "remove_url": self._address(drop=name)})
        return chips

    @property
    def empty(self) -> str:
        return self.none_match_text if self.chips else self.empty_text

    def _address(self, drop: str = "", **changed: str) -> str:
        moved = {"after", "before", "format"}
        pairs = [
            (key, value)
            for key, values in self.request.GET.lists()
            for value in values
            if value and key not in moved and key != drop and not key.startswith(f"{drop}_" if drop else "\0")
            and key not in changed
        ]
        query = urlencode(pairs + sorted(changed.items()))
        return f"{self.request.path}?{query}" if query else self.request.path

    def response(self, template: str = "components/list.html", **context: Any) -> HttpResponse:
        """The page, its results part for htmx, or the Excel file; one event in the log for each."""
        if self.request.GET.get("format") == "xlsx" and self.excel_url:
            return self.excel()
        shown = [getattr(row, "reference", str(row.pk)) for row in self.page.rows]
        record(
            Action.LIST_SHOWN, by=self.request.user, subject_kind="list", subject_id=self.kind, detail={"shown": shown}
        )
        return page(self.request, template, part="results", list=self, **context)

    def excel(self) -> HttpResponse:
        name = f"{self.kind}-{timezone.localdate():%Y-%m-%d}.xlsx"
        content = workbook_bytes([self.sheet()], title=self.title, demonstration=settings.DEMONSTRATION)
        record(
            Action.LIST_EXPORTED,
            by=self.request.user,
            subject_kind="list",
            subject_id=self.kind,
            detail={"count": self.count},
        )
        return HttpResponse(
            content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def sheet(self) -> Sheet:
        return Sheet(title=self.title, heads=[column.label for column in self.columns], rows=self.exported())

    def exported(self) -> Iterator[list[Any]]:
        for row in self.matching.order_by(*self.order)[:EXPORT_CAP].iterator(chunk_size=2_000):
            yield [column.value(row) for column in self.columns]


def _flipped(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _cell(column: Column, row: Any) -> dict[str, Any]:
    words = column.words(row) if column.words else column.value(row)
    return {
        "text": "" if words is None else words,
        "url": column.url(row) if column.url else "",
        "numeric": column.numeric,
        "tag": column.tag(row) if column.tag else "",
    }


def _chosen(form: Any, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", []))
    values = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(str(choices.get(item, choices.get(str(item), item))) for item in values)
