"""What is asked of a measure: its day and its answers by item number, never by their wording; and of a plan."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.items import Item
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import Assessment, MeasurePlan, MeasurePoint
from interventions.outcomes.preview import Said, numbers, said_of
from interventions.outcomes.rules import doubts, paper_point
from interventions.participants.rules import age_on
from interventions.programmes.entry_field import EntryField
from interventions.programmes.models import ListName
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.day_field import DayField
from vrn_cases.forms.days import When

PLANNED_POINTS = [choice for choice in MeasurePoint.choices if choice[0] != MeasurePoint.REVIEW]


def item_name(item: Item) -> str:
    return f"item-{item.number}"


def typed_items(instrument: Instrument, data: Any) -> dict[int, str]:
    """What was typed by item number, of what a browser sent."""
    return {item.number: data.get(item_name(item), "") for item in instrument.items}


class AnswersForm(ServiceForm):
    """One paper form typed in. Doubts, and items left blank, come back once to be looked at; nothing typed is lost.

    `seen_missing` are the blank items that the page has said something about, so that it is asked once.
    """

    taken_on = DayField(
        label="Day it was filled in", initial=timezone.localdate, error_messages={"required": "Enter the day"}
    )
    paper = forms.ChoiceField(label="Printed form", widget=forms.RadioSelect)
    seen_missing = forms.CharField(required=False, widget=forms.HiddenInput)
    checked = forms.BooleanField(label="I have checked this. Save it all the same.", required=False)

    def __init__(self, *args: Any, instrument: Instrument, point: str, born: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument, self.at_point, self.born = instrument, point, born
        paper: Any = self.fields["paper"]
        printed = {one.code: one for one in instrument.forms.values()}
        paper.choices = [(one.code, f"{one.name.capitalize()}, about {one.asks_about}") for one in printed.values()]
        paper.initial = instrument.forms[paper_point(point)].code
        for item in instrument.items:
            self.fields[item_name(item)] = _item_field(item)
        self.blank: dict[int, int | None] = {item.number: None for item in instrument.items}
        self.answers = self.blank
        self.doubts = instrument.against_use(age=self._age(), form=self._paper_shown(), point=paper_point(point))

    def _age(self) -> int | None:
        """Theirs on the day on which it was filled in, as far as that is said."""
        try:
            on = self.fields["taken_on"].clean(self["taken_on"].value())
        except forms.ValidationError:
            on = timezone.localdate()
        return age_on(self.born, on)

    def _paper_shown(self) -> str:
        """The printed form that the page is about: what was sent, or what stands chosen when it opens."""
        known = {one.code for one in self.instrument.forms.values()}
        chosen = (
            self.data.get(self.add_prefix("paper"))
            if self.is_bound
            else self.get_initial_for_field(self.fields["paper"], "paper")
        )
        return str(chosen) if chosen in known else self.instrument.forms[paper_point(self.at_point)].code

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        typed = {item.number: told.get(item_name(item), "") for item in self.instrument.items}
        self.answers, problems = self.instrument.read(typed)
        for number, problem in problems.items():
            self.add_error(f"item-{number}", problem)
        if problems or "paper" not in told:
            return told
        point = told.get("point", self.at_point)
        self.doubts = doubts(self.instrument, age=self._age(), form=told["paper"], point=point, answers=self.answers)
        if self.doubts and not told.get("checked"):
            self.add_error("checked", "Check this against the paper, then tick that you did.")
        if any(answer is not None for answer in self.answers.values()):
            self._say_what_is_missing(told)
        return told

    def _say_what_is_missing(self, told: dict[str, Any]) -> None:
        scored = self.instrument.score(self.answers)
        missing = numbers(scored.missing)
        if not missing or told.get("seen_missing") == missing:
            return
        self.add_error(None, f"{scored.words} If that is how the paper is, save again.")

    @property
    def said(self) -> Said:
        """What the answers in the boxes do to the scores."""
        typed = {item.number: self[item_name(item)].value() for item in self.instrument.items}
        said = said_of(
            self.instrument, {number: "" if value is None else str(value) for number, value in typed.items()}
        )
        return said if self.is_bound else replace(said, seen="")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The boxes as they stand on the paper."""
        return [
            {
                "title": section.title,
                "labelled": any(item.label for item in section.items),
                "boxes": [
                    {"field": self[item_name(item)], "name": item.name, "allowed": item.allowed_words}
                    for item in section.items
                ],
                "allowed": section.items[0].allowed_words,
                "takes_zero": 0 in section.items[0].allowed,
            }
            for section in self.instrument.sections
        ]

    @property
    def several_forms(self) -> bool:
        return len({one.code for one in self.instrument.forms.values()}) > 1

    def told(self) -> dict[str, Any]:
        """What the service wants to know."""
        told = self.cleaned_data
        known = {"taken_on": told["taken_on"], "form": told["paper"], "checked": told["checked"]}
        return {**known, "point": told.get("point", self.at_point), "answers": self.answers}


