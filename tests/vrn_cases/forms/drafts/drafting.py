"""A form that keeps a draft, its page, and what a browser does with it."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import path, reverse

from interventions.programmes.models import Organisation, Programme
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.audit.actions import Action
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.drafts import OpenDraft
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create
from vrn_cases.urls import urlpatterns as product_addresses

HOUR = 3_600


class NoteForm(ServiceForm):
    draft_code, draft_words = "test-note", "A note"

    text = forms.CharField(max_length=40, widget=forms.Textarea, initial="as it stands")
    on = forms.DateField(required=False)
    kind = forms.MultipleChoiceField(choices=[("a", "First"), ("b", "Second")], required=False)
    agreed = forms.BooleanField(required=False, initial=True)
    secret = forms.CharField(required=False, widget=forms.PasswordInput(render_value=True))
    file = forms.FileField(required=False)


class LaterNoteForm(NoteForm):
    draft_code, draft_version = "test-note", 2


def write_note(request: Any, reference: str = "") -> HttpResponse:
    about = Programme.objects.get(reference=reference) if reference else None
    form_class = LaterNoteForm if "later" in request.GET else NoteForm
    draft = draft_of(request, form_class, about=about, to=P.PROGRAMME_VIEW)
    form = form_class(request.POST or None, request.FILES or None, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            refuse_if(["Not like this."] if form.cleaned_data["text"] == "refused" else [])
            create(Organisation, action=Action.PROGRAMME_ADDED, by=request.user, name=form.cleaned_data["text"])
            return once.redirect("/saved/")
    return page(request, "programmes/form.html", form=form, programme=None)


urlpatterns = [path("note/", write_note), path("note/<str:reference>/", write_note), *product_addresses]


def opened(client: Client, url: str = "/note/") -> Any:
    """The form as its page shows it."""
    return client.get(url).context["form"]


def keep(client: Client, form: Any, typed: dict[str, list[str]], *, after: int = 0, **other: Any) -> int:
    told = {"token": form["draft_token"].value(), "page": str(form["submission_key"].value()), "after": after}
    response = client.post(
        reverse("draft_keep"), json.dumps({**told, "typed": typed, **other}), content_type="application/json"
    )
    return response.status_code


def sent(form: Any, text: str = "words") -> dict[str, Any]:
    return {
        "text": text,
        "submission_key": str(form["submission_key"].value()),
        "draft_token": form["draft_token"].value(),
    }


def text_of(client: Client, url: str = "/note/") -> Any:
    return opened(client, url)["text"].value()


def request_of(user: User, url: str = "/note/") -> Any:
    request = HttpRequest()
    request.user, request.path, request.method = user, url, "GET"
    return request


def bound_to(form: Any) -> NoteForm:
    """The form as its page would send it."""
    data = QueryDict(mutable=True)
    data.update(sent(form))
    bound = NoteForm(data, draft=OpenDraft(form.draft.place))
    assert bound.is_valid()
    return bound
