import logging
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from vrn_cases.access.session import MOVED_AT
from vrn_cases.pages.kept_words import without_words
from vrn_cases.pages.services import page

SECRET, LIST = "secret-filter", "list"  # the boxes of a filter's form that say what to keep, and which list it is of
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
def list_words(request: HttpRequest) -> HttpResponse:
    """From a list's filter back to the list, with a token in the address for what must not stand there."""
    told = without_words(request.POST, request.POST.getlist(SECRET), request.session)
    ours = {name: told.getlist(name) for name in told if name not in (SECRET, LIST, "csrfmiddlewaretoken")}
    path = request.POST.get(LIST, "")
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, None):
        return redirect("home")
    return redirect(f"{path}?{urlencode(ours, doseq=True)}" if ours else path)


@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Extends the session when the person says that they are still there."""
    request.session.pop(MOVED_AT, None)
    return HttpResponse(status=204)
