"""What is asked about a referral: seven answers in a corridor, the rest later at a desk, and what came of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from interventions.participants.birth_field import BirthField, birth_in_words, birth_told
from interventions.participants.home_field import HomeField
from interventions.participants.models import Participant
from interventions.participants.name_field import NameField
from interventions.participants.rules import NO_NAME
from interventions.participants.words_field import WordsField
from interventions.programmes.entry_field import EntryField
from interventions.programmes.models import ListName, Organisation, Programme
from interventions.referrals.intake.intake import Intake
from interventions.referrals.intake.questions import PREFIX, fields_of, initial_of
from interventions.referrals.models import LONGEST_CONTACT, LONGEST_WORDS, Referral, Told
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.day_field import DayField
from vrn_cases.pages.selectors import shown_name

SOMEBODY_ELSE = "somebody-else"
NAMES = ("given_name", "family_name")


def day_field(label: str, required: str) -> DayField:
    return DayField(label=label, initial=timezone.localdate, error_messages={"required": required})


def words_field(label: str, **asked: Any) -> WordsField:
    return WordsField(label=label, required=False, limit=LONGEST_WORDS, **asked)


def likeness_in_words(one: Participant) -> str:
    born = birth_in_words(one)
    name = shown_name(one)
    reference = "" if one.reference in name else one.reference  # as it is where names are hidden
    return ", ".join(part for part in (name, f"born {born}" if born else "", reference) if part)


class QuickReferralForm(ServiceForm):
    """Seven answers on one screen of a phone; nothing but the name is typed freely.

    When people in the worker's own programmes are alike, `same_as` asks whether it is one of them.
    """

    draft_code, draft_words = "referral-quick", "A referral"

    programme = forms.ModelChoiceField(
        Programme.objects.none(), to_field_name="reference", widget=forms.HiddenInput, required=True
    )
    given_name = NameField(label="First name")
    family_name = NameField(label="Last name")
    birth = BirthField(label="Date of birth, or the year alone", help_text="")
    referred_from = EntryField(
        ListName.REFERRED_FROM,
        empty="Choose one",
        label="Where from",
        error_messages={"required": "Select where the referral comes from"},
    )
    route = EntryField(
        ListName.REFERRAL_ROUTE,
        empty="Choose one",
        label="How it reached us",
        error_messages={"required": "Select how the referral reached us"},
    )
    received_on = day_field("Day it was received", "Enter the day it was received")
    told = forms.ChoiceField(label="Do they know?", choices=Told.choices, required=False)

    def __init__(self, *args: Any, programmes: Any, alike: Sequence[Participant] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["programme"]
        chosen.queryset = programmes
        if alike:
            self.ask_whether(alike)

    def ask_whether(self, alike: Sequence[Participant]) -> None:
        """Ask whether it is one of these; the answer is wanted from now on."""
        people = [(one.reference, likeness_in_words(one)) for one in alike]
        self.fields["same_as"] = forms.ChoiceField(
            label="Is this the same person?",
            choices=[*people, (SOMEBODY_ELSE, "No, somebody else")],
            widget=forms.RadioSelect,
            error_messages={"required": "Select who it is, or that it is somebody else"},
        )

    def asking(self) -> "QuickReferralForm":
        """The same form, whose new question is not answered yet."""
        self.errors.pop("same_as", None)
        return self

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not any(told.get(name) for name in NAMES):
            self.add_error("given_name", NO_NAME)
        return told

    def who(self) -> dict[str, Any]:
        """The columns of a participant that this form answers."""
        told = self.cleaned_data
        return {**{name: told[name] for name in NAMES}, **birth_told(told["birth"], None, timezone.localdate())}

    def what(self) -> dict[str, Any]:
        """The columns of a referral that this form answers."""
        apart = {"programme", "birth", "same_as", "received_on", *NAMES}
        return {name: value for name, value in self.values().items() if name not in apart}


class ReferrerForm(QuickReferralForm):
    """The same for somebody outside the programme, who has no desk here to add the rest at."""

    draft_code, draft_words = "referral-by-referrer", "A referral"

    referrer_name = forms.CharField(label="Your name", max_length=120, required=False)
    referrer_contact = forms.CharField(label="How we can reach you", max_length=LONGEST_CONTACT, required=False)
    reason = words_field("Why you refer them", help_text="What would help them. No account of an offence.")


class ReferralForm(ServiceForm):
    """Everything about a referral, at a desk: its own columns, then the programme's own questions."""

    draft_code, draft_words = "referral-change", "What is known of a referral"

    received_on = day_field("Day it was received", "Enter the day it was received")
    referred_from = EntryField(ListName.REFERRED_FROM, empty="Choose one", label="Where from")
    route = EntryField(ListName.REFERRAL_ROUTE, empty="Choose one", label="How it reached us")
    referring_organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name", "id"),
        label="Organisation that refers",
        to_field_name="reference",
        required=False,
        empty_label="Not one of the organisations known here",
    )
    referrer_name = forms.CharField(label="Who referred them", max_length=120, required=False)
    referrer_contact = forms.CharField(
        label="How to reach who referred them", max_length=LONGEST_CONTACT, required=False
    )
    told = forms.ChoiceField(label="Does the young person know?", choices=Told.choices, required=False)
    home = HomeField()
    reason = words_field("Why they are referred", help_text="What would help them. No account of an offence.")

    def __init__(self, *args: Any, questions: type[Intake] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questions is not None:
            self.fields.update(fields_of(questions))

    @staticmethod
    def initial_of(referral: Referral, intake: Intake | None) -> dict[str, Any]:
        plain = ("received_on", "referred_from", "route", "referrer_name", "referrer_contact", "told", "reason")
        by = referral.referring_organisation
        return {
            **{name: getattr(referral, name) for name in plain},
            "referring_organisation": by.reference if by else "",
            "home": (referral.area, referral.area_known),
            **(initial_of(intake) if intake is not None else {}),
        }

    def own_questions(self) -> list[Any]:
        """The programme's own questions as bound fields, to be drawn apart from those that every programme asks."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def shared_questions(self) -> list[Any]:
        return [field for field in self.visible_fields() if not field.name.startswith(PREFIX)]

    def facts(self) -> dict[str, Any]:
        told = self.values()
        area, known = told.pop("home")
        return {**told, "area": area, "area_known": known}


class DeclineForm(ServiceForm):
    draft_code, draft_words = "referral-decline", "Why a referral is declined"

    reason = EntryField(
        ListName.DECLINE_REASON,
        empty="Choose one",
        label="Why it is declined",
        error_messages={"required": "Select why it is declined"},
    )
    on = day_field("Day it was declined", "Enter the day it was declined")
    note = words_field("What else should be known", help_text="Whoever referred them does not see this.")


class WithdrawForm(ServiceForm):
    draft_code, draft_words = "referral-withdraw", "Why a referral is withdrawn"

    reason = EntryField(
        ListName.WITHDRAW_REASON,
        empty="Choose one",
        label="Why it is withdrawn",
        error_messages={"required": "Select why it is withdrawn"},
    )
    on = day_field("Day it was withdrawn", "Enter the day it was withdrawn")
    note = words_field("What else should be known", help_text="Whoever referred them does not see this.")
