"""Asking for a list with names, having it for a day, and the lead's record of who asked."""

from django.http import HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.views.decorators.http import require_http_methods, require_safe

from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.services import submitted
from vrn_cases.named_lists.forms import NamedListForm
from vrn_cases.named_lists.lists import NamedLists, named_list_url
from vrn_cases.named_lists.models import NamedList
from vrn_cases.named_lists.rules import against_downloading
from vrn_cases.named_lists.selectors import list_in, watermark
from vrn_cases.named_lists.services import ask_for_named_list, note_download
from vrn_cases.pages.services import page

GONE = 410


@require_safe
@requires(P.LIST_EXPORT_NAMED)
def named_lists(request: SignedInRequest) -> HttpResponseBase:
    return NamedLists(request).response()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(P.LIST_EXPORT_NAMED)
def ask(request: SignedInRequest) -> HttpResponse:
    """What the names are needed for; the list stands in the address, encrypted, as its own page put it there."""
    asked = list_in(request.GET.get("list", ""))
    if asked is None:
        nothing_to_send = request.method == "POST"
        return HttpResponseNotAllowed(["GET", "HEAD"]) if nothing_to_send else page(request, "named_lists/no_list.html")
    form = NamedListForm(request.POST or None, owner=request.user)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            named = ask_for_named_list(asked=asked, **form.values(), by=request.user)
            return once.redirect(named_list_url(named))
    return page(request, "named_lists/ask.html", form=form, asked=asked)


@require_safe
@requires(P.LIST_EXPORT_NAMED)
def named_list(request: SignedInRequest, reference: str) -> HttpResponseBase:
    """Who asked and what for; with `format=xlsx` the file, for who asked, as long as it can be had."""
    named = open_record(request, NamedList, reference, to=P.LIST_EXPORT_NAMED)
    reasons, wants_file = against_downloading(named, request.user), request.GET.get("format") == "xlsx"
    if wants_file and not reasons:
        return _file(request, named)
    return page(
        request, "named_lists/named_list.html", status=GONE if wants_file else 200, named=named, reasons=reasons
    )


def _file(request: SignedInRequest, named: NamedList) -> HttpResponseBase:
    """The list's own view makes it, behind its own gate, told that the names may stand in it."""
    view, args, kwargs = resolve(named.path)
    marked, query = watermark(named, request.user), QueryDict(named.query, mutable=True)
    query["format"] = "xlsx"
    request.GET = query  # type: ignore[assignment]  # it is what a request has, made anew
    request.with_names = marked  # type: ignore[attr-defined]  # the list reads it
    response: HttpResponseBase = view(request, *args, **kwargs)
    if response.has_header("Content-Disposition"):
        note_download(named=named, count=marked.count, by=request.user)
    return response
