"""Sign-in events, from the libraries' signals: the only receivers in the project."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from vrn_cases.access.models import User
from vrn_cases.access.second_factor import SEEN
from vrn_cases.access.services import end_sessions
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import SYSTEM, record

USER = "vrn_cases.user"
NOBODY = "unknown"


def _about(user: Any, action: Action, detail: dict[str, Any] | None = None) -> None:
    record(action, by=user, subject_kind=USER, subject_id=user.reference, detail=detail)


@receiver(user_logged_in)
def signed_in(sender: Any, user: Any, **kwargs: Any) -> None:
    _about(user, Action.SIGNED_IN)


@receiver(user_logged_out)
def signed_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        _about(user, Action.SIGNED_OUT)


@receiver(user_login_failed)
def sign_in_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Names the account that was tried, if there is one. What was typed is not kept: it may be somebody else's
    address, or a password in the wrong box."""
    record_failed_sign_in(Action.SIGN_IN_FAILED, credentials.get("email"))


def record_failed_sign_in(action: Action, email: str | None) -> None:
    reference = User.objects.filter(email=(email or "").lower()).values_list("reference", flat=True).first()
    record(action, by=SYSTEM, subject_kind=USER, subject_id=reference or NOBODY)


@receiver(authentication_failed)
def second_factor_failed(sender: Any, user: Any, **kwargs: Any) -> None:
    record(Action.SIGN_IN_FAILED, by=SYSTEM, subject_kind=USER, subject_id=user.reference, detail={"step": "second"})


@receiver(password_changed)
@receiver(password_reset)
def password_was_changed(sender: Any, user: Any, **kwargs: Any) -> None:
    _about(user, Action.PASSWORD_CHANGED)


@receiver(authenticator_added)
def second_factor_added(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Whoever sets up a second factor has just used it: their recovery codes open without asking once more."""
    record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)
    _about(user, Action.SECOND_FACTOR_ADDED, {"type": authenticator.type})


@receiver(authenticator_reset)
def recovery_codes_made(sender: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    _about(user, Action.SECOND_FACTOR_ADDED, {"type": authenticator.type})


@receiver(authenticator_removed)
def second_factor_removed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Nowhere may somebody stay signed in on the word of a second factor that they no longer have."""
    request.session.pop(SEEN, None)
    if not is_mfa_enabled(user):
        end_sessions(user=user, but=request.session.session_key)
    _about(user, Action.SECOND_FACTOR_REMOVED, {"type": authenticator.type})
