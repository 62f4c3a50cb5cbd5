"""Asking for the file of a list that is too long to be made while somebody waits."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.services import submitted
from vrn_cases.list_files.forms import MakeListFileForm
from vrn_cases.list_files.selectors import list_carried
from vrn_cases.list_files.services import ask_for_list_file
from vrn_cases.pages import list_exports
from vrn_cases.pages.services import page


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, token: str) -> HttpResponse:
    """The list stands in the address, encrypted, as its own page put it there for this person."""
    asked = list_carried(token, request.user)
    if asked is None:
        raise Http404
    if not request.user.holds(Permission.LIST_EXPORT):
        raise PermissionDenied
    form = MakeListFileForm(request.POST or None)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            job = ask_for_list_file(path=asked.path, query=asked.query, by=request.user)
            return once.redirect(job)
    at_once = f"{list_exports.AT_ONCE:,}"
    return page(request, "list_files/ask.html", form=form, asked=asked, at_once=at_once)
