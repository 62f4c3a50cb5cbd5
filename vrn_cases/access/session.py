"""The idle session: its expiry moves at most once a minute, and never for a poll that no person made."""

import time

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

MOVED_AT = "expiry_moved_at"
MOVE_EVERY_SECONDS = 60
POLLING_HEADER = "X-Polling"
NAMES_HIDDEN = "names_hidden"


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
        if "_auth_user_id" not in session:
            return False
        return int(time.time()) - session.get(MOVED_AT, 0) >= MOVE_EVERY_SECONDS
