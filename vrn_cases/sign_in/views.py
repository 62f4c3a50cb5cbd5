"""The few sign-in pages that are our own; the others are the sign-in library's."""

from typing import Any

from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vrn_cases.access.requests import SignedInRequest
from vrn_cases.access.session import LOCK_KEY_OFF, NAMES_HIDDEN, SHARED_COMPUTER, is_locked
from vrn_cases.pages.services import page
from vrn_cases.sign_in.forms import OpenAgainForm
from vrn_cases.sign_in.selectors import browser_in_words, way_back
from vrn_cases.sign_in.services import (
    end_own_sessions,
    forget_kept,
    kept_form,
    lock_session,
    open_session,
    session_name,
)

form_view = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@csrf_exempt  # nothing happens here, whatever is sent
def sign_up_closed(request: HttpRequest) -> HttpResponse:
    """Accounts are by invitation alone, whatever is sent here."""
    return page(request, "account/signup_closed.html", status=403)


@login_not_required
def no_such_page(request: HttpRequest) -> HttpResponse:
    """The library looks these addresses up by name, but what they offer does not exist here."""
    raise Http404


@form_view
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


@form_view
def this_computer(request: SignedInRequest) -> HttpResponse:
    """What is set for this session alone: whether others use the computer, and whether a key locks."""
    session = request.session
    if request.method == "POST":
        session[LOCK_KEY_OFF] = request.POST.get("lock_key") != "on"
        session[SHARED_COMPUTER] = bool(session.get(SHARED_COMPUTER) or request.POST.get("shared_computer"))
        messages.success(request, "Saved for as long as you are signed in here.")
        return redirect("this_computer")
    return page(request, "sign_in/this_computer.html")


@require_POST
def lock(request: SignedInRequest) -> HttpResponse:
    """Locks the session; without script, the page that one was on then answers with the lock page."""
    lock_session(session=request.session, by=request.user, because="asked")
    return HttpResponse(status=204) if _from_script(request) else redirect(way_back(request))


@form_view
def unlock(request: SignedInRequest) -> HttpResponse:
    """Opens a locked session by password, or by a passkey's answer in `credential`."""
    form, proof = _proof_given(request)
    if form.is_valid():
        open_session(session=request.session, by=request.user, proof=proof)
        onward = reverse("send_again") if kept_form(request.session) else way_back(request)
        return JsonResponse({"next": onward}) if _from_script(request) else redirect(onward)
    if _from_script(request):
        errors = [str(error) for told in form.errors.values() for error in told]
        return JsonResponse({"errors": errors, "locked": is_locked(request.session)}, status=422 if errors else 200)
    return page(request, "sign_in/lock.html", form=form) if is_locked(request.session) else redirect("home")


@require_safe
def unlock_passkey(request: SignedInRequest) -> JsonResponse:
    """What the browser needs to ask for one of the person's passkeys; an empty list of them when there is none."""
    return JsonResponse(begin_authentication(request.user))


@form_view
def send_again(request: SignedInRequest) -> HttpResponse:
    """What was sent into the locked session, to be sent now or thrown away."""
    kept = kept_form(request.session)
    if request.method == "POST" or kept is None:
        forget_kept(session=request.session)
        return redirect(kept[0] if kept else "home")
    return page(request, "sign_in/send_again.html", path=kept[0], answers=kept[1])


def _proof_given(request: SignedInRequest) -> tuple[Any, str]:
    if "credential" in request.POST:
        return AuthenticateWebAuthnForm(request.POST, user=request.user), "passkey"
    return OpenAgainForm(request.POST or None, request=request), "password"


def _from_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
