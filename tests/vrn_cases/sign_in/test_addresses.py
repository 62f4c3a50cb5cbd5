"""Which addresses of sign-in exist, for whom; sign-up is closed whatever is sent; nothing is kept by a browser."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse

from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password for tests"
OPEN_TO_ALL = ("account_login", "account_reset_password", "account_reset_password_done", "account_inactive")
BEHIND_SIGN_IN = (
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "account_change_password",
    "usersessions_list",
    "account_reauthenticate",
    "account_logout",
)
# The whole list: an address that the sign-in library adds in a later version does not open by itself.
NAMES = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_login_webauthn",
    "usersessions_list",
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "account_confirm_login_code",
}


@pytest.fixture
def signed_in() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def test_no_other_address_of_the_library_is_named() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in names if name.startswith(("account_", "mfa_", "usersessions_", "socialaccount_"))} == NAMES


@pytest.mark.parametrize(
    "path",
    [
        "3rdparty/",
        "3rdparty/connections/",
        "social/signup/",
        "signup/passkey/",
        "login/code/",
        "2fa/trust/",
        "2fa/webauthn/signup/",
        "phone/verify/",
        "confirm-email/some-key/",
        "google/login/",
    ],
)
def test_what_the_library_could_offer_beside_is_not_there(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(f"/accounts/{path}")
    with pytest.raises(Resolver404):
        resolve("/_allauth/browser/v1/auth/signup")


@pytest.mark.parametrize(
    "name", ["account_email", "account_email_verification_sent", "account_set_password", "account_confirm_login_code"]
)
def test_names_that_the_library_looks_up_lead_nowhere(name: str, signed_in: Client) -> None:
    for client in (Client(), signed_in):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), {"email": "other@example.invalid", "action_add": ""}).status_code == 404


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_nobody_signs_up(kind: str) -> None:
    answers = {"email": "new@example.invalid", "password1": PASSWORD, "password2": PASSWORD, "name": "Somebody"}
    data = "&".join(f"{name}={value}" for name, value in answers.items()) if "form" in kind else answers
    response = Client().post(reverse("account_signup"), data, content_type=kind)
    assert response.status_code == 403
    assert b"Accounts are by invitation" in response.content
    assert not User.objects.exists()


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_open_to_all(name: str) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", BEHIND_SIGN_IN)
def test_behind_sign_in(name: str, signed_in: Client) -> None:
    response = signed_in.get(reverse(name))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert Client().get(reverse(name)).status_code == 302


def test_pages_that_need_a_second_factor_open_with_one() -> None:
    user, client = UserFactory(), Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate", "mfa_index"):
        assert client.get(reverse(name)).status_code == 200, name
    client.post(reverse("mfa_generate_recovery_codes"))
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert (download["Cache-Control"], len(download.content.split())) == ("no-store", 10)


def test_signing_out_clears_what_the_browser_kept(signed_in: Client) -> None:
    response = signed_in.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Location"] == reverse("account_login")
    assert signed_in.get(reverse("mfa_index")).status_code == 302


def test_a_link_alone_signs_nobody_out(signed_in: Client) -> None:
    assert signed_in.get(reverse("account_logout")).status_code == 200
    assert signed_in.get(reverse("mfa_index")).status_code == 200


def test_sign_in_leads_nowhere_else(settings: Any) -> None:
    user = UserFactory()
    data = {"login": user.email, "password": PASSWORD, "next": "https://elsewhere.invalid/"}
    assert Client().post(reverse("account_login"), data)["Location"] == "/"


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_leads_to_the_recovery_codes_at_once() -> None:
    user, client = UserFactory(), Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    response = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    page = client.get(response["Location"])
    assert (page.status_code, len(page.context["unused_codes"])) == (200, 10)
    told = AuditEvent.objects.filter(action=Action.SECOND_FACTOR_ADDED).order_by("id")
    assert sorted(event.detail for event in told) == ['{"type":"recovery_codes"}', '{"type":"totp"}']
