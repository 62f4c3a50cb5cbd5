import os
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.factories import OrganisationFactory, ProgrammeFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.kinds import HTML, JSON, PDF, PURPOSES, XLSX, content_type_of
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.selectors import Damaged, path_of, read_bytes
from vrn_cases.files.services import keep_file, lay_down, remove_expired_files, safe_name
from vrn_cases.records.refusals import Refused

A_PDF = b"%PDF-1.7 invented"


def workbook(*names: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names or ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "x")
    return held.getvalue()


def keep(content: Any = A_PDF, purpose: FilePurpose = FilePurpose.RETURN_UPLOAD, **values: Any) -> StoredFile:
    given = {"name": "Return Q1.pdf", "owner": OrganisationFactory(), "by": SYSTEM, **values}
    return keep_file(purpose=purpose, content=content, **given)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (workbook(), XLSX),
        (A_PDF, PDF),
        (b"\n <!DOCTYPE HTML><p>", HTML),
        (b'{"a": 1}', JSON),
        (workbook("word/document.xml"), None),
        (b"PK\x03\x04 and nothing more", None),
        (b"MZ\x90\x00", None),
        (b"a,b,c", None),
        (b"", None),
    ],
)
def test_the_type_is_told_by_the_content(content: bytes, kind: str | None) -> None:
    assert content_type_of(content) == kind


def test_what_is_kept_is_read_back(db: None) -> None:
    file = keep()
    assert read_bytes(file) == A_PDF
    assert (file.size, file.content_type) == (len(A_PDF), PDF)
    assert path_of(file.stored_as).is_relative_to(settings.FILES_DIR)
    assert file.name not in str(path_of(file.stored_as))
    event = AuditEvent.objects.get()
    assert event.action == Action.FILE_KEPT
    assert file.sha256 in event.detail


def test_another_kind_is_refused_and_leaves_nothing(db: None) -> None:
    with pytest.raises(Refused):
        keep(b"MZ\x90\x00 a program")
    assert not StoredFile.objects.exists()
    assert [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()] == []


