"""Locking one's session and opening it again, ending one's own elsewhere, and forgetting those that lapsed."""

import json
import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from vrn_cases.access.models import User
from vrn_cases.access.session import MOVED_AT, is_locked
from vrn_cases.access.session_store import SessionStore
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.records.encryption import CannotDecrypt, decrypt, encrypt

KEPT = "sent_while_locked"
KEPT_BOUND_TO = "sign_in.sent_while_locked"
MOST_KEPT = 200_000  # characters
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "code", "credential")


@transaction.atomic
def lock_session(*, session: SessionStore, by: User, because: str) -> None:
    """Nothing but the lock page opens from now on. `because` is "asked" or "idle"."""
    if is_locked(session):
        return
    session.pop(KEPT, None)
    session.decide_lock(int(time.time()))
    _about(Action.SESSION_LOCKED, by, {"because": because})


@transaction.atomic
def open_session(*, session: SessionStore, by: User, proof: str) -> None:
    """`proof` is "password" or "passkey", which the caller has checked."""
    if not is_locked(session):
        return
    session.decide_lock(None)
    session[MOVED_AT] = int(time.time())
    _about(Action.SESSION_OPENED, by, {"proof": proof})


def keep_sent(*, session: SessionStore, path: str, sent: QueryDict) -> bool:
    """Keep, encrypted, the answers that came for `path` while the session was locked; one form, and nothing secret.

    False when they are too long, or when another form is kept already.
    """
    answers = [(name, value) for name, values in sent.lists() for value in values if name not in NEVER_KEPT]
    before = kept_form(session)
    if not answers or (before is not None and before[0] != path):
        return False
    text = json.dumps([path, answers])
    if len(text) > MOST_KEPT:
        return False
    session[KEPT] = encrypt(text, KEPT_BOUND_TO)
    return True


def kept_form(session: SessionStore) -> tuple[str, list[tuple[str, str]]] | None:
    """The path that a form was sent to while the session was locked, and its answers; None when there is none."""
    try:
        path, answers = json.loads(decrypt(session.get(KEPT, ""), KEPT_BOUND_TO))
    except CannotDecrypt:
        return None
    return path, [(name, value) for name, value in answers]


def forget_kept(*, session: SessionStore) -> None:
    session.pop(KEPT, None)


def session_name(session: UserSession) -> str:
    """What a page calls a session: nobody can work out its key from it."""
    return salted_hmac("vrn_cases.sign_in.session", session.session_key, algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def end_own_sessions(*, by: User, named: str = "", but: str | None = None) -> int:
    """End the own session with this name, or without a name all; never the one whose key is `but`. Returns how many."""
    ended = 0
    for session in UserSession.objects.filter(user=by).exclude(session_key=but):
        if not named or constant_time_compare(session_name(session), named):
            session.end()
            ended += 1
    if ended:
        _about(Action.SESSION_ENDED, by, {"count": ended})
    return ended


def _about(action: Action, user: User, detail: dict[str, Any]) -> None:
    record(action, by=user, subject_kind=user._meta.label_lower, subject_id=user.reference, detail=detail)


def remove_expired_sessions(*, dry_run: bool = True) -> int:
    """Forget sessions that lapsed, and the list entries of sessions that are gone; returns how many."""
    lapsed = Session.objects.filter(expire_date__lt=timezone.now())
    count = lapsed.count()
    if not dry_run:
        with transaction.atomic():
            lapsed.delete()
            kept = Session.objects.values("session_key")
            UserSession.objects.exclude(session_key__in=kept).delete()
    return count
