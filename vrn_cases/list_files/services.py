"""Having the file of a long list made by a job, keeping it for who asked, and forgetting what was searched for."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.services import LaidDown, keep_file
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import request_job
from vrn_cases.list_files.models import WantedList
from vrn_cases.notices.services import write_notice
from vrn_cases.records.refusals import refuse_if
from vrn_cases.templatetags.gov_display import as_day

KEPT = timedelta(days=1)  # how long a wanted list is known that no file was made of
MOST_AT_ONCE = 3  # files that one person may have in the making
ENOUGH = f"You have {MOST_AT_ONCE} files of lists in the making already. Wait until one of them is ready."


@transaction.atomic
def ask_for_list_file(*, path: str, query: str, by: User) -> Job:
    """Have the Excel file made of the list at this address. Raises Refused when enough is being made already."""
    unfinished = WantedList.objects.filter(wanted_by=by).exclude(job__state__in=(JobState.DONE, JobState.FAILED))
    refuse_if([ENOUGH] if unfinished.count() >= MOST_AT_ONCE else [])
    wanted = WantedList(path=path, query=query, wanted_by=by, wanted_at=timezone.now())
    wanted.job = request_job("make_list_file", subject={"wanted": str(wanted.uid)}, by=by)
    wanted.save(force_insert=True)
    return wanted.job


def put_list_file(*, wanted: WantedList, kind: str, name: str, content: LaidDown, count: int) -> StoredFile:
    """Keep the file for who asked, say so in the log and to them, and forget the list. Inside the job's step."""
    by = wanted.wanted_by
    file = keep_file(purpose=FilePurpose.LIST_EXPORT, name=name, content=content, owner=wanted.job, by=by)
    detail = {"count": count, "sha256": content.sha256, "file": file.reference}
    record(Action.LIST_EXPORTED, by=by, subject_kind="list", subject_id=kind, detail=detail)
    rows = "1 row" if count == 1 else f"{count:,} rows"
    write_notice(
        key=f"list-file:{file.reference}",
        to=[by],
        subject=f"The Excel file that you asked for is ready ({wanted.job.reference})",
        body=f"It holds {rows} and can be downloaded until the end of {as_day(file.keep_until)}, by you alone.",
        path=wanted.job.get_absolute_url(),
    )
    wanted.delete()
    return file


def file_of(job: Job) -> StoredFile | None:
    """What the job has made already."""
    return StoredFile.objects.filter(owner_kind=Job._meta.label_lower, owner_reference=job.reference).first()


def file_url(file: StoredFile) -> str:
    return reverse("file", args=[file.reference])


def forget_wanted_lists(*, dry_run: bool = True) -> int:
    """Remove lists that nobody made a file of within a day; returns how many."""
    old: Any = WantedList.objects.filter(wanted_at__lt=timezone.now() - KEPT)
    return old.count() if dry_run else old.delete()[0]
