"""What is asked before figures are worked out again."""

from collections.abc import Iterable
from typing import Any

from django import forms

from monitoring.periods.windows import FinancialYear
from vrn_cases.forms.base import ServiceForm

EVERYTHING = "all"


class WorkOutForm(ServiceForm):
    what = forms.ChoiceField(
        label="What should be worked out again?",
        choices=[],
        help_text="One year is quicker. Everything is worked out each night by itself.",
    )

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(year), f"Only {FinancialYear(year)}") for year in years]
        self.fields["what"].choices = [(EVERYTHING, "Everything"), *named]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["what"].initial = EVERYTHING

    @property
    def subject(self) -> dict[str, int]:
        """The job's subject: the calendar year in which the financial year starts, or nothing for everything."""
        what = self.cleaned_data["what"]
        return {} if what == EVERYTHING else {"year": int(what)}
