"""Ending one's own sessions elsewhere, and forgetting the sessions that lapsed."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record


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
        record(
            Action.SESSION_ENDED,
            by=by,
            subject_kind=by._meta.label_lower,
            subject_id=by.reference,
            detail={"count": ended},
        )
    return ended


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
