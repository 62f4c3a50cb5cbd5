"""A one-time code or a passkey is required of everybody who can see a person's record."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OUTSIDE = ("/accounts/", "/static/", "/healthz", "/help/")


class RequireSecondFactor:
    """Sends a user whose roles see people to set up a second factor before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.must_enrol(request):
            messages.warning(request, "Set up a second way to prove it is you. Your role can see people's records.")
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def must_enrol(request: HttpRequest) -> bool:
        return (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(OUTSIDE)
            and request.user.sees_people()
            and not is_mfa_enabled(request.user)
        )
