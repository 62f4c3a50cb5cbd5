"""The page of the log."""

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from vrn_cases.access.gate import requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.log.lists import LogList


@require_safe
@requires(Permission.AUDIT_VIEW)
def log(request: SignedInRequest) -> HttpResponse | FileResponse:
    return LogList(request).response("log/list.html")
