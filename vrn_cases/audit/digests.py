"""Keyed digests over canonical JSON: what makes an altered or invented row visible."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """JSON with sorted keys and no white space, so that equal content has equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def writing_key() -> str:
    return next(iter(settings.AUDIT_KEYS))


def keyed_digest(content: str, key_id: str) -> str:
    """HMAC-SHA256 in hexadecimal. Raises KeyError for a key that the environment does not know."""
    return hmac.new(settings.AUDIT_KEYS[key_id].encode(), content.encode(), hashlib.sha256).hexdigest()


def value_hash(*, salt: str, field: str, old: str | None, new: str | None) -> str:
    return hashlib.sha256(canonical([salt, field, old, new]).encode()).hexdigest()


def event_content(event: Any) -> str:
    return canonical(
        {
            "at": event.at.isoformat(),
            "actor": event.actor,
            "action": event.action,
            "subject": [event.subject_kind, event.subject_id],
            "programme": event.programme,
            "request": event.request_id,
            "detail": event.detail,
        }
    )


def link_digest(previous: str, position: int, event_id: int, digest: str, key_id: str) -> str:
    return keyed_digest(canonical([previous, position, event_id, digest]), key_id)
