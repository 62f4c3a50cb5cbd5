"""Questions about returns: the answers typed on a page, the filled-in workbook, and each step's own words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from interventions.programmes.models import Organisation, Programme
from monitoring.budgets.models import GrantAgreement
from monitoring.indicators.disclosure_profiles import DEFAULT_THRESHOLD
from monitoring.periods.windows import FinancialYear, Quarter, Window
from monitoring.returns.asked import BLANK, NO_FIGURE, Answers, Given, Key, Row, by_group
from monitoring.returns.shown import given_in_words
from monitoring.returns.values import Unfit, given_of, note_of, value_of
from monitoring.returns.workbook.layout import as_cell, reason_words
from vrn_cases.forms.base import ServiceForm
from vrn_cases.questions.models import AnswerState, QuestionKind
from vrn_cases.uploaded_workbooks import WorkbookRefused, check_workbook

LARGEST_FILE = 10 << 20


class UploadForm(ServiceForm):
    file = forms.FileField(
        label="The filled-in workbook",
        help_text="An Excel workbook (.xlsx), no larger than 10 MB.",
        error_messages={"required": "Choose the workbook that you filled in.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """What cannot be opened at all is said at once; everything else is said cell by cell after reading."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError("The file is larger than 10 MB. Remove pictures and other sheets and send it again.")
        try:
            check_workbook(file)
        except WorkbookRefused as refused:
            raise ValidationError(refused.message) from refused
        file.seek(0)
        return file


class SubmitForm(ServiceForm):
    draft_code, draft_words = "return-submit", "The note that goes with a return"

    note = forms.CharField(
        label="Anything the central team should know",
        required=False,
        max_length=2_000,
        help_text="Do not name or describe any person.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2_000}),
    )


class QueryForm(ServiceForm):
    draft_code, draft_words = "return-query", "A query about a return"

    query = forms.CharField(
        label="What should be changed or explained?",
        max_length=2_000,
        help_text="The partner sees these words on the return's page. Name lines by their number.",
        error_messages={"required": "Say what should be changed or explained."},
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2_000}),
    )


class AcceptForm(ServiceForm):
    """Nothing to answer: the page asks for the decision itself."""


def _quarters() -> list[tuple[str, str]]:
    """The quarter before last to the one after next, the latest first."""
    now = Quarter.holding(timezone.localdate())
    near = [Quarter(now.number + step) for step in (1, 0, -1, -2, -3, -4)]
    return [(quarter.label, quarter.label) for quarter in near]


def _last_quarter() -> str:
    """The quarter that has ended last: the one that is usually asked for."""
    return Quarter.holding(timezone.localdate()).preceding.label


