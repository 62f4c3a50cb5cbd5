"""What is asked when a report is drafted, its cover paper written, signed or sent back."""

from typing import Any

from django import forms
from django.utils import timezone

from monitoring.indicators.windows import FigureWindow, quarter_window, year_window
from monitoring.periods.windows import FinancialYear
from monitoring.reports.models import CoverPart
from vrn_cases.forms.base import ServiceForm

FIRST_YEAR = 2019  # the network was established in September 2019


def windows_to_choose() -> dict[str, FigureWindow]:
    """Every financial year and quarter that has begun, the latest first."""
    this_year = FinancialYear.holding(timezone.localdate())
    today = timezone.localdate()
    chosen: dict[str, FigureWindow] = {}
    for first in range(this_year.first, FIRST_YEAR - 1, -1):
        year = FinancialYear(first)
        windows = [year_window(year), *(quarter_window(quarter) for quarter in reversed(year.quarters))]
        chosen |= {window.label: window for window in windows if window.start <= today}
    return chosen


class DraftForm(ServiceForm):
    period = forms.ChoiceField(
        label="Which period is it for?",
        help_text="A financial year runs from 1 April to 31 March.",
        choices=[],
        error_messages={"required": "Choose a period"},
    )
    published_only = forms.BooleanField(
        required=False,
        label="Only the published record",
        help_text="Leaves out casework and partners’ returns. Tick this for years before either was recorded here.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose a period"), *((label, label) for label in windows_to_choose())]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def window(self) -> FigureWindow:
        return windows_to_choose()[self.cleaned_data["period"]]


class CoverLineForm(ServiceForm):
    draft_code, draft_words = "cover-line", "A line of a report’s cover paper"

    part = forms.ChoiceField(label="Where does the line stand?", choices=CoverPart.choices)
    text = forms.CharField(
        label="The line",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One sentence. Name no person. Say what happened, not what caused it.",
    )
    figure = forms.ChoiceField(
        label="The figure it speaks of",
        required=False,
        choices=[],
        help_text="A line under “What changed” must name one, so that it cannot disagree with its table.",
    )
    owner = forms.CharField(
        label="Who sees to it", required=False, max_length=80, help_text="A role or team, not a person."
    )
    due_on = forms.DateField(
        label="By when", required=False, help_text="For example, 31/3/2024", widget=forms.DateInput
    )

    def __init__(self, *args: Any, figures: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "No figure"), *figures.items()]
        self.fields["figure"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("part") == CoverPart.CHANGE and not answers.get("figure"):
            self.add_error("figure", "Choose the figure that this line speaks of")
        return answers


class StepForm(ServiceForm):
    """A step that asks nothing but to be confirmed."""


class SignForm(ServiceForm):
    read = forms.BooleanField(
        label="I have read the report in the form that is signed",
        error_messages={"required": "Say that you have read the report"},
    )

    def values(self) -> dict[str, Any]:
        """Nothing: the tick is what lets the step be taken, and the signature says it."""
        return {}


class SendBackForm(ServiceForm):
    draft_code, draft_words = "report-send-back", "What must change in a report"

    why = forms.CharField(
        label="What must change?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say what must change, so that whoever drafts it can do it"},
    )
