"""Headers that Django does not set by itself, and pages that no shared computer keeps."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from vrn_cases.access.session import NAMES_HIDDEN
from vrn_cases.pages.selectors import names_shown_as_chosen

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)
CLEAR_ON_SIGN_OUT = '"cache", "storage"'


class SecurityHeaders:
    """`no-store` on every page behind sign-in, `Clear-Site-Data` when somebody signs out, no browser features."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if hasattr(request, "user"):  # not a static file, which is answered before sign-in is looked at
            response.headers["Cache-Control"] = "no-store"
        if request.path == "/accounts/logout/" and request.method == "POST":
            response.headers["Clear-Site-Data"] = CLEAR_ON_SIGN_OUT
        return response


class HiddenNames:
    """Lets `shown_name` know, wherever it is asked, what this session's owner chose with "Hide names"."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with names_shown_as_chosen(hidden=bool(request.session.get(NAMES_HIDDEN))):
            return self.get_response(request)
