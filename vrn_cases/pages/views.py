import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from vrn_cases.access.session import MOVED_AT
from vrn_cases.pages.services import page

log = logging.getLogger(__name__)


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the process is alive and the database answers it; 503 when the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("the database does not answer")
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "pages/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return page(request, "pages/privacy.html")


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    return page(request, "pages/help.html")


@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Extends the session when the person says that they are still there."""
    request.session.pop(MOVED_AT, None)
    return HttpResponse(status=204)
