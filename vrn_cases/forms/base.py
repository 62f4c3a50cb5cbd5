"""The base of every form that writes: a submission key, the revision the page was made from, and a fingerprint."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import QueryDict

from vrn_cases.audit.digests import canonical

TOO_LONG = "Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d."


class ServiceForm(forms.Form):
    """A form that a service will save. `reasons` are a rule's reasons against, shown before anybody submits.

    Give `record` when the form changes an existing record: its revision travels with the page.
    """

    submission_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Open the page again."})
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: Any = None, reasons: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = list(reasons)
        for field in self.fields.values():
            field.error_messages.setdefault("max_length", TOO_LONG)
        self.fields["submission_key"].initial = uuid.uuid4
        if record is not None:
            self.fields["revision"].initial = record.revision
            self.fields["revision"].required = True

    @property
    def seen_revision(self) -> int:
        """The revision that the page was made from; a form that was given its record always has one."""
        return int(self.cleaned_data["revision"])

    def values(self) -> dict[str, Any]:
        """What the person answered, without the form's own machinery."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("submission_key", "revision")}

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
