"""Returns to funders: the list, making one, and what came of it."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from monitoring.returns.forms import GrantReturnForm
from monitoring.returns.lists import GrantReturnList
from monitoring.returns.models import GrantReturn
from monitoring.returns.selectors import went_into
from monitoring.returns.services import ask_for_grant_return
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.files.shown import as_document
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page


@require_safe
@requires(Permission.GRANT_RETURN_MAKE)
def grant_returns(request: SignedInRequest) -> HttpResponse | FileResponse:
    return GrantReturnList(request).response("returns/grant_returns.html")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.GRANT_RETURN_MAKE)
def make(request: SignedInRequest) -> HttpResponse:
    form = GrantReturnForm(request.POST or None)
    if form.is_valid():
        window = form.window
        with submitted(form, by=request.user) as once:
            return once.redirect(
                ask_for_grant_return(
                    agreement=form.cleaned_data["agreement"],
                    window=window,
                    threshold=form.threshold,
                    by=request.user,
                )
            )
    return page(request, "returns/grant_return_form.html", form=form)


@require_safe
@requires(Permission.GRANT_RETURN_MAKE)
def grant_return(request: Any, reference: str) -> HttpResponse:
    made = open_record(request, GrantReturn, reference, to=Permission.GRANT_RETURN_MAKE)
    if request.htmx and made.made_at:
        return HttpResponseClientRefresh()  # the page that waited offers the file
    return page(
        request,
        "returns/grant_return.html",
        made=made,
        profile=made.profile,
        documents=[as_document(made.file)] if made.file else [],
        job=made.job if not made.made_at else None,
        included=went_into(made),
    )
