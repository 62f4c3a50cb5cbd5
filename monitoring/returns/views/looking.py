"""Looking at returns and templates."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from monitoring.returns.lists import COLOURS, ReturnList
from monitoring.returns.models import Return, ReturnTemplate, ReturnVersion
from monitoring.returns.selectors import (
    actions_for,
    as_it_stands,
    asked_in_template,
    newest_version,
    templates_in_use,
    timeline_of,
    version_to_check,
    versions_of,
)
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.pages.services import page


@require_safe
@requires(Permission.RETURN_VIEW)
def returns(request: SignedInRequest) -> HttpResponse | FileResponse:
    user: Any = request.user
    return ReturnList(request).response(
        "returns/list.html",
        may_check=user.holds(Permission.RETURN_CHECK),
        may_make=user.holds(Permission.GRANT_RETURN_MAKE),
    )


@require_safe
@requires(Permission.RETURN_VIEW)
def one_return(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Return, reference, to=Permission.RETURN_VIEW)
    waiting = version_to_check(shown) if request.user.holds(Permission.RETURN_CHECK) else None
    return _return_page(request, shown, waiting or newest_version(shown))


@require_safe
@requires(Permission.RETURN_VIEW)
def version(request: SignedInRequest, reference: str, number: int) -> HttpResponse:
    shown = open_record(request, Return, reference, to=Permission.RETURN_VIEW)
    return _return_page(request, shown, get_object_or_404(shown.versions, number=number))


def _return_page(request: SignedInRequest, shown: Return, at: ReturnVersion | None) -> HttpResponse:
    return page(
        request,
        "returns/return.html",
        of=shown,
        version=at,
        standing=as_it_stands(shown, at),
        actions=actions_for(request.user, shown, at),
        versions=versions_of(shown),
        timeline=timeline_of(shown),
        colour=COLOURS.get(at.status, "grey") if at else "grey",
    )


@require_safe
@requires(Permission.RETURN_CHECK)
def templates(request: SignedInRequest) -> HttpResponse:
    return page(request, "returns/templates.html", templates=templates_in_use())


@require_safe
@requires(Permission.RETURN_CHECK)
def template(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, ReturnTemplate, reference, to=Permission.RETURN_CHECK)
    return page(request, "returns/template.html", in_use=shown, groups=asked_in_template(shown))
