"""Where sessions are kept: in the database, as Django keeps them, but that no other request undoes a lock.

Django writes a session whole. A request that began before the session was locked and ends after would write it back
unlocked; so whoever has not decided about the lock takes over, under a row lock, what is written about it by then.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.db import transaction

from vrn_cases.access.session import LOCKED_AT

KEY_CHARACTERS = frozenset(VALID_KEY_CHARS)


class SessionStore(db.SessionStore):
    lock_is_decided = False

    def __init__(self, session_key: str | None = None) -> None:
        """Only a key as we make them is looked up: PostgreSQL takes no text with a NUL, which a cookie may hold."""
        super().__init__(session_key if session_key and KEY_CHARACTERS.issuperset(session_key) else None)

    def decide_lock(self, at: int | None) -> None:
        """Lock at this time (seconds since the epoch), or with None open again."""
        self.lock_is_decided = True
        if at is None:
            self.pop(LOCKED_AT, None)
        else:
            self[LOCKED_AT] = at

    def save(self, must_create: bool = False) -> None:
        if must_create or self.lock_is_decided or self.session_key is None:
            super().save(must_create)
            return
        with transaction.atomic():
            row = self.get_model_class().objects.select_for_update().filter(session_key=self.session_key).first()
            written = self.decode(row.session_data) if row else {}
            if LOCKED_AT in written:
                self[LOCKED_AT] = written[LOCKED_AT]
            elif row:
                self.pop(LOCKED_AT, None)
            super().save()
