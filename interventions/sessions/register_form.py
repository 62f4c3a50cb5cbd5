"""The register of a group session: a row of choices and minutes for each young person, sent in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from interventions.sessions.forms import MinutesField
from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.rules import Mark, against_minutes
from vrn_cases.forms.base import ServiceForm
from vrn_cases.pages.selectors import shown_name

LETTERS = {
    Attendance.ATTENDED: "A",
    Attendance.DID_NOT_ATTEND: "D",
    Attendance.CANCELLED_BY_PERSON: "Y",
    Attendance.CANCELLED_BY_SERVICE: "U",
}
SHORT = {
    Attendance.ATTENDED: "Attended",
    Attendance.DID_NOT_ATTEND: "Did not attend",
    Attendance.CANCELLED_BY_PERSON: "They cancelled",
    Attendance.CANCELLED_BY_SERVICE: "We cancelled",
}
GONE = (
    "Somebody was taken out of this group session while you had the register open, so what you marked for them "
    "cannot be recorded (session {sessions}). Save again to record the others."
)


@dataclass(frozen=True)
class Row:
    """One row of the table. `closed`: the case is closed, so nothing can be recorded."""

    session: Session
    name: str
    attendance: BoundField
    minutes: BoundField
    closed: bool

    @property
    def problems(self) -> list[str]:
        return [*map(str, self.attendance.errors), *map(str, self.minutes.errors)]


def _fields_of(session: Session) -> dict[str, forms.Field]:
    """What is asked of one young person: whether they came, and for how long."""
    name = shown_name(session.case.participant)
    return {
        f"attendance-{session.reference}": forms.ChoiceField(
            label=f"Attendance of {name}",
            choices=[(answer.value, words) for answer, words in SHORT.items()],
            required=False,
            widget=forms.RadioSelect,
            initial=session.attendance,
        ),
        f"minutes-{session.reference}": MinutesField(label=f"Minutes of {name}", initial=session.minutes),
    }


class RegisterForm(ServiceForm):
    draft_code, draft_words = "group-register", "The register of a group session"

    def __init__(self, *args: Any, group: GroupSession, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group, self.sessions = group, sessions
        self._take_in_who_was_added()
        for session in sessions:
            self.fields |= _fields_of(session)
            self.fields[f"seen-{session.reference}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=self._seen(session)
            )

    @classmethod
    def fields_about(cls, subject: str) -> Mapping[str, forms.Field]:
        rows = Session.objects.filter(group__reference=subject).select_related("case__participant")
        return dict(super().fields_about(subject)) | {
            name: one for row in rows for name, one in _fields_of(row).items()
        }

    def _take_in_who_was_added(self) -> None:
        """Of a row that was not on the page that was sent, nothing is said, and the page that comes back has it."""
        for session in self.sessions if self.is_bound else ():
            seen = self.add_prefix(f"seen-{session.reference}")
            if seen not in self.data and self.add_prefix(f"attendance-{session.reference}") not in self.data:
                data = QueryDict(mutable=True)
                data.update(self.data)
                data[seen] = str(session.revision)
                self.data = data

    def _marked_and_gone(self) -> list[str]:
        """The references of sessions that were marked and are not under the group session any more."""
        here, box = {session.reference for session in self.sessions}, self.add_prefix("attendance-")
        marked = [name.removeprefix(box) for name in self.data if name.startswith(box) and self.data[name]]
        return [reference for reference in marked if reference not in here]

    def _seen(self, session: Session) -> int:
        """The revision that the row's answers were made over: of a row from a draft, what stood when it was typed."""
        kept = self.draft.revisions if self.draft is not None else {}
        return kept.get(session.reference, session.revision) if self._is_kept(session) else session.revision

    def _is_kept(self, session: Session) -> bool:
        """Whether a draft says anything of this row; an empty box of minutes alone is sent with every page."""
        typed = self.draft.typed if self.draft is not None else {}
        return any(any(typed.get(f"{box}-{session.reference}", ())) for box in ("attendance", "minutes"))

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """A row that a draft says nothing of shows what stands now, which somebody may have recorded since."""
        box, _, reference = field_name.partition("-")
        row = next((one for one in self.sessions if one.reference == reference), None)
        if row is not None and box in ("attendance", "minutes") and not self._is_kept(row):
            return field.initial
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if gone := self._marked_and_gone():
            self.add_error(None, GONE.format(sessions=", ".join(gone)))
        for session in self.sessions:
            attendance, minutes = told.get(f"attendance-{session.reference}"), f"minutes-{session.reference}"
            if minutes not in told or (not attendance and told[minutes] is None):
                continue
            if attendance == Attendance.ATTENDED and told[minutes] is None:
                told[minutes] = self.group.minutes
            reasons = against_minutes(attendance, told[minutes]) if attendance else ["Choose whether they attended."]
            for reason in reasons:
                self.add_error(minutes, f"{shown_name(session.case.participant)}: {reason}")
        return told

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                session,
                shown_name(session.case.participant),
                self[f"attendance-{session.reference}"],
                self[f"minutes-{session.reference}"],
                session.case.closed_on is not None,
            )
            for session in self.sessions
        ]

    @property
    def marks(self) -> list[Mark]:
        """What was answered, for the service."""
        told = self.cleaned_data
        return [
            Mark(
                one.reference,
                told[f"seen-{one.reference}"],
                told[f"attendance-{one.reference}"],
                told[f"minutes-{one.reference}"],
            )
            for one in self.sessions
        ]

    def show_refusal(self, reasons: Iterable[str]) -> None:
        """With the reasons, the page takes the revisions as they are now: who saves again has read them."""
        super().show_refusal(reasons)
        data = QueryDict(mutable=True)
        data.update(self.data)
        for reference, revision in self.group.sessions.values_list("reference", "revision"):
            data[self.add_prefix(f"seen-{reference}")] = str(revision)
        self.data = data
