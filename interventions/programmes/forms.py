"""What is asked of a programme, and of how it runs. Days are asked as a first and a last day, both inside."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from interventions.programmes.models import (
    LONGEST_WHAT,
    DeliveryModel,
    Mode,
    Organisation,
    Population,
    PreventionLevel,
    Programme,
    Source,
    StatedAs,
    ToolkitApproach,
)
from interventions.programmes.rules import against_neutral_name
from interventions.programmes.selectors import toolkit
from vrn_cases.forms.base import ServiceForm

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
MODE_HINTS = {
    Mode.CASEWORK.value: "Referrals, cases and sessions are recorded here.",
    Mode.RECORD_FILE.value: "The provider sends a row for each person and episode under its own key.",
    Mode.RETURN_ONLY.value: "The provider sends counts for each quarter and no records.",
}


class ApproachField(forms.ChoiceField):
    """One approach of the toolkit in one edition, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._choices, required=False, **kwargs)

    @staticmethod
    def _choices() -> list[tuple[str, Any]]:
        editions: dict[str, list[tuple[str, str]]] = {}
        for row in toolkit():
            editions.setdefault(f"Edition printed in {row.source}", []).append((approach_key(row), row.name))
        return [("", "No source says"), *editions.items()]

    def clean(self, value: Any) -> ToolkitApproach | None:
        key = super().clean(value)
        return next((row for row in toolkit() if approach_key(row) == key), None) if key else None


def approach_key(approach: ToolkitApproach) -> str:
    return f"{approach.source.code}-{approach.code}"


class ProgrammeForm(ServiceForm):
    draft_code, draft_words = "programme", "The description of a programme"

    name = forms.CharField(max_length=120)
    neutral_name = forms.CharField(
        max_length=80,
        required=False,
        label="Neutral name",
        help_text="Stands on everything a young person may hold or see. No word about violence, gangs or the police.",
    )
    what = forms.CharField(label="What it does", max_length=LONGEST_WHAT, widget=forms.Textarea(attrs={"rows": 4}))
    delivery_model = forms.ChoiceField(choices=DeliveryModel.choices, widget=forms.RadioSelect)
    delivered_by = forms.CharField(max_length=200, help_text="As the source words it, or “not stated”.")
    setting = forms.CharField(max_length=200, help_text="Where it takes place, such as schools or the community.")
    prevention_level = forms.ChoiceField(choices=PreventionLevel.choices, widget=forms.RadioSelect)
    population = forms.ChoiceField(label="Who it is for", choices=Population.choices, widget=forms.RadioSelect)
    stated_as = forms.ChoiceField(
        label="What is stated of it",
        choices=StatedAs.choices,
        widget=forms.RadioSelect,
        help_text="What is only planned is never shown as delivered.",
    )
    approach = ApproachField(
        label="Approach of the Youth Endowment Fund’s toolkit",
        help_text="Choose one only where a source supports it.",
    )
    sources = forms.ModelMultipleChoiceField(
        label="Documents that say so",
        queryset=Source.objects.order_by("code"),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_neutral_name(self) -> str:
        name = self.cleaned_data["neutral_name"]
        if reasons := against_neutral_name(name):
            raise forms.ValidationError(reasons)
        return name

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        """What the form shows of a programme that it will change."""
        plain = (
            "name", "neutral_name", "what", "delivery_model", "delivered_by", "setting", "prevention_level",
            "population", "stated_as",
        )  # fmt: skip
        return {
            **{name: getattr(programme, name) for name in plain},
            "approach": approach_key(programme.approach) if programme.approach else "",
            "sources": [source.code for source in programme.sources.all()],
        }


class AddProgrammeForm(ProgrammeForm):
    draft_code, draft_words = "programme-add", "A new programme"

    code = forms.SlugField(
        max_length=20, help_text="A short code in capitals, such as VIP. It never changes.", label="Code"
    )
    field_order = ("code",)

    def clean_code(self) -> str:
        # whether it is taken is the service's to say: a second click must lead to what the first one added
        return str(self.cleaned_data["code"]).upper()


def day_field(**asked: Any) -> forms.DateField:
    """A day on which a programme may have run; a slip of the finger in its year is told."""
    slip = f"Enter a day between {EARLIEST.year} and {LATEST.year}"
    return forms.DateField(validators=[MinValueValidator(EARLIEST, slip), MaxValueValidator(LATEST, slip)], **asked)


class RunningForm(ServiceForm):
    draft_code, draft_words = "running", "How an organisation runs a programme"

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.order_by("name", "id"),
        to_field_name="reference",
        empty_label="Choose one",
        error_messages={"required": "Select the organisation that runs it"},
    )
    mode = forms.ChoiceField(
        label="How the organisation runs it",
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the organisation runs it"},
    )
    starts_on = day_field(
        label="First day", help_text="For example, 1/4/2026.", error_messages={"required": "Enter the first day"}
    )
    last_day = day_field(label="Last day", required=False, help_text="Leave it empty while it still runs this way.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].widget.choice_hints = MODE_HINTS

    @property
    def ends_on(self) -> date | None:
        """The day after the last one: periods are half-open from this door on."""
        last = self.cleaned_data["last_day"]
        return last + timedelta(days=1) if last else None


class EndRunningForm(ServiceForm):
    last_day = day_field(
        label="Last day it ran this way",
        help_text="For example, 31/3/2026.",
        error_messages={"required": "Enter the last day it ran this way"},
    )

    @property
    def ends_on(self) -> date:
        return self.cleaned_data["last_day"] + timedelta(days=1)
