"""Why a list with names is needed, and of which programme."""

from typing import Any

from django import forms

from vrn_cases.access.models import User
from vrn_cases.forms.base import ServiceForm
from vrn_cases.named_lists.models import LONGEST_PURPOSE
from vrn_cases.named_lists.selectors import programmes_with_names


class NamedListForm(ServiceForm):
    programme: Any = forms.ModelChoiceField(
        label="Programme",
        queryset=None,
        to_field_name="reference",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the programme whose people the list is about."},
    )
    purpose = forms.CharField(
        label="What do you need the names for?",
        help_text="It stands in the file and in the programme’s record of such lists. Name nobody in it.",
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what you need the names for."},
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = programmes_with_names(owner)
        chosen: Any = self.fields["programme"]
        chosen.queryset = offered
        only = list(offered[:2])
        if len(only) == 1:
            chosen.initial = only[0]
