"""What is asked of a participant: who they are, what their life is like, and, apart, the questions on equality."""

from typing import Any

from django import forms
from django.utils import timezone

from interventions.participants.birth_field import UNKNOWN, AgeField, BirthField, birth_told
from interventions.participants.contact_values import phone
from interventions.participants.home_field import HomeField
from interventions.participants.identifiers import postcode
from interventions.participants.models import (
    LONGEST_POSTCODE,
    LONGEST_VALUE,
    Belongs,
    BirthPrecision,
    ContactKind,
    ContactPoint,
    Disability,
    DisabilityEffect,
    GenderSame,
    HowKnown,
    Participant,
    Safe,
)
from interventions.participants.name_field import NAME_LENGTH, NameField
from interventions.participants.rules import NO_NAME, age_on
from interventions.participants.search_words import LONGEST, NOTHING_TYPED
from interventions.programmes.entry_field import EntryField
from interventions.programmes.models import ListName
from vrn_cases.forms.base import ServiceForm
from vrn_cases.pages.kept_words import TOO_LONG


class WhoForm(ServiceForm):
    """Names and date of birth."""

    draft_code, draft_words = "participant-who", "Name and date of birth of a young person"

    given_name = NameField(label="First name")
    family_name = NameField(label="Last name")
    known_as = NameField(help_text="A nickname, or the name they want to be called by.")
    birth = BirthField()
    age = AgeField()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("given_name") and not told.get("family_name"):
            self.add_error("given_name", NO_NAME)
        born, age = told.get("birth", UNKNOWN), told.get("age")
        if born[0] is not None and age is not None:
            self.add_error("age", "Enter a date of birth or an estimated age, not both.")
        return told

    def facts(self) -> dict[str, Any]:
        """The columns of a participant that this form answers; an age that stands as it was estimated stays so."""
        told = self.values()
        birth, age = told.pop("birth"), told.pop("age")
        if birth == UNKNOWN and age is not None and age == self.initial.get("age"):
            return told
        return {**told, **birth_told(birth, age, timezone.localdate())}

    @staticmethod
    def initial_of(participant: Participant) -> dict[str, Any]:
        estimated = participant.birth_precision == BirthPrecision.ESTIMATED
        return {
            "given_name": participant.given_name,
            "family_name": participant.family_name,
            "known_as": participant.known_as,
            "birth": None if estimated else (participant.date_of_birth, participant.birth_precision),
            "age": age_on(participant.date_of_birth, timezone.localdate()) if estimated else None,
        }


class LifeForm(ServiceForm):
    """Where somebody lives, and how they are looked after and learn or work."""

    draft_code, draft_words = "participant-life", "Home, care and education of a young person"

    home = HomeField()
    care_status = EntryField(ListName.CARE_STATUS, label="Looked-after status", required=False)
    education_status = EntryField(ListName.EDUCATION_STATUS, label="Education and work", required=False)

    def facts(self) -> dict[str, Any]:
        told = self.values()
        area, known = told.pop("home")
        return {**told, "area": area, "area_known": known}

    @staticmethod
    def initial_of(participant: Participant) -> dict[str, Any]:
        return {
            "home": (participant.area, participant.area_known),
            "care_status": participant.care_status,
            "education_status": participant.education_status,
        }


