"""Reading one received workbook outside any transaction, then putting down what came of it in one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.utils import timezone

from monitoring.returns.asked import rows_asked
from monitoring.returns.models import ReturnUpload
from monitoring.returns.services import put_faults, put_read
from monitoring.returns.workbook.annotating import annotated
from monitoring.returns.workbook.reading import read_workbook
from vrn_cases.files.selectors import read_bytes
from vrn_cases.files.services import lay_down

Step = Callable[[str], AbstractContextManager[None]]


def read_upload(file: str, *, by: Any, step: Step) -> ReturnUpload:
    """Read the workbook and put down its answers or its faults, once: an upload that was read is left as it is.

    `file` is the reference of the workbook that was kept. `step` opens the short transaction in which everything is
    written.
    """
    upload = ReturnUpload.objects.select_related(
        "file", "of__template", "of__programme", "of__organisation", "version"
    ).get(file__reference=file)
    if upload.read_at:
        return upload
    content, rows = read_bytes(upload.file), rows_asked(upload.of)
    found = read_workbook(content, upload.of, rows)
    if not found.faults:
        with step("Everything in it could be read."):
            return put_read(upload=upload, rows=rows, answers=found.answers, by=by)
    marked = annotated(content, found.faults, timezone.now())
    counted = "One thing" if len(found.faults) == 1 else f"{len(found.faults):,} things"
    copy = lay_down(marked) if marked else None
    with step(f"{counted} to change."):
        return put_faults(upload=upload, faults=found.faults, annotated=copy, by=by)
