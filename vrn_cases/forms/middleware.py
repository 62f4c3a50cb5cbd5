"""Sends whoever repeats a submission to what came of the first, or shows both when they differ."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from vrn_cases.forms.services import Repeated, SentOtherwise
from vrn_cases.pages.services import page


class RepeatedSubmissions:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Repeated):
            messages.info(request, "This was saved already. It was not saved twice.")
            return HttpResponseRedirect(exception.location)
        if isinstance(exception, SentOtherwise):
            answers, saved_url = exception.form.answers_in_words(), exception.location
            return page(request, "forms/sent_otherwise.html", status=409, answers=answers, saved_url=saved_url)
        return None