class AskForm(ServiceForm):
    """`programme` and `organisation` both, for one return; neither, for everybody who sends returns."""

    draft_code, draft_words = "return-ask", "Asking for returns"

    quarter = forms.ChoiceField(label="Quarter", choices=_quarters, initial=_last_quarter)
    due_on = forms.DateField(
        label="Due on",
        help_text="For example, 31/7/2026",
        error_messages={
            "required": "Enter the day by which they are due.",
            "invalid": "This is not a date. Write it like 31/7/2026.",
        },
    )
    programme = forms.ModelChoiceField(
        Programme.objects.order_by("name"),
        label="Programme",
        required=False,
        to_field_name="reference",
        empty_label="All programmes that run by returns",
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="Organisation",
        required=False,
        to_field_name="reference",
        empty_label="Every organisation that runs them",
        help_text="Choose one to ask for a single return, for example from somebody who has just begun.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("programme")) != bool(given.get("organisation")):
            self.add_error("organisation", "Choose both a programme and an organisation, or neither to ask everybody.")
        return given

    @property
    def quarter_chosen(self) -> Quarter:
        return Quarter.parse(self.cleaned_data["quarter"])


class ChaseForm(ServiceForm):
    """Nothing to answer: the page asks for the decision itself."""


def _periods() -> list[tuple[str, str]]:
    """The years from the first agreement to now and their quarters, the latest first."""
    this = FinancialYear.holding(timezone.localdate())
    agreed = GrantAgreement.objects.order_by("year").values_list("year", flat=True).first()
    first = min(this, FinancialYear.parse(agreed) if agreed else this)
    years = [FinancialYear(year) for year in range(this.first, first.first - 1, -1)]
    labels = [label for year in years for label in (year.label, *(q.label for q in reversed(year.quarters)))]
    return [("", "Choose a period"), *((label, label) for label in labels)]


class GrantReturnForm(ServiceForm):
    agreement = forms.ModelChoiceField(
        GrantAgreement.objects.order_by("-year", "funder"),
        label="Grant agreement",
        to_field_name="reference",
        empty_label=None,
        error_messages={"required": "Choose the agreement.", "invalid_choice": "Choose one of the agreements."},
    )
    period = forms.ChoiceField(
        label="Period", choices=[], error_messages={"required": "Choose the period that the return is for."}
    )
    small_numbers = forms.ChoiceField(
        label="What does the agreement say about small numbers?",
        help_text="Choose exact figures only where the agreement says so. Whoever has them knows them: a later return "
        "to the same funder hides no other count to protect what this one tells.",
        choices=[
            ("threshold", f"Hide counts of people below {DEFAULT_THRESHOLD}, and what would give them away"),
            ("exact", "The funder may see exact figures"),
        ],
        initial="threshold",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the agreement says."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = _periods()  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def window(self) -> Window:
        label = self.cleaned_data["period"]
        return Quarter.parse(label).window if " Q" in label else FinancialYear.parse(label).window

    @property
    def threshold(self) -> int | None:
        return DEFAULT_THRESHOLD if self.cleaned_data["small_numbers"] == "threshold" else None


@dataclass(frozen=True)
class Boxes:
    """One line of the page: its boxes, last period's answer in words, and a box for each part of each breakdown."""

    row: Row
    answer: BoundField
    beside: list[tuple[str, str, BoundField]]  # words, class and box of the reason for none and the note
    last: str
    breakdowns: list[tuple[str, list[BoundField]]]


class AnswersForm(ServiceForm):
    """The rows of a return as boxes. What the boxes hold becomes `answers`, by the same rules as a workbook's cells."""

    draft_code, draft_words = "return-answers", "The answers of a return"

    def __init__(self, *args: Any, rows: Sequence[Row], now: Answers, last: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.now, self.last = rows, now, last
        self.answers: dict[Key, Given] = {}
        for row in rows:
            self._add_boxes(row, now.get(row.key, BLANK))

    def _add_boxes(self, row: Row, given: Given) -> None:
        self.fields[f"answer_{row.number}"] = _answer_box(row, given)
        if _asks_beside(row):
            reasons = [("", "None: there is an answer"), *((words, words) for words in NO_FIGURE)]
            self.fields[f"reason_{row.number}"] = forms.ChoiceField(
                label=f"No answer because (line {row.number})",
                choices=reasons,
                required=False,
                initial="" if given.answered else reason_words(given.state, given.note) or "",
            )
            self.fields[f"note_{row.number}"] = forms.CharField(
                label=f"Note (line {row.number})", required=False, initial=given.note
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for row in self.rows:
            self.answers[row.key] = self._given(row, given)
        return given

    def _given(self, row: Row, given: dict[str, Any]) -> Given:
        number, box = row.number, f"answer_{row.number}"
        try:
            value = value_of(row, given.get(box))
            if not _asks_beside(row):
                return self._alone(row, value)
            box = f"note_{number}"
            note = note_of(given.get(box))
            box = f"reason_{number}"
            return given_of(value, NO_FIGURE.get(given.get(box, "")), note)
        except Unfit as unfit:
            self.add_error(box, f"Line {number}: {unfit}")
            return BLANK

    def _alone(self, row: Row, value: Any) -> Given:
        """The page asks neither reason nor note of a part or of words: what a workbook said there is kept."""
        before = self.now.get(row.key, BLANK)
        if value is not None:
            return Given(AnswerState.ANSWERED, value, before.note)
        return Given(AnswerState.BLANK, None, before.note) if before.answered else before

    def groups(self) -> Iterator[tuple[str, list[Boxes]]]:
        for name, members in by_group(self.rows):
            yield name, [self._boxes(row) for row in members if row.whole]

    def _boxes(self, row: Row) -> Boxes:
        parts: dict[str, list[BoundField]] = {}
        for part in self.rows:
            if not part.whole and part.key[0] == row.key[0]:
                parts.setdefault(part.breakdown_label, []).append(self[f"answer_{part.number}"])
        return Boxes(
            row,
            answer=self[f"answer_{row.number}"],
            beside=[
                ("No answer because", "govuk-select", self[f"reason_{row.number}"]),
                ("Note", "govuk-input", self[f"note_{row.number}"]),
            ]
            if _asks_beside(row)
            else [],
            last=given_in_words(row.kind, self.last[row.key]) if row.key in self.last else "",
            breakdowns=list(parts.items()),
        )


def _asks_beside(row: Row) -> bool:
    return row.whole and row.kind != QuestionKind.TEXT


def _answer_box(row: Row, given: Given) -> forms.Field:
    label = f"{row.number}. {row.text}" if row.whole else row.text
    initial = as_cell(row.kind, given.value)
    if row.kind == QuestionKind.TEXT:
        box = forms.Textarea(attrs={"rows": 3, "maxlength": 4_000})
        return forms.CharField(label=label, required=False, initial=initial, widget=box)
    if row.kind == QuestionKind.YES_NO:
        choices = [("", ""), ("Yes", "Yes"), ("No", "No")]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial or "")
    if row.kind == QuestionKind.DATE:
        return forms.DateField(label=label, required=False, initial=initial)
    attributes = {"inputmode": "decimal" if row.kind != QuestionKind.NUMBER else "numeric", "autocomplete": "off"}
    if row.kind == QuestionKind.MONEY:
        attributes["data-prefix"] = "£"
    return forms.CharField(
        label=label,
        required=False,
        initial=None if initial is None else f"{initial}",
        widget=forms.TextInput(attributes),
    )
