"""A form with a question of every kind that the product draws. Invented; no page of the product uses it."""

from datetime import date
from typing import Any

from django import forms


class DateBoxes(forms.MultiWidget):
    def __init__(self) -> None:
        day = forms.TextInput(attrs={"autocomplete": "bday-day", "placeholder": "31"})
        super().__init__({"day": day, "month": forms.TextInput, "year": forms.TextInput})

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class BoxedDateField(forms.MultiValueField):
    widget = DateBoxes

    def __init__(self, **options: Any) -> None:
        super().__init__([forms.IntegerField(), forms.IntegerField(), forms.IntegerField()], **options)

    def compress(self, values: list[int]) -> date | None:
        return date(values[2], values[1], values[0]) if values else None


class Roles(forms.RadioSelect):
    choice_hints = {"a": "The programme is offered."}


class EveryQuestion(forms.Form):
    submission_key = forms.CharField(widget=forms.HiddenInput, initial="key-1", required=False)
    name = forms.CharField(label="Full name", help_text="As it is in the <b>referral</b>")
    email = forms.EmailField(label="Email address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    notes = forms.CharField(label="What happened?", widget=forms.Textarea, max_length=200, help_text="In your words")
    story = forms.CharField(label="Story", widget=forms.Textarea(attrs={"placeholder": "Once upon a time"}))
    programme = forms.ChoiceField(label="Programme", choices=[("", "Choose one"), ("p", "Phoenix")])
    decision = forms.ChoiceField(
        label="Decision", widget=Roles, choices=[("a", "Accept"), ("d", "Decline")], help_text="It can be changed"
    )
    areas = forms.MultipleChoiceField(
        label="Areas", widget=forms.CheckboxSelectMultiple, choices=[("City", [("1", "Leicester")]), ("2", "Rutland")]
    )
    agrees = forms.BooleanField(label="The young person agrees", help_text="In their own words")
    born = BoxedDateField(label="Date of birth", help_text="For example, 31 3 2011")
    seen = forms.DateField(label="Date of the session")
    seen_natively = forms.DateField(label="Date of the visit", widget=forms.DateInput(attrs={"type": "date"}))
    amount = forms.DecimalField(
        label="Amount", widget=forms.TextInput(attrs={"data-prefix": "£", "inputmode": "decimal", "class": "narrow"})
    )
    share = forms.IntegerField(
        label="Share", required=False, widget=forms.TextInput(attrs={"data-suffix": "%", "inputmode": "numeric"})
    )
    upload = forms.FileField(label="Return", error_messages={"required": "Choose the return to upload"})
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))


class WithReasons(EveryQuestion):
    def __init__(self, *args: Any, reasons: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.reasons = reasons
