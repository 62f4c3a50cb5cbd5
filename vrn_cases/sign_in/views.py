"""The few sign-in pages that are our own; the others are the sign-in library's."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from vrn_cases.access.session import NAMES_HIDDEN
from vrn_cases.pages.services import page
from vrn_cases.sign_in.selectors import browser_in_words, way_back
from vrn_cases.sign_in.services import end_own_sessions, session_name


@login_not_required
@csrf_exempt  # nothing happens here, whatever is sent
def sign_up_closed(request: HttpRequest) -> HttpResponse:
    """Accounts are by invitation alone, whatever is sent here."""
    return page(request, "account/signup_closed.html", status=403)


@login_not_required
def no_such_page(request: HttpRequest) -> HttpResponse:
    """The library looks these addresses up by name, but what they offer does not exist here."""
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where the user is signed in, each place with a button that signs out there."""
    user: Any = request.user
    here = request.session.session_key
    if request.method == "POST":
        ended = end_own_sessions(by=user, named=request.POST.get("session", ""), but=here)
        if ended:
            messages.success(request, "Signed out there." if ended == 1 else f"Signed out in {ended} places.")
        else:
            messages.info(request, "That place was signed out already.")
        return redirect("usersessions_list")
    rows = sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.created_at, reverse=True)
    sessions = [
        {
            "row": row,
            "name": session_name(row),
            "here": row.session_key == here,
            "browser": browser_in_words(row.user_agent),
        }
        for row in rows
    ]
    return page(request, "usersessions/usersession_list.html", sessions=sessions)


@require_POST
def hide_names(request: HttpRequest) -> HttpResponse:
    """Shows names as initials and reference for the rest of this session, or in full again."""
    request.session[NAMES_HIDDEN] = request.POST.get("hide") == "yes"
    return redirect(way_back(request))
