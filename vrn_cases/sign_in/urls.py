"""The addresses of sign-in. Each of the library's is named here: what is not named does not exist."""

from allauth.account import views as account
from allauth.mfa.base import urls as second_step
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as app
from allauth.mfa.webauthn import urls as keys
from django.urls import include, path, re_path

from vrn_cases.sign_in import views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include(second_step)),
    path("2fa/totp/", include(app)),
    path("2fa/recovery-codes/", include(recovery_codes)),
    path("2fa/webauthn/", include(keys)),
    path("sessions/", views.own_sessions, name="usersessions_list"),
    path("lock/", views.lock, name="lock"),
    path("unlock/", views.unlock, name="unlock"),
    path("unlock/passkey/", views.unlock_passkey, name="unlock_passkey"),
    path("unlock/send-again/", views.send_again, name="send_again"),
    path("this-computer/", views.this_computer, name="this_computer"),
    path("names/", views.hide_names, name="hide_names"),
    path("signup/", views.sign_up_closed, name="account_signup"),
    # Names that the library looks up; there is nothing behind them.
    path("email/", views.no_such_page, name="account_email"),
    path("confirm-email/", views.no_such_page, name="account_email_verification_sent"),
    path("password/set/", views.no_such_page, name="account_set_password"),
    path("login/code/confirm/", views.no_such_page, name="account_confirm_login_code"),
]
