"""A backup holds everything that cannot be made again, and a restore brings back exactly that or changes nothing."""

import io
import json
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories import OrganisationFactory
from vrn_cases import backup, database_copies
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.services import seal_events
from vrn_cases.audit.triggers import installed_triggers, trigger_names
from vrn_cases.audit.verification import faults_in_audit
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.services import keep_file
from vrn_cases.serving import only_one

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = b"%PDF-1.7 invented report"


@pytest.fixture
def kept(make_user: Callable[..., User]) -> StoredFile:
    """Somebody, a file of theirs, and a sealed log with one event after the seal."""
    somebody = make_user(Role.ANALYST, email="kept@example.invalid")
    owner = OrganisationFactory(name="Owner of the file")
    file = keep_file(purpose=FilePurpose.REPORT, name="report.pdf", content=CONTENT, owner=owner, by=somebody)
    assert seal_events()
    keep_file(purpose=FilePurpose.REPORT, name="later.pdf", content=CONTENT, owner=owner, by=somebody)
    return file


def place_of(file: StoredFile) -> Path:
    return settings.FILES_DIR / file.stored_as[:2] / file.stored_as


def made(folder: Path) -> Path:
    target = folder / "backup.tar.gz"
    call_command("backup", to=target)
    return target


def put_back(source: Path, *, replace: bool = True) -> None:
    call_command("restore", source=source, replace=replace)


def repacked(source: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same archive with some entries' bytes changed, or left out."""
    target = source.with_name("changed.tar.gz")
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def newer(manifest: bytes) -> bytes:
    return json.dumps({**json.loads(manifest), "migrations": {"x": ["9_new"]}}).encode()


def test_everything_comes_back(kept: StoredFile, make_user: Callable[..., User], tmp_path: Path) -> None:
    archive = made(tmp_path)
    place_of(kept).unlink()
    make_user(Role.DIRECTOR, email="later@example.invalid")
    User.objects.filter(email="kept@example.invalid").update(name="Changed since")
    settings.AUDIT_HEAD_FILE.unlink()

    put_back(archive)

    assert list(User.objects.values_list("email", flat=True)) == ["kept@example.invalid"]
    assert not User.objects.filter(name="Changed since").exists()
    assert place_of(StoredFile.objects.get(pk=kept.pk)).read_bytes() == CONTENT
    assert list(faults_in_audit()) == []
    assert installed_triggers() == trigger_names(connection.vendor)
    assert not [path.name for path in settings.DATA_DIR.iterdir() if "restore" in path.name]


def test_a_restored_database_can_be_backed_up_and_restored_again(kept: StoredFile, tmp_path: Path) -> None:
    put_back(made(tmp_path))
    (tmp_path / "second").mkdir()
    put_back(made(tmp_path / "second"))
    assert place_of(StoredFile.objects.get(pk=kept.pk)).read_bytes() == CONTENT


def test_both_commands_say_what_is_in_it(kept: StoredFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = made(tmp_path)
    put_back(archive)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"Wrote {archive}: the database and 2 kept files, with the head of the log; ")
    assert said[2].startswith("Restored the database and 2 kept files, with the head of the log, as they were on ")


def test_the_archive_is_for_its_owner_alone_and_names_no_key(kept: StoredFile, tmp_path: Path) -> None:
    archive = made(tmp_path)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with tarfile.open(archive) as opened:
        manifest = opened.extractfile("manifest.json").read().decode()
    told = json.loads(manifest)
    assert told["key_ids"] == {"VRN_AUDIT_KEYS": ["dev1"], "VRN_FIELD_KEYS": ["dev1"]}
    assert told["engine"] == connection.vendor
    assert sorted(told["entries"])[:2] == ["audit-head.jsonl", "database"]
    assert len(told["entries"]) == 4
    for key in (settings.SECRET_KEY, *settings.AUDIT_KEYS.values(), *settings.FIELD_KEYS.values()):
        assert key not in manifest


def test_a_backup_never_takes_the_place_of_another(kept: StoredFile, tmp_path: Path) -> None:
    archive = made(tmp_path)
    before = archive.read_bytes()
    with pytest.raises(CommandError, match="already"):
        made(tmp_path)
    assert archive.read_bytes() == before


def test_a_failed_backup_leaves_no_file(kept: StoredFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(target: Path) -> None:
        raise database_copies.CannotCopy("The disk is full.")

    monkeypatch.setattr(backup, "copy_database", fail)
    with pytest.raises(CommandError, match="No backup was made. The disk is full."):
        made(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_data_that_is_there_is_kept_unless_told(kept: StoredFile, tmp_path: Path) -> None:
    archive = made(tmp_path)
    with pytest.raises(CommandError, match="as it was. There is data here already. Say --replace"):
        put_back(archive, replace=False)
    assert User.objects.count() == 1


def test_a_running_service_is_not_restored_over(kept: StoredFile, tmp_path: Path) -> None:
    archive = made(tmp_path)
    with only_one(settings.DATA_DIR), pytest.raises(CommandError, match="running on this data folder"):
        put_back(archive)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda name, content: content + b"x" if name.startswith("files/") else content, "is damaged: files/"),
        (lambda name, content: None if name == "database" else content, "is damaged: database is not as saved"),
        (lambda name, content: None if name == "manifest.json" else content, "has no manifest.json"),
        (lambda name, content: content.replace(b'"format": 1', b'"format": 9'), "has format 9"),
        (lambda name, content: content.replace(b'"dev1"', b'"gone"'), "VRN_AUDIT_KEYS lacks gone"),
        (
            lambda name, content: newer(content) if name == "manifest.json" else content,
            "newer version, which knows x.9_new",
        ),
        (lambda name, content: content.replace(f'"{connection.vendor}"'.encode(), b'"oracle"'), "backup is of oracle"),
    ],
)
def test_a_backup_that_does_not_fit_changes_nothing(
    kept: StoredFile, tmp_path: Path, change: Callable[[str, bytes], bytes | None], words: str
) -> None:
    archive = repacked(made(tmp_path), change)
    with pytest.raises(CommandError, match=words):
        put_back(archive)
    assert place_of(StoredFile.objects.get(pk=kept.pk)).read_bytes() == CONTENT


