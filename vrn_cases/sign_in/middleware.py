"""While a session is locked, every address but those that open it or sign out answers with the lock page."""

from collections.abc import Callable
from typing import Any, cast

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from vrn_cases.access.session import POLLING_HEADER, SHARED_COMPUTER, is_locked, lock_is_due
from vrn_cases.access.session_store import SessionStore
from vrn_cases.pages.services import page
from vrn_cases.sign_in.forms import OpenAgainForm
from vrn_cases.sign_in.services import keep_sent, lock_session

LOCKED = 423
OPEN_WHILE_LOCKED = {"lock", "unlock", "unlock_passkey", "account_logout"}


class LockedSessions:
    """Locks a shared computer that was left alone, and lets nobody past a lock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        session: Any = request.session
        locked = is_locked(session)
        if not (locked or lock_is_due(session)) or not request.user.is_authenticated:
            return self.get_response(request)
        if not locked:
            lock_session(session=session, by=request.user, because="idle")
        return self.get_response(request) if _name(request) in OPEN_WHILE_LOCKED else locked_answer(request)


class SharedComputers:
    """Refuses every download on a shared computer, whichever view would give it.

    The work of the view is undone with it, so that the log never names a download that did not happen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.session.get(SHARED_COMPUTER):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            refused = response.headers.get("Content-Disposition", "").startswith("attachment")
            transaction.set_rollback(refused)
        if not refused:
            return response
        if isinstance(response, FileResponse) and response.file_to_stream:
            response.file_to_stream.close()  # `response.close()` would say that the request has ended
        return page(request, "sign_in/no_download.html", status=403)


def locked_answer(request: HttpRequest) -> HttpResponse:
    """423: nothing for a part of a page or a poll, the lock page for everything else."""
    if "HX-Request" in request.headers or POLLING_HEADER in request.headers:
        return HttpResponse(status=LOCKED)
    sent, session = request.method == "POST", cast("SessionStore", request.session)
    kept = sent and not request.FILES and keep_sent(session=session, path=request.path, sent=request.POST)
    return page(request, "sign_in/lock.html", status=LOCKED, form=OpenAgainForm(), was_sent=sent, kept=kept)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path).url_name or ""
    except Resolver404:
        return ""
