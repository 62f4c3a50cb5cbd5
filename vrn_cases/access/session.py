"""The session: its idle end, whether it is locked or on a shared computer, and what its owner chose for it.

Its end moves at most once a minute, and never for a poll that no person made, nor while it is locked.
"""

import time

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

MOVED_AT = "expiry_moved_at"
MOVE_EVERY_SECONDS = 60
POLLING_HEADER = "X-Polling"

NAMES_HIDDEN = "names_hidden"
LOCKED_AT = "locked_at"
LOCK_KEY_OFF = "lock_key_off"
SHARED_COMPUTER = "shared_computer"
SHARED_IDLE_SECONDS = 5 * 60
MOVE_SHARED_EVERY_SECONDS = 5  # the lock of a shared computer is due that much before five full minutes, at most


class QuietSessions(SessionMiddleware):
    """Django's sessions with `SESSION_SAVE_EVERY_REQUEST`'s effect at a sixtieth of its writes."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if self.should_move(request):
            request.session[MOVED_AT] = int(time.time())
        return super().process_response(request, response)

    @staticmethod
    def should_move(request: HttpRequest) -> bool:
        session = getattr(request, "session", None)
        if session is None or POLLING_HEADER in request.headers or request.path.startswith(f"/{settings.STATIC_URL}"):
            return False
        if "_auth_user_id" not in session or is_locked(session):
            return False
        every = MOVE_SHARED_EVERY_SECONDS if session.get(SHARED_COMPUTER) else MOVE_EVERY_SECONDS
        return int(time.time()) - session.get(MOVED_AT, 0) >= every


def is_locked(session: SessionBase) -> bool:
    return LOCKED_AT in session


def lock_is_due(session: SessionBase) -> bool:
    """True for a session on a shared computer that nobody has used for five minutes."""
    if not session.get(SHARED_COMPUTER) or MOVED_AT not in session:
        return False
    return int(time.time()) - session[MOVED_AT] >= SHARED_IDLE_SECONDS
