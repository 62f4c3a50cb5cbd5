"""A one-time code or a passkey is required of everybody who can see a person's record, or give others that right."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OUTSIDE = ("/accounts/", "/static/", "/healthz", "/help/")
WORDS = "Set up a second way to prove that it is you. Your role asks for it, and nothing else opens before."
# Set once a second factor was seen, so that not every page asks for it again; whoever removes one drops it.
SEEN = "second_factor_seen"


class RequireSecondFactor:
    """Sends a user whose roles ask for it to set up a second factor before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.must_enrol(request):
            if not len(messages.get_messages(request)):
                messages.warning(request, WORDS)
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def must_enrol(request: HttpRequest) -> bool:
        path = request.path_info  # what is resolved; `path` begins with whatever prefix the server was told of
        if not settings.SECOND_FACTOR_REQUIRED or path.startswith(OUTSIDE) or not request.user.is_authenticated:
            return False
        if request.session.get(SEEN) or not request.user.needs_second_factor():
            return False
        if is_mfa_enabled(request.user):
            request.session[SEEN] = True
            return False
        return True