# A form of its own for each measure and point, so that the drafts of two measures of one case are two.
ANSWERS_FORMS: dict[tuple[str, str], type[AnswersForm]] = {
    (code, point): type(
        AnswersForm.__name__,
        (AnswersForm,),
        {
            "draft_code": f"measure-{code}-{point}",
            "draft_words": f"The answers of {one.short_name}, {MeasurePoint(point).label.lower()}",
        },
    )
    for code, one in INSTRUMENTS.items()
    for point in MeasurePoint.values
}


class CorrectionForm(AnswersForm):
    draft_code, draft_words = "measure-correct", "A correction of a measure"

    point = forms.ChoiceField(label="When it was taken", choices=MeasurePoint.choices, widget=forms.RadioSelect)

    @staticmethod
    def initial_of(assessment: Assessment) -> dict[str, Any]:
        """The day, form and answers as they were kept; blank for a measure that was not taken."""
        answers = {f"item-{one.number}": one.answer for one in assessment.answers.all() if one.answer is not None}
        known = {"taken_on": assessment.taken_on, "point": assessment.point}
        return {**known, **({"paper": assessment.form} if assessment.form else {}), **answers}


class NotDoneForm(ServiceForm):
    reason = EntryField(
        ListName.MEASURE_NOT_DONE,
        empty="Choose one",
        label="Why it was not taken",
        error_messages={"required": "Select why it was not taken"},
    )
    said_on = DayField(
        label="Day it was decided", initial=timezone.localdate, error_messages={"required": "Enter the day"}
    )


class PlanForm(ServiceForm):
    draft_code, draft_words = "measure-plan", "A programme’s plan of measures"

    instrument = forms.ChoiceField(
        label="Measure",
        choices=[("", "Choose one"), *((code, one.name) for code, one in INSTRUMENTS.items())],
        error_messages={"required": "Select the measure"},
    )
    point = forms.ChoiceField(
        label="When", choices=PLANNED_POINTS, widget=forms.RadioSelect, error_messages={"required": "Select when"}
    )
    due_days = forms.IntegerField(
        label="Days",
        min_value=0,
        max_value=366,
        help_text="At the start: it is due so many days after the opening. At the end: it counts so many days before "
        "and after the closing.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Enter whole days, 0 to 366"),
    )
    valid_from = DayField(
        label="First day it holds",
        when=When.ANY,
        initial=timezone.localdate,
        error_messages={"required": "Enter the first day"},
    )


class ConfirmPlanForm(ServiceForm):
    """Nothing to answer: the button says it."""


class EndPlanForm(ServiceForm):
    ends_on = DayField(
        label="First day it is asked for no more",
        when=When.ANY,
        initial=timezone.localdate,
        error_messages={"required": "Enter the day"},
    )

    @staticmethod
    def words(plan: MeasurePlan) -> str:
        return f"{INSTRUMENTS[plan.instrument].short_name}, {plan.get_point_display().lower()}"


def _item_field(item: Item) -> forms.CharField:
    """A box; what may be typed into it is said in view, and read by the instrument itself."""
    allowed = " ".join(map(str, item.allowed))
    attributes = {"inputmode": "numeric", "autocomplete": "off", "data-item": allowed}
    return forms.CharField(label=item.name, required=False, max_length=10, widget=forms.TextInput(attrs=attributes))