def test_a_file_that_is_no_archive_is_refused_in_words(kept: StoredFile, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all,")
    with pytest.raises(CommandError, match="letter.txt is not a whole backup"):
        put_back(tmp_path / "letter.txt")


def test_an_archive_cannot_write_elsewhere(kept: StoredFile, tmp_path: Path) -> None:
    archive = made(tmp_path)
    target = tmp_path / "bad.tar.gz"
    with tarfile.open(target, "w:gz") as bad:
        bad.add(archive, arcname="files/ab/../../../escaped")
    with pytest.raises(CommandError, match="which no backup of this service holds"):
        put_back(target)


def test_a_log_that_is_not_whole_brings_the_old_data_back(
    kept: StoredFile, make_user: Callable[..., User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = made(tmp_path)
    make_user(Role.DIRECTOR, email="later@example.invalid")
    monkeypatch.setattr(backup, "faults_in_audit", lambda: iter(["Event 1 was altered."]))
    with pytest.raises(CommandError, match="Event 1 was altered"):
        put_back(archive)
    assert User.objects.filter(email="later@example.invalid").exists()
    assert place_of(StoredFile.objects.get(pk=kept.pk)).read_bytes() == CONTENT
    assert not [path.name for path in settings.DATA_DIR.iterdir() if "restore" in path.name]


def test_postgresql_s_tools_are_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(database_copies.CannotCopy, match="pg_dump is not installed. It comes with PostgreSQL's client"):
        database_copies.run_tool(["pg_dump"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the copy of PostgreSQL is a dump")
def test_the_copy_of_sqlite_is_one_whole_file(kept: StoredFile, tmp_path: Path) -> None:
    database_copies.copy_database(tmp_path / "copy")
    with sqlite3.connect(tmp_path / "copy") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT email FROM vrn_cases_user").fetchall() == [("kept@example.invalid",)]
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
