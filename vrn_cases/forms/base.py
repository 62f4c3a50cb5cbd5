"""The base of every form that writes: a submission key, the revision the page was made from, and a fingerprint."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from vrn_cases.audit.digests import canonical


class ServiceForm(forms.Form):
    """A form that a service will save. `reasons` are a rule's reasons against, shown before anybody submits.

    Give `record` when the form changes an existing record: its revision travels with the page.
    """

    submission_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Open the page again."})
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: Any = None, reasons: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = list(reasons)
        self.fields["submission_key"].initial = uuid.uuid4
        if record is not None:
            self.fields["revision"].initial = record.revision
            self.fields["revision"].required = True

    @property
    def seen_revision(self) -> int | None:
        return self.cleaned_data.get("revision")

    def values(self) -> dict[str, Any]:
        """What the person answered, without the form's own machinery."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("submission_key", "revision")}

    def fingerprint(self) -> str:
        """SHA-256 over what was answered, so that the same key with other content shows."""
        told = {name: _content(value) for name, value in self.values().items()}
        return hashlib.sha256(canonical(told).encode()).hexdigest()

    def show_refusal(self, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self.add_error(None, reason)

    def show_changed(self, revision: int, message: str) -> None:
        """Keep what was typed; the next save is against what the record says now, and counts as a new submission."""
        self.add_error(None, message)
        self.data = self.data.copy()
        self.data[self.add_prefix("revision")] = str(revision)


def _content(value: Any) -> Any:
    if isinstance(value, UploadedFile):
        digest = hashlib.sha256(b"".join(value.chunks())).hexdigest()
        value.seek(0)
        return digest
    if isinstance(value, (list, tuple)):
        return [_content(item) for item in value]
    return str(value)
