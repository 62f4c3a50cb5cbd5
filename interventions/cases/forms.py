"""What is asked at each step of a case, and of a note about it."""

from typing import Any

from django import forms
from django.utils import timezone

from interventions.cases.models import LONGEST_CLOSING_NOTE, LONGEST_NOTE, NoteKind
from interventions.participants.words_field import WordsField
from interventions.programmes.entry_field import EntryField
from interventions.programmes.models import ListName
from vrn_cases.access.models import User
from vrn_cases.access.readable import Sensitivity, SourceAuthority
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.day_field import DayField
from vrn_cases.forms.days import When

WHO_READS = {
    Sensitivity.ORDINARY.value: "Everybody who works on this programme",
    Sensitivity.SUPPORT.value: "Navigators and the lead only (support note)",
    Sensitivity.SAFEGUARDING.value: "The lead and the safeguarding lead only",
}
CLOSING_HINT = "How the case ended is worked out from this and from the sessions attended."


def day_field(label: str) -> DayField:
    return DayField(label=label, initial=timezone.localdate, error_messages={"required": "Enter the day"})


class WorkerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's take none at run time
    def __init__(self, **asked: Any) -> None:
        super().__init__(User.objects.none(), to_field_name="reference", **asked)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AcceptForm(ServiceForm):
    """`workers` are those who may work on the programme's cases."""

    on = day_field("Day the case opens")
    worker = WorkerField(label="Lead worker", required=False, empty_label="Nobody yet")

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["worker"]
        chosen.queryset = workers


class JoinForm(ServiceForm):
    on = day_field("Day it is joined")


class GiveForm(ServiceForm):
    worker = WorkerField(
        label="Lead worker", empty_label="Choose one", error_messages={"required": "Select the lead worker"}
    )
    on = day_field("From which day")

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["worker"]
        chosen.queryset = workers


class PauseForm(ServiceForm):
    reason = EntryField(
        ListName.PAUSE_REASON, empty="Choose one", label="Why", error_messages={"required": "Select why it is paused"}
    )
    on = day_field("From which day")


class ResumeForm(ServiceForm):
    on = day_field("From which day")


class CloseForm(ServiceForm):
    draft_code, draft_words = "case-close", "The closing of a case"

    reason = EntryField(
        ListName.CLOSE_REASON,
        empty="Choose one",
        label="Why the support ends",
        help_text=CLOSING_HINT,
        error_messages={"required": "Select why the support ends"},
    )
    on = day_field("Last day of the case")
    note = WordsField(label="What else should be known", limit=LONGEST_CLOSING_NOTE, rows=5, required=False)


class ReopenForm(ServiceForm):
    on = day_field("From which day")


class NextForm(ServiceForm):
    next_action = forms.CharField(
        label="What comes next", max_length=200, required=False, help_text="Leave it empty when nothing is planned."
    )
    next_action_on = DayField(label="By when", when=When.ANY, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("next_action_on") and not told.get("next_action"):
            self.add_error("next_action", "Say what is to be done by that day.")
        return told


class NoteForm(ServiceForm):
    """`sources` and `levels` are what the writer may read themselves: nobody writes what they cannot read again."""

    draft_code, draft_words = "case-note", "A note about a case"

    text = WordsField(
        label="What happened", limit=LONGEST_NOTE, rows=10, error_messages={"required": "Write what happened."}
    )
    kind = forms.ChoiceField(label="What it is about", choices=NoteKind.choices, initial=NoteKind.CONTACT)
    on = day_field("Day it happened")
    source = forms.ChoiceField(label="Who it comes from", initial=SourceAuthority.OWN_WORK)
    sensitivity = forms.ChoiceField(label="Who may read it", initial=Sensitivity.ORDINARY)
    field_order = ("on", "kind", "text", "source", "sensitivity")

    def __init__(self, *args: Any, readable: set[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.readable = readable
        fields: Any = self.fields
        sources, levels = ({pair[place] for pair in readable} for place in (0, 1))
        fields["source"].choices = [pair for pair in SourceAuthority.choices if pair[0] in sources]
        fields["sensitivity"].choices = [(one, words) for one, words in WHO_READS.items() if one in levels]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        pair = told.get("source"), told.get("sensitivity")
        if all(pair) and pair not in self.readable:
            self.add_error("sensitivity", "You could not read this note yourself. Choose otherwise.")
        return told


class CorrectForm(ServiceForm):
    draft_code, draft_words = "case-note-correct", "A correction of a note"

    text = WordsField(
        label="What should be known instead",
        limit=LONGEST_NOTE,
        rows=8,
        error_messages={"required": "Write what is right."},
    )
