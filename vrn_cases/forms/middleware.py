"""Sends whoever repeats a submission to what came of the first."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from vrn_cases.forms.services import Repeated


class RepeatedSubmissions:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Repeated):
            messages.info(request, "This was saved already. It was not saved twice.")
            return HttpResponseRedirect(exception.location)
        return None