def test_bytes_can_be_laid_down_before_the_transaction(db: None) -> None:
    laid = lay_down(A_PDF)
    with transaction.atomic():
        assert read_bytes(keep(laid)) == A_PDF


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"%PDF-1.7 altered!"), Path.unlink])
def test_altered_and_missing_bytes_are_never_given_out(
    spoil: Callable[[Path], Any], make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    file = keep()
    spoil(path_of(file.stored_as))
    with pytest.raises(Damaged):
        read_bytes(file)
    response = client_for(make_user(Role.ANALYST)).get(f"/files/{file.reference}/")
    assert response.status_code == 500
    assert file.reference in response.content.decode()
    assert not AuditEvent.objects.filter(action=Action.FILE_DOWNLOADED).exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Return.xlsx", "Return.xlsx"),
        ("two\nlines\r\n.xlsx", "two lines .xlsx"),
        ("a" * 200 + ".xlsx", "a" * 145 + ".xlsx"),
        ("  ", "file"),
        ("Réturn „Q1“.xlsx", "Réturn „Q1“.xlsx"),
    ],
)
def test_a_name_is_made_safe(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@pytest.fixture
def file(db: None) -> StoredFile:
    programme, organisation = ProgrammeFactory(), OrganisationFactory()
    return keep(programme=programme, organisation_id=organisation.pk, name='Réturn "Q1".pdf')


def test_a_download_is_an_attachment_of_the_kept_bytes_and_leaves_an_event(
    file: StoredFile, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    user = make_user(Role.ANALYST)
    response = client_for(user).get(f"/files/{file.reference}/")
    assert response.status_code == 200
    assert response.content == A_PDF
    assert response["Content-Type"] == PDF
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(action=Action.FILE_DOWNLOADED)
    assert (event.actor, event.subject_id) == (str(user.uid), file.reference)
    assert file.programme is not None
    assert event.programme == file.programme.code


def test_who_lacks_the_verb_is_refused_and_who_holds_it_elsewhere_finds_nothing(
    file: StoredFile, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    """Somebody with two roles in two programmes: the verb of one does not open the other's file."""
    url = f"/files/{file.reference}/"
    board = make_user(Role.BOARD_MEMBER)
    assert client_for(board).get(url).status_code == 403
    elsewhere = make_user(Role.PROGRAMME_LEAD, programme=ProgrammeFactory())
    elsewhere.memberships.create(
        role=Role.CASEWORKER, agency_kind="council", programme=file.programme, starts_on=date(2019, 4, 1)
    )
    assert client_for(elsewhere).get(url).status_code == 404
    other_partner = make_user(Role.DELIVERY_PARTNER)
    assert client_for(other_partner).get(url).status_code == 404
    own = make_user(Role.DELIVERY_PARTNER, organisation=file.organisation)
    assert client_for(own).get(url).status_code == 200
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("reference", ["nonsense", "F2222222", "../secret"])
def test_a_reference_of_no_file(
    reference: str, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    assert client_for(make_user(Role.ANALYST)).get(f"/files/{reference}/").status_code == 404


def test_only_reading(file: StoredFile, make_user: Callable[..., User], client_for: Callable[[User], Client]) -> None:
    assert client_for(make_user(Role.ANALYST)).post(f"/files/{file.reference}/").status_code == 405


def test_a_removed_file_says_when_it_was_removed(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    file = keep(workbook(), FilePurpose.RETURN_TEMPLATE)
    days = PURPOSES[FilePurpose.RETURN_TEMPLATE].days
    assert days
    assert file.keep_until == timezone.localdate() + timedelta(days=days)
    StoredFile.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    remove_expired_files(dry_run=False)
    response = client_for(make_user(Role.ANALYST)).get(f"/files/{file.reference}/")
    assert response.status_code == 410
    assert "was removed on" in response.content.decode()
    with pytest.raises(Refused):
        read_bytes(StoredFile.objects.get())


def stray(name: str, days_old: float) -> Path:
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = timezone.now().timestamp() - days_old * 86_400
    os.utime(path, (then, then))
    return path


def aged(file: StoredFile) -> Path:
    path = path_of(file.stored_as)
    then = timezone.now().timestamp() - 2 * 86_400
    os.utime(path, (then, then))
    return path


def test_retention_is_dry_until_it_is_told_otherwise(db: None, capsys: Any) -> None:
    forever, due = keep(), keep(workbook(), FilePurpose.RETURN_TEMPLATE)
    StoredFile.objects.filter(pk=due.pk).update(keep_until=timezone.localdate() - timedelta(days=1))
    last_day = keep(workbook(), FilePurpose.RETURN_TEMPLATE)
    StoredFile.objects.filter(pk=last_day.pk).update(keep_until=timezone.localdate())
    old_stray, half_written, young_stray = stray("a" * 32, 2), stray("b" * 32 + ".part", 2), stray("c" * 32, 0.5)
    kept_paths = [aged(forever), aged(last_day), young_stray]
    expected = [due.reference, old_stray.name, half_written.name]

    call_command("remove_expired")
    assert due.reference in capsys.readouterr().out
    assert remove_expired_files() == expected
    assert path_of(due.stored_as).exists()
    assert old_stray.exists()

    call_command("remove_expired", "--remove")
    assert not path_of(due.stored_as).exists()
    assert not old_stray.exists()
    assert not half_written.exists()
    assert all(path.exists() for path in kept_paths)
    assert AuditEvent.objects.get(action=Action.FILE_REMOVED).subject_id == due.reference
    assert remove_expired_files(dry_run=False) == []


def test_a_crash_between_the_row_and_the_bytes_leaves_a_stray_that_goes_the_next_time(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = keep(workbook(), FilePurpose.RETURN_TEMPLATE)
    StoredFile.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    path = aged(file)

    def crash(self: Path, missing_ok: bool = False) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", crash)
        with pytest.raises(KeyboardInterrupt):
            remove_expired_files(dry_run=False)
    assert path.exists()
    assert remove_expired_files(dry_run=False) == [path.name]
    assert not path.exists()