class EqualityForm(ServiceForm):
    """The questions on equality; none has to be answered."""

    draft_code, draft_words = "participant-equality", "Equality questions about a young person"

    sex = EntryField(ListName.SEX, label="Sex", required=False)
    gender_same = forms.ChoiceField(
        label="Is their gender the same as the sex registered at birth?", choices=GenderSame.choices, required=False
    )
    gender = forms.CharField(label="Gender, in their own words", max_length=NAME_LENGTH, required=False)
    ethnicity = EntryField(ListName.ETHNICITY, label="Ethnic group", required=False)
    ethnicity_how_known = forms.ChoiceField(
        label="Who said so",
        choices=HowKnown.choices,
        required=False,
        help_text="What a worker supposed is never counted as what a young person said of themselves.",
    )
    disability = forms.ChoiceField(
        label="Any physical or mental health condition that lasts, or should last, 12 months or more?",
        choices=Disability.choices,
        required=False,
    )
    disability_effect = forms.ChoiceField(
        label="Does it reduce what they can do from day to day?", choices=DisabilityEffect.choices, required=False
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("ethnicity")) != bool(told.get("ethnicity_how_known")):
            missing = "ethnicity" if told.get("ethnicity_how_known") else "ethnicity_how_known"
            words = {
                "ethnicity": "Choose the ethnic group, or “Not asked” below.",
                "ethnicity_how_known": "Say who said so.",
            }
            self.add_error(missing, words[missing])
        if told.get("disability_effect") and told.get("disability") != Disability.YES:
            self.add_error("disability_effect", "Answer this only if the answer above is yes.")
        return told

    def facts(self) -> dict[str, Any]:
        return self.values()

    @staticmethod
    def initial_of(participant: Participant) -> dict[str, Any]:
        return {name: getattr(participant, name) for name in EqualityForm.base_fields if name in PARTICIPANT_FIELDS}


PARTICIPANT_FIELDS = {field.name for field in Participant._meta.concrete_fields}


class ContactForm(ServiceForm):
    """One way of reaching somebody, and whether it is safe."""

    draft_code, draft_words = "participant-contact", "Contact details of a young person"

    kind = forms.ChoiceField(label="What is it?", choices=ContactKind.choices, widget=forms.RadioSelect)
    belongs_to = forms.ChoiceField(
        label="Whose is it?", choices=Belongs.choices, widget=forms.RadioSelect, initial=Belongs.PARTICIPANT
    )
    value = forms.CharField(
        label="Number, email address or address", max_length=LONGEST_VALUE, widget=forms.Textarea(attrs={"rows": 2})
    )
    postcode = forms.CharField(max_length=LONGEST_POSTCODE, required=False, help_text="Of an address, if it is known.")
    safe = forms.ChoiceField(
        label="Is it safe to use?", choices=Safe.choices, widget=forms.RadioSelect, initial=Safe.NOT_KNOWN
    )
    safe_note = forms.CharField(
        label="What is safe",
        max_length=LONGEST_VALUE,
        required=False,
        help_text="For example, “text only, after 4pm, do not say where you call from”.",
    )

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"]
        found = postcode(typed) if typed else ""
        if found is None:
            raise forms.ValidationError("Enter a whole postcode, such as LE1 1AA, or leave it empty.")
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        value = told.get("value", "").strip()
        if told.get("kind") == ContactKind.PHONE and value and phone(value) is None:
            self.add_error("value", "Enter a whole telephone number, such as 0116 222 3333.")
        if told.get("kind") == ContactKind.EMAIL and value and "@" not in value[1:-1]:
            self.add_error("value", "Enter an email address, such as name@example.org.")
        if told.get("postcode") and told.get("kind") and told["kind"] != ContactKind.ADDRESS:
            self.add_error("postcode", "A postcode belongs to an address. Leave it empty.")
        return told

    @staticmethod
    def initial_of(point: ContactPoint) -> dict[str, Any]:
        names = ("kind", "belongs_to", "value", "postcode", "safe", "safe_note")
        return {name: getattr(point, name) for name in names}


class EndContactForm(ServiceForm):
    """Nothing is asked: from today on it does not reach them."""


class SearchForm(forms.Form):
    """One box for all that somebody can be found by. It is sent, never a part of an address."""

    q = forms.CharField(
        label="Who are you looking for?",
        max_length=LONGEST,
        error_messages={"required": NOTHING_TYPED, "max_length": TOO_LONG},
        help_text="A name however it is spelt, a reference, a date of birth, or a whole telephone number.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
