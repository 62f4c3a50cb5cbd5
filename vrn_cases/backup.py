"""Backing up everything that cannot be made again, and restoring it: database, kept files, head of the audit chain.

The keys (SECRET_KEY, VRN_AUDIT_KEYS, VRN_FIELD_KEYS) are not in a backup: whoever finds it must not be able to read it.
They are to be kept apart; a restore says which are missing.
"""

import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from vrn_cases.access.models import User
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import seal_events
from vrn_cases.audit.verification import faults_in_audit
from vrn_cases.backup_archive import AUDIT_HEAD, DATABASE, FILES, Entry, Manifest, add, add_manifest, unpack, writing
from vrn_cases.database_copies import copy_database, put_back
from vrn_cases.serving import only_one

ASIDE = "before-restore"


class CannotRestore(Exception):
    """Says in words why a backup was not restored, or what was wrong after it was."""


def back_up(target: Path) -> Manifest:
    """Write one archive, while the service runs. Raises FileExistsError when there is a file of that name.

    The order matters: the chain's head is never newer than the database, and no row names a file that is not there.
    """
    if target.exists():
        raise FileExistsError(target)
    entries: dict[str, Entry] = {}
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA_DIR) as name, writing(target) as archive:
        folder = Path(name)
        if settings.AUDIT_HEAD_FILE.exists():
            shutil.copyfile(settings.AUDIT_HEAD_FILE, folder / AUDIT_HEAD)
            entries[AUDIT_HEAD] = add(archive, AUDIT_HEAD, folder / AUDIT_HEAD)
        copy_database(folder / DATABASE)
        entries[DATABASE] = add(archive, DATABASE, folder / DATABASE)
        for path in sorted(settings.FILES_DIR.glob("??/*")):
            if path.suffix != ".part":
                name_inside = f"{FILES}{path.parent.name}/{path.name}"
                entries[name_inside] = add(archive, name_inside, path)
        manifest = Manifest(
            made_at=timezone.now().isoformat(),
            engine=connection.vendor,
            made_with=versions(),
            migrations=applied_migrations(),
            key_ids={"VRN_AUDIT_KEYS": sorted(settings.AUDIT_KEYS), "VRN_FIELD_KEYS": sorted(settings.FIELD_KEYS)},
            entries=entries,
        )
        add_manifest(archive, manifest, folder)
    return manifest


def restore(source: Path, *, replace: bool) -> Manifest:
    """Put a backup in the place of what is here. When anything fails, what was here stays as it was.

    The log is looked over before the old data goes. Raises CannotRestore, BadArchive, CannotCopy; and
    CannotServe while the service runs on this data folder.
    """
    with (
        only_one(settings.DATA_DIR),
        tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as name,
    ):
        folder = Path(name)
        manifest = unpack(source, folder)
        refuse_what_does_not_fit(manifest)
        if not replace and holds_something():
            raise CannotRestore("There is data here already. Say --replace to put the backup in its place.")
        with put_back(folder / DATABASE), files_put_back(folder):
            call_command("migrate", interactive=False, verbosity=0)
            while seal_events():  # the last events before the backup were not chained yet
                continue
            if wrong := list(faults_in_audit()):
                raise CannotRestore("The log in the backup is not whole; nothing was changed.\n" + "\n".join(wrong))
    return manifest


def refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise CannotRestore(f"The backup is of {manifest.engine}, and this service runs on {connection.vendor}.")
    for setting, ids in manifest.key_ids.items():
        known = {"VRN_AUDIT_KEYS": settings.AUDIT_KEYS, "VRN_FIELD_KEYS": settings.FIELD_KEYS}[setting]
        if missing := [key for key in ids if key not in known]:
            raise CannotRestore(f"{setting} lacks {', '.join(missing)}, without which the backup cannot be read.")
    ours = MigrationLoader(None).disk_migrations
    unknown = [
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in ours
    ]
    if unknown:
        raise CannotRestore(f"The backup was made by a newer version, which knows {', '.join(unknown)}.")


def holds_something() -> bool:
    """True when somebody has an account here, anything was logged, or a file is kept."""
    tables = set(connection.introspection.table_names())
    rows = (model for model in (User, AuditEvent) if model._meta.db_table in tables)
    return any(model._default_manager.exists() for model in rows) or any(settings.FILES_DIR.glob("??/*"))


@contextmanager
def files_put_back(folder: Path) -> Iterator[None]:
    """Put the unpacked files and the chain's head in place; what was there comes back when the block fails."""
    aside = Path(tempfile.mkdtemp(prefix=f"{ASIDE}-", dir=settings.DATA_DIR))
    places = [(settings.FILES_DIR, folder / FILES), (settings.AUDIT_HEAD_FILE, folder / AUDIT_HEAD)]
    for place, _new in places:
        if place.exists():
            place.rename(aside / place.name)
    try:
        for place, new in places:
            if new.exists():
                new.rename(place)
        settings.FILES_DIR.mkdir(exist_ok=True)
        yield
    except BaseException:
        for place, _new in places:
            _remove(place)
            if (aside / place.name).exists():
                (aside / place.name).rename(place)
        raise
    finally:
        _remove(aside)


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def versions() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        (database,) = cursor.fetchone()
    return {"python": platform.python_version(), "django": django.get_version(), "database": database}


def applied_migrations() -> dict[str, list[str]]:
    applied: dict[str, Any] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        applied.setdefault(app, []).append(name)
    return applied
