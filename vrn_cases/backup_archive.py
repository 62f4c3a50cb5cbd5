"""The one file of a backup: a compressed tar whose manifest names every other entry with its size and hash."""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
AUDIT_HEAD = "audit-head.jsonl"
FILES = "files/"
ENTRY = re.compile(rf"{DATABASE}|{re.escape(AUDIT_HEAD)}|{FILES}[0-9a-f]{{2}}/[0-9a-f.a-z]+")
BLOCK = 2**20


class BadArchive(Exception):
    """Says in words what is wrong with the file that was given as a backup."""


@dataclass(frozen=True)
class Entry:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `made_with` names versions; `key_ids` the keys it cannot be read without, never the keys."""

    made_at: str
    engine: str
    made_with: dict[str, str]
    migrations: dict[str, list[str]]
    key_ids: dict[str, list[str]]
    entries: dict[str, Entry]
    format: int = FORMAT

    def contents(self) -> str:
        """For whoever makes or restores it: "the database and 12 kept files, with the head of the log"."""
        files = sum(name.startswith(FILES) for name in self.entries)
        head = ", with the head of the log" if AUDIT_HEAD in self.entries else ""
        return f"the database and {files:,} kept {'file' if files == 1 else 'files'}{head}"


@contextmanager
def writing(target: Path) -> Iterator[tarfile.TarFile]:
    """An archive that appears under its name when it is complete, readable by its owner alone."""
    unfinished = target.with_name(f"{target.name}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            with tarfile.open(fileobj=handle, mode="w:gz", compresslevel=6) as archive:
                yield archive
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def add(archive: tarfile.TarFile, name: str, source: Path) -> Entry:
    archive.add(source, arcname=name, recursive=False)
    with open(source, "rb") as handle:
        return Entry(size=source.stat().st_size, sha256=hashlib.file_digest(handle, "sha256").hexdigest())


def add_manifest(archive: tarfile.TarFile, manifest: Manifest, folder: Path) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
    archive.add(path, arcname=MANIFEST)


def unpack(source: Path, folder: Path) -> Manifest:
    """Write every entry below `folder` and compare it with the manifest. Raises BadArchive.

    Only plain files under names that we give are written: nothing in an archive can name a place outside `folder`.
    """
    found: dict[str, Entry] = {}
    manifest = None
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is None or not (member.name == MANIFEST or ENTRY.fullmatch(member.name)):
                    raise BadArchive(f"{source.name} holds {member.name!r}, which no backup of this service holds.")
                if member.name == MANIFEST:
                    manifest = _manifest(content.read())
                else:
                    found[member.name] = _write(content, folder / member.name)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadArchive(f"{source.name} is not a whole backup: {error}.") from error
    if manifest is None:
        raise BadArchive(f"{source.name} has no {MANIFEST}: it is not a whole backup.")
    wrong = sorted(
        name for name in found.keys() | manifest.entries.keys() if found.get(name) != manifest.entries.get(name)
    )
    if wrong:
        raise BadArchive(
            f"{source.name} is damaged: {', '.join(wrong[:5])} {'is' if len(wrong) == 1 else 'are'} not as saved."
        )
    return manifest


def _write(content: IO[bytes], target: Path) -> Entry:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with open(target, "xb") as handle:
        while block := content.read(BLOCK):
            handle.write(block)
            digest.update(block)
            size += len(block)
    return Entry(size=size, sha256=digest.hexdigest())


def _manifest(content: bytes) -> Manifest:
    told = json.loads(content)
    if told.get("format") != FORMAT:
        raise BadArchive(
            f"The backup has format {told.get('format')}; this version of the service reads format {FORMAT}."
        )
    entries = {name: Entry(**entry) for name, entry in told["entries"].items()}
    return Manifest(**{**told, "entries": entries})
