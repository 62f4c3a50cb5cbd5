"""The draft of the form on a page, and everything that somebody has begun."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.text import capfirst

from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.forms.base import DRAFTED, ServiceForm
from vrn_cases.forms.drafts import REVISION, REVISIONS, OpenDraft, Place
from vrn_cases.forms.models import Draft, Submission
from vrn_cases.records.models import Record


def milliseconds_now() -> int:
    return int(timezone.now().timestamp() * 1_000)


def was_sent(form: ServiceForm) -> bool:
    """Whether this very page was sent and saved before, by a click that came first."""
    return Submission.objects.filter(key=form.cleaned_data["submission_key"]).exclude(result="").exists()


def draft_of(
    request: SignedInRequest,
    form: type[ServiceForm],
    *,
    to: Permission,
    about: Record | None = None,
    programme: Any = None,
    changes: Sequence[Record] = (),
) -> OpenDraft | None:
    """The user's own draft of this form about this record, to be handed to the form as `draft`; None for a form
    that keeps none.

    The view has fetched `about` in scope for `to` before (`open_record`); the list of what somebody has begun asks
    for the same again. A form about no record may say in which `programme` it is. `changes`: the records that the form
    changes beside or instead of that one.
    """
    if not form.draft_code:
        return None
    if programme is None and about is not None:
        programme = getattr(about, "programme", None)
    place = Place(
        owner=request.user.reference,
        form=form.draft_code,
        version=form.draft_version,
        subject=about.reference if about else "",
        subject_kind=about._meta.label_lower if about else "",
        programme=programme.reference if programme else "",
        verb=to.value,
        path=request.path,
        opened=milliseconds_now(),
        revision=about.revision if about else None,
        revisions={one.reference: one.revision for one in changes},
    )
    if request.method == "POST":  # the form holds what was sent
        return OpenDraft(place)
    mine = Draft.objects.holding_text(timezone.localdate()).filter(owner=request.user)
    found = OpenDraft(place, mine.filter(form=place.form, subject=place.subject).first())
    if found.row is not None:  # whoever types on types over what the first page was made from
        found.place = replace(place, revision=found.revision, revisions={**place.revisions, **found.revisions})
    return found


@dataclass(frozen=True)
class Begun:
    """One line of what somebody has begun."""

    draft: Draft
    words: str

    def typed(self) -> list[dict[str, str]]:
        """What stands in its boxes, as it was typed, or what was chosen in words; by the label of each box, or by its
        name where the form has it no more."""
        asked = DRAFTED[self.draft.form].fields_about(self.draft.subject)
        boxes = json.loads(self.draft.body or "{}")
        filled = (
            (name, ", ".join(_in_words(asked.get(name), values)))
            for name, values in boxes.items()
            if any(values) and name not in (REVISION, REVISIONS)
        )
        return [{"key": _label_of(name, asked.get(name)), "value": value} for name, value in filled]


def _label_of(name: str, field: forms.Field | None) -> str:
    if field is not None and field.label:
        return str(field.label)
    return capfirst(name.replace("_", " ").replace("-", " "))


def _in_words(field: forms.Field | None, values: list[str]) -> list[str]:
    """What was typed; of a choice, the words beside it."""
    if not isinstance(field, forms.ChoiceField):
        return values
    choices: Any = flatten_choices(cast("Any", field.choices))
    words = {str(code): str(label) for code, label in choices}
    return [words.get(value, value) for value in values]


def begun_by(user: User, **which: Any) -> list[Begun]:
    """What this user has begun and may still open, the latest first. What is out of reach now is not there."""
    held = Draft.objects.holding_text(timezone.localdate()).filter(owner=user, verb__in=Permission.values, **which)
    drafts = list(held.select_related("programme").order_by("-saved_at", "-id"))
    reached = _reached(user, drafts)
    return [
        Begun(draft, DRAFTED[draft.form].draft_words)
        for draft in drafts
        if draft.form in DRAFTED and draft.pk in reached
    ]


def _reached(user: User, drafts: list[Draft]) -> set[int]:
    """The drafts whose subject the user's verb still reaches; of those without a subject, whose verb is still held."""
    reached, about = set(), defaultdict(list)
    for draft in drafts:
        model = apps.get_model(draft.subject_kind) if draft.subject_kind else None
        if model is not None and hasattr(model._default_manager.all(), "for_user"):
            about[model, draft.verb].append(draft)
        elif _held(user, Permission(draft.verb), draft.programme_id):
            reached.add(draft.pk)
    for (model, verb), group in about.items():
        rows: Any = model._default_manager.filter(reference__in=[draft.subject for draft in group])
        open_to = set(rows.for_user(user, to=Permission(verb)).values_list("reference", flat=True))
        reached |= {draft.pk for draft in group if draft.subject in open_to}
    return reached


def _held(user: User, verb: Permission, programme: int | None) -> bool:
    return bool(user.grants.in_programme(verb, programme)) if programme else user.holds(verb)
