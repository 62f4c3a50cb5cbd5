"""The base of every form that writes: submission key, revision that the page was made from, fingerprint, draft."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse_lazy

from vrn_cases.audit.digests import canonical
from vrn_cases.forms.drafts import OpenDraft, boxes_of

TOO_LONG = "Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d."
MACHINERY = ("submission_key", "revision", "draft_token")
FOR_LATER = "save_for_later"  # the button that keeps a draft without script; its value is the way back
DRAFTED: dict[str, type["ServiceForm"]] = {}  # the forms that keep drafts, by their code


class SetAside(Exception):
    """Somebody wants to come back to this form: nothing is checked or saved; the middleware keeps it as a draft."""

    def __init__(self, form: "ServiceForm") -> None:
        self.form = form
        super().__init__(form.draft_code)


class ServiceForm(forms.Form):
    """A form that a service will save. `reasons` are a rule's reasons against, shown before anybody submits.

    Give `record` when the form changes an existing record: its revision travels with the page.

    A form that asks for words, or for more than three answers, keeps a draft of what is typed into it. Four lines:

        class QueryForm(ServiceForm):
            draft_code, draft_words = "return-query", "A query about a return"  # raise draft_version when a name
            # gets another meaning: what was typed into the old form is then shown to be copied, not put back

        draft = draft_of(request, QueryForm, about=version, to=Permission.RETURN_CHECK)  # vrn_cases.forms.selectors
        form = QueryForm(request.POST or None, record=version, draft=draft)

        {% include "forms/draft_button.html" with back_to=of.get_absolute_url %}  {# in the group of buttons #}

    The page then saves by itself, the form opens with what was typed, and `submitted` removes the draft in its own
    transaction. One-button confirmations, files and passwords keep none.
    """

    draft_code: ClassVar[str] = ""
    draft_words: ClassVar[str] = ""
    draft_version: ClassVar[int] = 1

    submission_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Open the page again."})
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init_subclass__(cls) -> None:
        if cls.draft_code:
            DRAFTED.setdefault(cls.draft_code, cls)

    def __init__(
        self,
        *args: Any,
        record: Any = None,
        reasons: Iterable[str] = (),
        draft: OpenDraft | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.data = _with_single_line_ends(self.data)
        self.reasons = list(reasons)
        self.draft = draft
        for field in self.fields.values():
            field.error_messages.setdefault("max_length", TOO_LONG)
        self.fields["submission_key"].initial = uuid.uuid4
        if record is not None:
            # what was typed into an earlier page was typed over what stood then: that it was changed since is told
            typed_over = draft.revision if draft is not None else None
            self.fields["revision"].initial = record.revision if typed_over is None else typed_over
            self.fields["revision"].required = True
        if draft is not None:
            addresses = {"data-draft": reverse_lazy("draft_keep"), "data-draft-renew": reverse_lazy("draft_renew")}
            hidden = forms.HiddenInput(attrs={**addresses, "autocomplete": "off"})
            self.fields["draft_token"] = forms.CharField(widget=hidden, required=False, initial=draft.place.token)
            if self.is_bound:  # what was sent and not saved is not kept yet
                hidden.attrs["data-draft-unsaved"] = "true"

    @classmethod
    def fields_about(cls, subject: str) -> Mapping[str, forms.Field]:
        """What a draft about the record `subject` answers, for whoever reads it without the form. A form that makes
        fields as it is opened names them here too."""
        return cls.base_fields

    def is_valid(self) -> bool:
        """Raises SetAside when it was sent to be kept as a draft."""
        if self.draft is not None and FOR_LATER in self.data:
            raise SetAside(self)
        return super().is_valid()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What a box holds when the page opens: what was typed before, if it was kept."""
        if self.draft is not None and not self.is_bound:
            found, typed = self.draft.put_back(self.add_prefix(field_name), field)
            if found:
                return typed
        return super().get_initial_for_field(field, field_name)

    def left_over(self) -> list[dict[str, str]]:
        """What was typed into an earlier version of the form and has no box in this one, to be read and copied."""
        if self.draft is None:
            return []
        boxes = dict(boxes_of(self))
        labels = {name: str(field.label or name) for name, field in boxes.items()}
        never = {self.add_prefix(name) for name in self.fields} - set(boxes)  # files, passwords, hidden keys
        return [
            {"key": labels.get(name, name), "value": ", ".join(values)}
            for name, values in self.draft.typed.items()
            if any(values) and name not in never and (self.draft.outgrown or name not in boxes)
        ]

    @property
    def seen_revision(self) -> int:
        """The revision that the page was made from; a form that was given its record always has one."""
        return int(self.cleaned_data["revision"])

    def values(self) -> dict[str, Any]:
        """What the person answered, without the form's own machinery."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MACHINERY}

    def fingerprint(self) -> str:
        """SHA-256 over what was answered, so that the same key with other content shows."""
        told = {name: _content(value) for name, value in self.values().items()}
        return hashlib.sha256(canonical(told).encode()).hexdigest()

    def answers_in_words(self) -> list[dict[str, str]]:
        """What was typed or chosen, field by field, to be read back; files by their names, nothing for a password."""
        fields = [(name, self.fields[name]) for name in self.values()]
        shown = [(name, field) for name, field in fields if not isinstance(field.widget, forms.PasswordInput)]
        return [
            {"key": str(self[name].label), "value": _in_words(field, self.cleaned_data[name])} for name, field in shown
        ]

    def show_refusal(self, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self.add_error(None, reason)

    def show_changed(self, revision: int, message: str) -> None:
        """Keep what was typed; the next save is against what the record says now."""
        self.add_error(None, message)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("revision")] = str(revision)
        self.data = data


def _content(value: Any) -> Any:
    """A value as the fingerprint holds it: an uploaded file by its content's hash, a record by its words."""
    if isinstance(value, UploadedFile):
        digest = hashlib.sha256()
        for chunk in value.chunks():
            digest.update(chunk)
        value.seek(0)
        return digest.hexdigest()
    if isinstance(value, (list, tuple, QuerySet)):
        return [_content(item) for item in value]
    if isinstance(value, Model):
        return [value._meta.label_lower, value.pk]
    return value if value is None else str(value)


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, (list, tuple, QuerySet)):
        return ", ".join(_in_words(field, item) for item in value)
    if isinstance(value, UploadedFile):
        return value.name or ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    for key, words in getattr(field, "choices", ()):
        for inner_key, inner_words in words if isinstance(words, (list, tuple)) else ((key, words),):
            if value is not None and str(inner_key) == str(value):
                return str(inner_words)
    return "" if value is None else str(value)


def _with_single_line_ends(sent: Any) -> Any:
    """What was sent, each line's end one character, as the box counts it; browsers send two."""
    lists = sent.lists() if hasattr(sent, "lists") else []
    doubled = {name: values for name, values in lists if any("\r\n" in value for value in values)}
    if not doubled:
        return sent
    single = sent.copy()
    for name, values in doubled.items():
        single.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return single
