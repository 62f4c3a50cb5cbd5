"""The sign-in library's forms with our words: one password box that can be shown, labels above, no placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as second_step
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest

EMAIL = "Email address"
SHARED = "Other people use this computer"
SHARED_HELP = "It then locks after 5 minutes in which nobody does anything, and nothing can be downloaded to it."
HOW_LONG = "At least 12 characters. Three or four words that do not belong together are easy to keep in mind."


def _new_password(form: Any) -> None:
    """One box: it can be shown, so nobody needs to type the same twice (WCAG 3.3.7)."""
    del form.fields["password2"]
    form.fields["password1"].label = "New password"
    form.fields["password1"].help_text = HOW_LONG


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = EMAIL
        self.fields["password"].help_text = ""  # the way to a new password stands after the button
        self.fields["shared_computer"] = forms.BooleanField(required=False, label=SHARED, help_text=SHARED_HELP)


class OpenAgainForm(forms.Form):
    """The password that opens a locked session; wrong tries count together with those of the sign-in page."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Type your password."},
    )

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "open_again_%s", **kwargs})
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        owner: Any = self.request and self.request.user
        adapter = get_adapter(self.request)
        if adapter.authenticate(self.request, email=owner.email, password=password) != owner:
            raise adapter.validation_error("incorrect_password")
        return password


class AskForLinkForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = EMAIL


class ChoosePasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Your password at the moment"
        self.fields["oldpassword"].help_text = ""
        _new_password(self)


class PasswordAgainForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Your password"
        self.fields["password"].help_text = ""


class SecondStepForm(second_step.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code from your app, or a recovery code"


class SecondStepAgainForm(second_step.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code from your app, or a recovery code"


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "So that you can tell it from others, for example “Work laptop”."
        self.fields["passwordless"].label = "Sign in with this alone, without a password"
        self.fields["passwordless"].help_text = "It must then check your fingerprint, your face or a PIN."
