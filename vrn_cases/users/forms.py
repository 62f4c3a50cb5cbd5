"""Questions about people's accounts and roles."""

from typing import Any

from django import forms
from django.utils import timezone

from vrn_cases.access import rules
from vrn_cases.access.models import User
from vrn_cases.access.roles import ROLES, AgencyKind, Role
from vrn_cases.forms.base import ServiceForm
from vrn_cases.users.selectors import WHOLE_NETWORK, organisations, programmes

NETWORK = "network"


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Name",
        max_length=120,
        help_text="First and last name, as colleagues know the person.",
        error_messages={"required": "Enter the person’s name."},
    )


class NameForm(ServiceForm):
    name = name_field()


class ConfirmForm(ServiceForm):
    """No questions: the button is the answer. Carries the submission key and the revision."""


class RoleForm(ServiceForm):
    """Which role, where, on whose behalf and from when. `values()` is what the service takes."""

    draft_code, draft_words = "role-give", "A role to be given"

    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *Role.choices],
        error_messages={"required": "Choose a role."},
    )
    agency_kind = forms.ChoiceField(
        label="Working for",
        choices=[("", "Choose one"), *AgencyKind.choices],
        help_text="Decides which facts the person may read, by where these came from.",
        error_messages={"required": "Choose whom the person works for."},
    )
    programme = forms.ChoiceField(
        label="Programme",
        help_text="Where the role holds.",
        error_messages={"required": "Choose a programme, or the whole network."},
    )
    organisation: Any = forms.ModelChoiceField(
        label="Organisation",
        queryset=None,
        required=False,
        to_field_name="reference",
        empty_label="None",
        help_text="For "
        + ", ".join(role.label.lower() for role, row in ROLES.items() if row.own_organisation_only)
        + " only: whose records the role reaches.",
    )
    starts_on = forms.DateField(
        label="From",
        help_text="Today or a later day, for example 5/11/2026.",
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"],
        error_messages={
            "invalid": "Enter the day as in 5/11/2026.",
            "required": "Enter the day from which the role holds.",
        },
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.offered = {row.reference: row for row in programmes()}
        programme: Any = self.fields["programme"]
        programme.choices = [
            ("", "Choose where"),
            (NETWORK, WHOLE_NETWORK),
            *((reference, row.name) for reference, row in self.offered.items()),
        ]
        organisation: Any = self.fields["organisation"]
        organisation.queryset = organisations()
        self.fields["starts_on"].initial = f"{timezone.localdate():%d/%m/%Y}"

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean_agency_kind(self) -> AgencyKind:
        return AgencyKind(self.cleaned_data["agency_kind"])

    def clean_programme(self) -> Any:
        chosen = self.cleaned_data["programme"]
        return None if chosen == NETWORK else self.offered[chosen]

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(
                "Choose today or a later day: who could see what on a past day stays as it was."
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "role" in cleaned and "programme" in cleaned and "organisation" in cleaned:
            role, programme, organisation = cleaned["role"], cleaned["programme"], cleaned["organisation"]
            misfits = rules.misfits(role, network_wide=programme is None, organisation_given=organisation is not None)
            for field, reason in misfits.items():
                self.add_error(field, reason)
            if not misfits and self._held(role, programme, organisation):
                self.add_error("role", rules.HELD_ALREADY)
        return cleaned

    def _held(self, role: Role, programme: Any, organisation: Any) -> bool:
        if self.user is None:
            return False
        same = self.user.memberships.filter(role=role, programme=programme, organisation=organisation, ends_on=None)
        return same.exists()


class InvitationForm(RoleForm):
    draft_code, draft_words = "user-invite", "An invitation"

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="The invitation goes there.",
        error_messages={"required": "Enter an email address."},
    )
    name = name_field()
    field_order = ("submission_key", "revision", "email", "name")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(rules.EMAIL_TAKEN)
        return email
