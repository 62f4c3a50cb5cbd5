"""What the sign-in library asks us: who may join, what it says, how it counts attempts, what it keeps and sends."""

import logging
import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from vrn_cases.access.receivers import record_failed_sign_in
from vrn_cases.access.services import set_password
from vrn_cases.access.session import SHARED_COMPUTER
from vrn_cases.audit.actions import Action
from vrn_cases.notices.services import write_notice
from vrn_cases.records.encryption import decrypt, encrypt
from vrn_cases.sign_in.wording import ERRORS, NOTICES, SECOND_STEP_ERRORS

log = logging.getLogger(__name__)
SECRETS_BOUND_TO = "mfa.authenticator"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return app != "allauth.mfa" or is_mfa_enabled(self.request.user)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            record_failed_sign_in(Action.SIGN_IN_LOCKED, credentials.get("email"))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By the account alone: the library's own key begins with the host as it was sent, and whoever sent another
        port with each try would never be locked out."""
        return str(credentials.get("email", "")).lower()

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """By password or by passkey, what was ticked at sign-in counts for the session that begins."""
        request.session[SHARED_COMPUTER] = bool(request.POST.get("shared_computer"))
        return super().pre_login(request, user, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """To where the service stands, and not to the host and port that whoever asked for the link has sent."""
        return f"{settings.SITE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def set_password(self, user: Any, password: str) -> None:
        set_password(user=user, password=password)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away must not show on the page: it would tell which addresses are known."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("a sign-in message could not be sent")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tells the owner of an account by a message that something about their sign-in was changed."""
        if template_prefix in NOTICES:
            subject, body = NOTICES[template_prefix]
            key = f"sign-in:{uuid.uuid4().hex}"
            write_notice(key=key, to=[user], subject=subject, body=body, path=reverse("mfa_index"))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, **SECOND_STEP_ERRORS}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Violence Reduction Network"}

    def encrypt(self, text: str) -> str:
        return encrypt(text, SECRETS_BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, SECRETS_BOUND_TO)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  the library's own name
        count = user.authenticator_set.filter(type=type).count()
        return f"Key {count + 1}"
