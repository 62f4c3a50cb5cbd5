"""Answers what a form raises: a repeated submission goes to what came of the first, a draft to where one came from.

And keeps what is sent when the session has ended, before the way to the sign-in page drops it.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from vrn_cases.forms.base import FOR_LATER, ServiceForm, SetAside
from vrn_cases.forms.services import Outcome, Repeated, SentOtherwise, keep_sent, set_aside
from vrn_cases.pages.services import page

SAVED_ALREADY = "This was saved already. It was not saved twice."
KEPT = "You were signed out before this was sent, so it is not saved. What you typed is kept: sign in to go on with it."


class SignInRequired(LoginRequiredMiddleware):
    """Django's, which answers whatever is sent without a session with the way to the sign-in page."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method == "POST" and keep_sent(request.POST):
            messages.info(request, KEPT)
        return super().handle_no_permission(request, view_func)


class RepeatedSubmissions:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Repeated):
            messages.info(request, SAVED_ALREADY)
            return HttpResponseRedirect(exception.location)
        if isinstance(exception, SentOtherwise):
            answers, saved_url = exception.form.answers_in_words(), exception.location
            return page(request, "forms/sent_otherwise.html", status=409, answers=answers, saved_url=saved_url)
        if isinstance(exception, SetAside):
            return _kept_for_later(request, exception.form)
        return None


def _kept_for_later(request: Any, form: ServiceForm) -> HttpResponse:
    """Keep the form as it was sent, and go back to where its page says that one came from."""
    if set_aside(form, by=request.user) is Outcome.SENT:
        messages.info(request, SAVED_ALREADY)
    else:
        messages.success(request, "What you typed is kept for 14 days. You find it under “What you have begun”.")
    back_to = form.data.get(FOR_LATER, "")
    on_this_site = back_to.startswith("/") and url_has_allowed_host_and_scheme(back_to, allowed_hosts=None)
    return HttpResponseRedirect(back_to if on_this_site else reverse("begun"))
