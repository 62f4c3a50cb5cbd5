"""The one list page: filter, sort, keyset pages, capped count, and an Excel file of the same columns."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from django.utils.safestring import SafeString

from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.pages.cells import rows_drawn
from vrn_cases.pages.columns import Column
from vrn_cases.pages.filters_in_force import Chip, chips_of, without
from vrn_cases.pages.kept_words import TOKEN, kept_words, without_words
from vrn_cases.pages.keyset import Page, page_of
from vrn_cases.pages.list_exports import CARRIED_LIST, InBackground, WithNames, export_rows, is_long
from vrn_cases.pages.services import page
from vrn_cases.records.encryption import encrypt

PAGE_SIZE = 25
COUNT_CAP = 1_000
MOVED = ("after", "before", "format")  # parameters of one page, which a link to another does not carry


@dataclass
class ListPage:
    """What a room's `lists.py` declares by subclassing; an object is one request's list.

    A page of 25 rows costs six queries: session, user, memberships, rows, count, and the event in the log.
    """

    title: ClassVar[str] = ""
    kind: ClassVar[str] = ""  # names the list in the log and in the file's name
    filterset: ClassVar[type[django_filters.FilterSet]]
    columns: ClassVar[Sequence[Column]] = ()
    default_order: ClassVar[tuple[str, ...]] = ("-id",)
    can_be_exported: ClassVar[bool] = True
    secret_filters: ClassVar[Sequence[str]] = ()  # boxes for somebody's name or address: kept out of the address
    empty_text: ClassVar[str] = "There is nothing here yet."
    none_match_text: ClassVar[str] = "Nothing matches these filters. Remove one to see more."
    wrong_filter_text: ClassVar[str] = "One of the filters cannot be used. Change it to see results."

    request: SignedInRequest
    extra: dict[str, Any] = field(default_factory=dict)

    def queryset(self) -> QuerySet[Any]:
        """The rows this user may see, with everything that a row shows already joined."""
        raise NotImplementedError(f"{type(self).__name__} must say which rows it lists")

    @cached_property
    def filter(self) -> django_filters.FilterSet:
        return self.filterset(self.parameters or None, queryset=self.queryset(), request=self.request)

    @cached_property
    def parameters(self) -> QueryDict:
        """What the address asks for, with the words in it that their token stands for."""
        asked = self.request.GET.copy()
        for token in asked.pop(TOKEN, []):
            words = kept_words(self.request.session, token)
            asked.update({name: word for name, word in words.items() if name in self.secret_filters})
        return asked

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """Nothing while a filter is wrong: a list must not look filtered when it is not."""
        form = self.filter.form
        return self.filter.queryset.none() if form.is_bound and form.errors else self.filter.qs

    @cached_property
    def sort(self) -> str:
        """The column's key that the address asks for, "-" in front for descending; empty for the list's own order."""
        wanted = self.request.GET.get("sort", "")
        known = {column.key for column in self.columns if column.order}
        return wanted if wanted.removeprefix("-") in known else ""

    @cached_property
    def order(self) -> tuple[str, ...]:
        for column in self.columns:
            if self.sort.removeprefix("-") == column.key:
                return _flipped(column.order) if self.sort.startswith("-") else column.order
        return self.default_order

    @cached_property
    def page(self) -> Page:
        after, before = self.request.GET.get("after", ""), self.request.GET.get("before", "")
        return page_of(self.matching, self.order, size=PAGE_SIZE, after=after, before=before)

    @cached_property
    def count(self) -> int:
        """How many match, counted no further than the cap; a list of one page needs no query."""
        if not self.page.next_token and not self.page.previous_token:
            return len(self.page.rows)
        return self.matching.order_by()[: COUNT_CAP + 1].count()

    @property
    def count_text(self) -> str:
        shown = f"{COUNT_CAP:,}+" if self.count > COUNT_CAP else f"{self.count:,}"
        return f"{shown} {'result' if self.count == 1 else 'results'}"

    @cached_property
    def heads(self) -> list[dict[str, Any]]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> dict[str, Any]:
        sorted_now = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "none")
        other_way = f"-{column.key}" if sorted_now == "ascending" else column.key
        return {
            "label": column.label,
            "numeric": column.numeric,
            "sorted": sorted_now if column.order else "",
            "sort_url": self._address(sort=other_way) if column.order else "",
        }

    @cached_property
    def rows(self) -> SafeString:
        """The table's rows, drawn; empty when there are none."""
        return rows_drawn(self.columns, self.page.rows)

    @property
    def next_url(self) -> str:
        return self._address(after=self.page.next_token) if self.page.next_token else ""

    @property
    def previous_url(self) -> str:
        return self._address(before=self.page.previous_token) if self.page.previous_token else ""

    @cached_property
    def in_force(self) -> list[Chip]:
        return chips_of(self.filter.form)

    @cached_property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force, with the address of the same list without it."""
        return [{"label": chip.label, "remove_url": self._link(self._address_without(chip))} for chip in self.in_force]

    def _address_without(self, chip: Chip) -> list[tuple[str, str]]:
        secret = any(name in self.secret_filters for name, _ in chip.parameters)
        return [(name, value) for name, value in without(self.request.GET, chip) if not secret or name != TOKEN]

    @property
    def clear_url(self) -> str:
        """The list without filters, in the same order; empty when there are none."""
        filtered = self.chips or (self.filter.form.is_bound and self.filter.form.errors)
        return self._link([("sort", self.sort)]) if filtered else ""

    @cached_property
    def excel_url(self) -> str:
        if not self.can_be_exported or not self.count or not self.request.user.holds(Permission.LIST_EXPORT):
            return ""
        return self._address(format="xlsx")

    @property
    def named_url(self) -> str:
        """Where one says what the names are needed for; empty for a list without names, and for who may not."""
        scoped = getattr(self.matching.model, "scope_programme", None)
        personal = scoped and any(column.personal for column in self.columns)
        if not personal or not self.excel_url or not self.request.user.holds(Permission.LIST_EXPORT_NAMED):
            return ""
        return f"{reverse('named_list_ask')}?{urlencode({'list': self._carried(CARRIED_LIST)})}"

    def _carried(self, bound_to: str) -> str:
        """This list for the address of another page, encrypted: its filters may hold somebody's name."""
        filters = [chip.label for chip in self.in_force]
        told = json.dumps([self.kind, self.title, self.request.path, self.parameters.urlencode(), filters])
        return encrypt(told, bound_to)

    def _of_programme(self, programme_id: int) -> QuerySet[Any]:
        """The matching rows of one programme, as far as the user may have them with names."""
        rows: Any = self.matching
        path = rows.model.scope_programme
        return rows.for_user(self.request.user, to=Permission.LIST_EXPORT_NAMED).filter(**{path: programme_id})

    @property
    def empty(self) -> str:
        if self.filter.form.is_bound and self.filter.form.errors:
            return " ".join([*_faults(self.filter.form), self.wrong_filter_text])
        return self.none_match_text if self.chips else self.empty_text

    def _address(self, **changed: str) -> str:
        kept = [(key, value) for key, values in self.request.GET.lists() for value in values if key not in changed]
        return self._link([*kept, *changed.items()], keep=changed)

    def _link(self, pairs: Iterable[tuple[str, str]], keep: Iterable[str] = ()) -> str:
        query = urlencode([(key, value) for key, value in pairs if value and (key not in MOVED or key in keep)])
        return f"{self.request.path}?{query}" if query else self.request.path

    @property
    def columns_of_file(self) -> Sequence[Column]:
        """The columns of the Excel file: those of the page, and for some lists more than a page can show."""
        return self.columns

    def response(self, template: str = "components/list.html", **context: Any) -> HttpResponse | FileResponse:
        """The page, its results part for htmx, or the Excel file; one event in the log for each."""
        if any(self.request.GET.get(name) for name in self.secret_filters) and not self._is_sent_here:
            told = without_words(self.request.GET, self.secret_filters, self.request.session)
            pairs = [(name, str(value)) for name, values in told.lists() for value in values]
            return HttpResponseRedirect(self._link(pairs, keep=MOVED))
        if self.request.GET.get("format") == "xlsx":
            return self.excel()
        shown = [getattr(row, "reference", str(row.pk)) for row in self.page.rows]
        record(
            Action.LIST_SHOWN, by=self.request.user, subject_kind="list", subject_id=self.kind, detail={"shown": shown}
        )
        if self.request.htmx:  # a part is found only in the template that defines it, not in one that extends it
            template = "components/list.html"
        return page(self.request, template, part="results", list=self, **context)

    @property
    def _is_sent_here(self) -> bool:
        """Whether another view of ours had the list make its file: then nothing of it stands in an address."""
        return hasattr(self.request, "with_names") or hasattr(self.request, "in_background")

    def excel(self) -> HttpResponse | FileResponse:
        """The same filters and columns as a file; the personal ones only for a request that `named_lists` sends here.

        A long list goes to the page that has its file made by a job, whose request `list_files` sends here.
        PermissionDenied without the verb for downloading lists.
        """
        if not self.can_be_exported or not self.request.user.holds(Permission.LIST_EXPORT):
            raise PermissionDenied
        with_names: WithNames | None = getattr(self.request, "with_names", None)
        in_background: InBackground | None = getattr(self.request, "in_background", None)
        if not (with_names or in_background) and is_long(self.matching):
            token = self._carried(f"{CARRIED_LIST}:{self.request.user.uid}")
            return redirect("list_file_ask", urlsafe_base64_encode(token.encode()))
        return export_rows(
            (self._of_programme(with_names.programme_id) if with_names else self.matching).order_by(*self.order),
            with_names=with_names,
            in_background=in_background,
            columns=self.columns_of_file,
            title=self.title,
            kind=self.kind,
            filters=[chip.label for chip in self.in_force],
            by=self.request.user,
        )


def _faults(form: Any) -> list[str]:
    """What is wrong with each filter, in words: the results are drawn anew without its box."""
    said = {name: " ".join(map(str, problems)).rstrip(".") for name, problems in form.errors.items()}
    return [f"{form.fields[name].label}: {words}." for name, words in said.items()]


def _flipped(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)
