"""What the sign-in pages and messages say, where the sign-in library's own words are not ours."""

ERRORS = {
    "email_password_mismatch": "The email address or the password is not right. After 5 wrong tries you have to wait.",
    "too_many_login_attempts": (
        "There were too many wrong tries. Wait 15 minutes, or ask for a link to set a new password."
    ),
    "incorrect_password": "The password is not right.",
    "enter_current_password": "This is not your password at the moment.",
    "incorrect_code": "The code is not right. Codes from an app change every 30 seconds; a recovery code works once.",
    "rate_limited": "There were too many wrong tries. Wait 15 minutes, then try again.",
    "account_inactive": "This account is closed.",
}
SECOND_STEP_ERRORS = {
    "incorrect_code": ERRORS["incorrect_code"],
    "cannot_generate_recovery_codes": "Set up an app, a passkey or a key first. Recovery codes stand in for it.",
}
NOT_YOU = "If this was not you, tell your administrator at once and ask for a new password on the sign-in page."
NOTICES = {
    "account/email/password_changed": ("Your password was changed", NOT_YOU),
    "account/email/password_reset": ("Your password was set", NOT_YOU),
    "mfa/email/totp_activated": ("An app was set up for your sign-in", NOT_YOU),
    "mfa/email/totp_deactivated": ("The app was removed from your sign-in", NOT_YOU),
    "mfa/email/webauthn_added": ("A passkey or key was added to your sign-in", NOT_YOU),
    "mfa/email/webauthn_removed": ("A passkey or key was removed from your sign-in", NOT_YOU),
    "mfa/email/recovery_codes_generated": ("New recovery codes were made for your sign-in", NOT_YOU),
}
