"""Static files compressed and named by their content, made again only when one of them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

NOT_SERVED = ["fonts-for-pdf"]  # read from disk by whoever typesets a report; compressing them takes seconds


def collect_static_files() -> bool:
    """Collect the static files if any of them changed; True when they were collected.

    The folder is emptied first: Django goes by times of change, which a file that was copied here may carry from afar.
    """
    stamp = Path(settings.DATA_DIR) / "static-collected"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted and Path(settings.STATIC_ROOT).is_dir():
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, ignore_patterns=NOT_SERVED, verbosity=0)
    stamp.write_text(wanted, encoding="ascii")
    return True


def fingerprint() -> str:
    """SHA-256 over the names and bytes of everything that is served, and over how it is stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list(NOT_SERVED):
            with storage.open(name) as file:
                digest.update(name.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
