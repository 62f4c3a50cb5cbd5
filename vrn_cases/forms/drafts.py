"""Where a draft belongs, the token that lets a page write it, and what was typed, as it is kept and put back.

The token lets a page write one draft of one owner for twelve hours and read nothing, so that it works when the session
has lapsed. It is signed, not secret: it holds references and no text. A page that stays open longer is given another
by its owner's own session, never by the token itself: one that was taken from a page stays good for its hours alone.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from vrn_cases.forms.models import Draft

SALT = "vrn_cases.forms.draft"
TOKEN_LIFETIME = timedelta(hours=12)
NEVER_KEPT = (forms.FileInput, forms.PasswordInput)

# Kept beside what was typed; no box, which is never hidden, has their names.
REVISION, REVISIONS = "revision", "revisions"

Typed = dict[str, list[str]]  # by the name under which a box is sent


@dataclass(frozen=True)
class Place:
    """One owner's draft of one form about one subject; `opened` is when the page was made, in milliseconds.

    `owner`, `subject` and `programme` are references; the last two may be empty. `revisions` are those of further
    records, by reference, that one page changes together, such as the rows of a register.
    """

    owner: str
    form: str
    version: int
    subject: str
    subject_kind: str
    programme: str
    verb: str
    path: str
    opened: int
    revision: int | None = None  # of the subject, when the page was made
    revisions: Mapping[str, int] = field(default_factory=dict)

    @property
    def typed_over(self) -> Typed:
        """What the page was made from, as a draft holds it."""
        own = {} if self.revision is None else {REVISION: [str(self.revision)]}
        of_others = [f"{reference} {revision}" for reference, revision in self.revisions.items()]
        return {**own, **({REVISIONS: of_others} if of_others else {})}

    @property
    def token(self) -> str:
        return signing.dumps(astuple(self), salt=SALT)


def place_in(token: str, *, lifetime: timedelta | None = TOKEN_LIFETIME) -> Place | None:
    """The place that a token was made for; None for one that we did not make, and for one past its time."""
    try:
        return Place(*signing.loads(token, salt=SALT, max_age=lifetime))
    except signing.BadSignature:
        return None


@dataclass
class OpenDraft:
    """The draft of the form on a page: its place, and the row that is put back, if there is one."""

    place: Place
    row: Draft | None = None

    def __post_init__(self) -> None:
        self.typed: Typed = json.loads(self.row.body or "{}") if self.row else {}
        self.revision = next((int(one) for one in self.typed.pop(REVISION, [])), None)
        of_others = (one.split() for one in self.typed.pop(REVISIONS, []))
        self.revisions = {reference: int(revision) for reference, revision in of_others}
        self.outgrown = self.row is not None and self.row.version != self.place.version
        self.data = QueryDict(mutable=True)
        for name, values in self.typed.items():
            self.data.setlist(name, list(values))

    def put_back(self, name: str, field: forms.Field) -> tuple[bool, Any]:
        """Whether there is something to put into this box, and what: exactly as it was typed, valid or not."""
        if self.row is None or self.outgrown or not is_kept(field):
            return False, None
        if field.widget.value_omitted_from_data(self.data, {}, name):
            return False, None
        return True, field.widget.value_from_datadict(self.data, {}, name)


def is_kept(field: forms.Field) -> bool:
    """Not a file, a password, a box nobody sees or one that nobody can write in."""
    return not (field.disabled or field.widget.is_hidden or isinstance(field.widget, NEVER_KEPT))


def boxes_of(form: forms.Form) -> Iterator[tuple[str, forms.Field]]:
    """The names under which what is typed into the form is sent; several for a field in several boxes."""
    for name, asked in form.fields.items():
        if is_kept(asked):
            for suffix in getattr(asked.widget, "widgets_names", [""]):
                yield f"{form.add_prefix(name)}{suffix}", asked


def typed_into(form: forms.Form) -> Typed:
    """What was sent for the form's boxes, as it was typed."""
    data: Any = form.data
    return {name: data.getlist(name) for name, _ in boxes_of(form) if name in data}
