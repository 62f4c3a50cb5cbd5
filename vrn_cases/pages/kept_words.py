"""What somebody searched for, kept in their session under a token, so that no address, history or log line holds it.

An address carries `words=<token>` in its place. The words are encrypted, because the session is a row of the database.
"""

import json
import secrets
from collections.abc import Iterable, Mapping

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from vrn_cases.records.encryption import CannotDecrypt, decrypt, encrypt

TOKEN = "words"  # noqa: S105  the name of the address's parameter
KEPT = "kept_words"
BOUND_TO = "pages.kept_words"
TOO_LONG = "Shorten this to %(limit_value)d characters or fewer."  # of a search; how many there were is not kept
LONGEST = 1_000  # characters of one box that are kept: longer than any filter takes, so that what is too long is told
MOST_KEPT = 20  # searches of one session; the oldest is forgotten first


def keep_words(session: SessionBase, words: Mapping[str, str]) -> str:
    """Keep what was searched for, by the name of its box; returns the token."""
    token = secrets.token_urlsafe(9)
    kept = {**session.get(KEPT, {}), token: encrypt(json.dumps(dict(words)), f"{BOUND_TO}:{token}")}
    session[KEPT] = dict(list(kept.items())[-MOST_KEPT:])
    return token


def kept_words(session: SessionBase, token: str) -> dict[str, str]:
    """What was kept under the token; nothing for one that is not this session's, or that was forgotten."""
    try:
        found: dict[str, str] = json.loads(decrypt(session.get(KEPT, {}).get(token, ""), f"{BOUND_TO}:{token}"))
    except CannotDecrypt:
        return {}
    return found


def without_words(sent: QueryDict, secret: Iterable[str], session: SessionBase) -> QueryDict:
    """The same parameters with a token in the place of those that are `secret`, and without empty ones."""
    words = {name: value[:LONGEST] for name in secret if (value := sent.get(name, "").strip())}
    told = QueryDict(mutable=True)
    for name, values in sent.lists():
        if name not in secret and name != TOKEN and any(values):
            told.setlist(name, [value for value in values if value])
    if words:
        told[TOKEN] = keep_words(session, words)
    return told
