"""What is asked of a session: in one step after it, or in two, before and after; and the register of a group."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from interventions.cases.models import LONGEST_NOTE, Case
from interventions.participants.words_field import WordsField
from interventions.programmes.entry_field import EntryField
from interventions.programmes.models import ListEntry, ListName
from interventions.sessions.models import Attendance, GroupSession, Mode, Session
from interventions.sessions.rules import LONGEST_MINUTES, against_minutes
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.day_field import DayField
from vrn_cases.forms.days import When
from vrn_cases.forms.time_field import TimeField
from vrn_cases.pages.selectors import shown_name

ANSWERS = [choice for choice in Attendance.choices if choice[0]]
NO_KIND = {"required": "Select the kind of session"}
WHOLE_MINUTES = f"Enter whole minutes from 0 to {LONGEST_MINUTES:,}"


class MinutesField(forms.IntegerField):
    """Whole minutes; zero is an answer, an empty box is none."""

    def __init__(self, **asked: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4", "autocomplete": "off"})
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE_MINUTES)
        told = {"required": False, "min_value": 0, "max_value": LONGEST_MINUTES, "widget": widget}
        super().__init__(**{**told, "error_messages": wrong, **asked})


class CameForm(ServiceForm):
    """Whether the young person came, and for how long."""

    attendance = forms.ChoiceField(
        label="Did the young person attend?",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the young person attended"},
    )
    minutes = MinutesField(label="Minutes", help_text="Only when they attended. Zero is an answer.")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if "attendance" in told and "minutes" in told:
            for reason in against_minutes(told["attendance"], told["minutes"]):
                self.add_error("minutes", reason)
        return told


class NoteField(WordsField):
    """An optional note on the session, which becomes a note of the case."""

    def __init__(self) -> None:
        known = {"label": "Note", "required": False, "help_text": "Optional. It is kept as a note of the case."}
        super().__init__(limit=LONGEST_NOTE, rows=3, **known)


class RecordSessionForm(CameForm):
    draft_code, draft_words = "session-record", "A session to record"

    held_on = DayField(label="Day", error_messages={"required": "Enter the day of the session"})
    kind = EntryField(ListName.SESSION_KIND, empty="Choose one", label="Kind", error_messages=NO_KIND)
    mode = forms.ChoiceField(label="How", choices=Mode.choices, widget=forms.RadioSelect, initial=Mode.IN_PERSON)
    note = NoteField()
    field_order = ("held_on", "attendance", "minutes", "kind", "mode", "note")


class AttendanceForm(CameForm):
    draft_code, draft_words = "session-attendance", "The attendance of a session"

    note = NoteField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("attendance"):
            came = cast(forms.ChoiceField, self.fields["attendance"])
            came.choices = [*ANSWERS, (Attendance.NOT_RECORDED, "Not recorded yet, after all")]
            came.required = False


class ArrangeSessionForm(ServiceForm):
    draft_code, draft_words = "session-arrange", "A session to arrange"

    held_on = DayField(label="Day", when=When.ANY, error_messages={"required": "Enter the day of the session"})
    starts_at = TimeField(label="Time", required=False, help_text="Optional, such as 1515 or 3.15pm.")
    kind = EntryField(ListName.SESSION_KIND, empty="Choose one", label="Kind", error_messages=NO_KIND)
    mode = forms.ChoiceField(label="How", choices=Mode.choices, widget=forms.RadioSelect, initial=Mode.IN_PERSON)

    def __init__(self, *args: Any, standing: ListEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(EntryField, self.fields["kind"]).offer_also(standing)


class ChangeSessionForm(ArrangeSessionForm):
    draft_code, draft_words = "session-change", "A change of a session"

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        return {name: getattr(session, name) for name in ("held_on", "starts_at", "kind", "mode")}


class RemoveSessionForm(ServiceForm):
    """Nothing to answer: the button says it."""


class CasesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Open cases of a programme, each by the young person's name and its reference."""

    def __init__(self, **asked: Any) -> None:
        told = {"label": "Young people", "to_field_name": "reference", "widget": forms.CheckboxSelectMultiple}
        super().__init__(queryset=Case.objects.none(), **{**told, **asked})
        self.error_messages["invalid_choice"] = "Case %(value)s is not open any more. Select the others again."

    def label_from_instance(self, case: Case) -> str:
        return f"{shown_name(case.participant)}, case {case.reference}"


class GroupForm(ServiceForm):
    draft_code, draft_words = "group-change", "A change of a group session"

    title = forms.CharField(label="What it is called", max_length=120, help_text="Nobody’s name.")
    held_on = DayField(label="Day", when=When.ANY, error_messages={"required": "Enter the day of the session"})
    starts_at = TimeField(label="Time", required=False, help_text="Optional, such as 1515 or 3.15pm.")
    minutes = MinutesField(
        label="Usual minutes",
        min_value=1,
        help_text="Optional. What the register takes for whoever attended and has no other number.",
    )
    kind = EntryField(ListName.SESSION_KIND, empty="Choose one", label="Kind", error_messages=NO_KIND)
    mode = forms.ChoiceField(label="How", choices=Mode.choices, widget=forms.RadioSelect, initial=Mode.IN_PERSON)

    def __init__(self, *args: Any, standing: ListEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(EntryField, self.fields["kind"]).offer_also(standing)

    @staticmethod
    def initial_of(group: GroupSession) -> dict[str, Any]:
        names = ("title", "held_on", "starts_at", "minutes", "kind", "mode")
        return {name: getattr(group, name) for name in names}


class ArrangeGroupForm(GroupForm):
    draft_code, draft_words = "group-arrange", "A group session to arrange"

    cases = CasesField(error_messages={"required": "Select at least one young person"})

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(CasesField, self.fields["cases"]).queryset = cases


class AddToGroupForm(ServiceForm):
    cases = CasesField(error_messages={"required": "Select at least one young person"})

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(CasesField, self.fields["cases"]).queryset = cases
