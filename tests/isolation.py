"""What a rolled-back transaction does not undo: cache keys, the audit chain's head, kept files."""

import os
import shutil

from django.conf import settings

_running = {"test": ""}


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """A key no other test has: a lockout counted in one test must not reach the next."""
    return f"{os.getpid()}:{_running['test']}:{key_prefix}:{version}:{key}"


def begin(test: str) -> None:
    _running["test"] = str(abs(hash(test)))
    settings.AUDIT_HEAD_FILE.unlink(missing_ok=True)
    for folder in settings.FILES_DIR.iterdir():
        shutil.rmtree(folder)
