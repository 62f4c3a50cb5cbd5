"""Receiving a filled-in workbook, what came of reading it, and answers typed on the page: whole or not at all."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from monitoring.returns.asked import Answers, Row
from monitoring.returns.models import Return, ReturnUpload, ReturnVersion, UploadFault
from monitoring.returns.rules import against_filling_in
from monitoring.returns.services.answers import insert_answers
from monitoring.returns.workbook.faults import Fault
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person, together
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.services import LaidDown, keep_file
from vrn_cases.jobs.services import request_job
from vrn_cases.records.refusals import Refused, refuse_if
from vrn_cases.records.services import create, locked, write
from vrn_cases.templatetags.gov_display import as_moment

OVERTAKEN = (
    "while this file was being read, something newer was uploaded or saved. That stands, and this file was not taken. "
    "Upload it once more if it is the one that counts."
)
SAME_FILE = "This is the same file as the last one, received on {when} ({reference}). Nothing in it has changed."


@transaction.atomic
@together()
def upload_return(*, of: Return, name: str, content: LaidDown, by: Any) -> ReturnUpload:
    """Keep a filled-in workbook, laid down already, and ask for it to be read. Two at once are both kept and read.

    Raises Refused for a statement of the published record, and for the very file that was received last unless the
    reading of it was given up.
    """
    of = _with_programme_of(of, locked(of))
    refuse_if(against_filling_in(of))
    last = of.uploads.select_related("file", "job").order_by("-id").first()
    given_up = last is not None and not last.read_at and last.job is not None and last.job.finished
    if last and not given_up and last.file.sha256 == content.sha256 and not _typed_since(last):
        raise Refused(
            [SAME_FILE.format(when=as_moment(timezone.localtime(last.uploaded_at)), reference=last.reference)]
        )
    file = keep_file(purpose=FilePurpose.RETURN_UPLOAD, name=name, content=content, owner=of, by=by, **whose(of))
    upload = create(
        ReturnUpload,
        action=Action.RETURN_UPLOADED,
        by=by,
        of=of,
        file=file,
        uploaded_at=timezone.now(),
        uploaded_by=person(by),
        job=request_job("read_return", subject={"file": file.reference}, by=by),
    )
    write(of, action=Action.RETURN_UPLOADED, by=by, detail={"upload": upload.reference})
    return upload


def _typed_since(upload: ReturnUpload) -> bool:
    """Whether answers were saved on the page after this workbook was received."""
    return upload.of.versions.filter(file=None, made_at__gt=upload.uploaded_at).exists()


def whose(of: Return) -> dict[str, Any]:
    """Whom a file of this return belongs to, so that the gate knows who may download it."""
    return {"programme": of.programme, "organisation_id": of.organisation_id}


def _with_programme_of(given: Return, of: Return) -> Return:
    """The return as it is now, with its programme, which never becomes another and was read already."""
    of.programme = given.programme
    return of


@transaction.atomic
@together()
def put_faults(*, upload: ReturnUpload, faults: Sequence[Fault], annotated: LaidDown | None, by: Any) -> ReturnUpload:
    """Put down everything that is wrong with a workbook, with its annotated copy. Nothing of it becomes a version."""
    upload = _locked_upload(upload)
    if upload.read_at:
        return upload
    UploadFault.objects.bulk_create(
        (
            UploadFault(upload=upload, position=place, sheet=fault.sheet, cell=fault.cell, text=fault.text[:400])
            for place, fault in enumerate(faults, start=1)
        ),
        batch_size=1_000,
    )
    copy = _keep_annotated(upload, annotated, by) if annotated else None
    return write(
        upload,
        action=Action.RETURN_READ,
        by=by,
        detail={"faults": len(faults)},
        read_at=timezone.now(),
        fault_count=len(faults),
        annotated=copy,
    )


def _locked_upload(given: ReturnUpload) -> ReturnUpload:
    """The upload and its return, read again and locked by one statement: nothing else locks an upload, so it does not
    matter which of the two comes first. Its file and its programme never become others and were read already."""
    rows = ReturnUpload.objects.select_related("of").select_for_update(of=("self", "of"))
    upload = rows.get(pk=given.pk)
    _with_programme_of(given.of, upload.of)
    upload.file = given.file
    return upload


def _keep_annotated(upload: ReturnUpload, content: LaidDown, by: Any) -> StoredFile:
    stem = upload.file.name.removesuffix(".xlsx")
    return keep_file(
        purpose=FilePurpose.RETURN_ANNOTATED,
        name=f"{stem}-what-to-change.xlsx",
        content=content,
        owner=upload,
        by=by,
        **whose(upload.of),
    )


@transaction.atomic
@together()
def put_read(*, upload: ReturnUpload, rows: Sequence[Row], answers: Answers, by: Any) -> ReturnUpload:
    """Make a faultless workbook the version being prepared. The one that was being prepared is kept as replaced.

    What was received or saved while it was being read is newer and stays.
    """
    upload = _locked_upload(upload)
    if upload.read_at:
        return upload
    of = upload.of
    earlier = list(of.versions.order_by("-number"))
    if any(_is_newer(version, upload) for version in earlier):
        return put_faults(upload=upload, faults=[Fault(OVERTAKEN)], annotated=None, by=by)
    version = _new_version(of, earlier, rows, answers, by, file=upload.file)
    write(of, action=Action.RETURN_READ, by=by, detail={"version": version.number})
    return write(upload, action=Action.RETURN_READ, by=by, read_at=timezone.now(), version=version)


@transaction.atomic
def save_answers(*, of: Return, revision: int | None, rows: Sequence[Row], answers: Answers, by: Any) -> ReturnVersion:
    """Keep what was typed on the page as the version being prepared. Raises Refused, and Changed when the return was.

    The first save after an upload or a sending makes a new version; later ones go on with it.
    """
    of = locked(of, revision)
    refuse_if(against_filling_in(of))
    begun = of.versions.filter(submitted_at=None, replaced_at=None, file=None).first()
    if begun is None:
        version = _new_version(of, list(of.versions.order_by("-number")), rows, answers, by)
    else:
        begun.answers.all().delete()
        insert_answers(begun, rows, answers)
        version = write(locked(begun), action=Action.RETURN_SAVED, by=by, made_at=timezone.now(), made_by=person(by))
    write(of, action=Action.RETURN_SAVED, by=by, detail={"version": version.number})
    return version


def _is_newer(version: ReturnVersion, upload: ReturnUpload) -> bool:
    """Whether it was received or typed after this workbook was received; a file's key says which came first."""
    if version.file_id is not None:
        return version.file_id > upload.file_id
    return version.made_at > upload.uploaded_at


def _new_version(
    of: Return,
    earlier: Sequence[ReturnVersion],
    rows: Sequence[Row],
    answers: Answers,
    by: Any,
    file: StoredFile | None = None,
) -> ReturnVersion:
    for begun in earlier:
        if begun.submitted_at is None and begun.replaced_at is None:
            write(locked(begun), action=Action.RETURN_REPLACED, by=by, replaced_at=timezone.now())
    version = create(
        ReturnVersion,
        action=Action.RETURN_SAVED,
        by=by,
        of=of,
        number=earlier[0].number + 1 if earlier else 1,
        file=file,
        made_at=timezone.now(),
        made_by=person(by),
    )
    insert_answers(version, rows, answers)
    return version
