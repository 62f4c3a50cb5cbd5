"""Answering with a page, or with the part of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest, template: str, *, part: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """The whole page; for an htmx request the named part of it, when there is one.

    A form with errors answers 422, so that tests and scripts see what people see.
    """
    form = context.get("form")
    if status == 200 and form is not None and getattr(form, "is_bound", False) and form.errors:
        status = 422
    if part and getattr(request, "htmx", False):
        template = f"{template}#{part}"
    return render(request, template, context, status=status)
