"""J5: a long return as it is uploaded: read and checked beside calamine alone, and the whole of it beside the usual
way, which is openpyxl, a form for each row and update_or_create for each answer.

Before it is timed, both ways must have stored the same answers, and every planted mistake must be named by its cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from bench.alone import peak_of
from bench.long_return import LARGEST, TEMPLATE, LongReturn, long_return
from bench.results import Result, at_most
from bench.seeding import ANALYST
from bench.setting import Setting
from bench.timing import counted_queries, in_turns, nothing, same
from monitoring.indicators.store import plain_step
from monitoring.returns.asked import answers_of
from monitoring.returns.models import Return, ReturnAnswer, ReturnUpload, ReturnVersion
from monitoring.returns.receiving import read_upload
from monitoring.returns.services import upload_return
from monitoring.returns.workbook import layout
from monitoring.returns.workbook.reading import read_workbook
from vrn_cases.access.models import User
from vrn_cases.files.services import lay_down
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.questions.models import AnswerState, QuestionKind

ANSWERED = AnswerState.ANSWERED
KEPT = "bench-upload.xlsx"


def calamine_alone(content: bytes) -> list[list[Any]]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return workbook.get_sheet_by_name(layout.LINES).to_python(skip_empty_area=False)


def uploaded(of: Return, content: bytes, by: User) -> ReturnUpload:
    """What the page and the job do, one after the other. Raises AnswersDiffer when faults were found."""
    upload = upload_return(of=of, name="return.xlsx", content=lay_down(content), by=by)
    upload = read_upload(upload.file.reference, by=by, step=plain_step)
    same(upload.fault_count, 0, "the faults of a workbook without any")
    return upload


class LineForm(forms.Form):
    line = forms.CharField(max_length=10)
    text = forms.CharField(max_length=200)
    answer = forms.DecimalField(min_value=0, max_value=LARGEST, required=False)
    reason = forms.CharField(required=False)
    note = forms.CharField(required=False, max_length=500)


@dataclass
class Uploads:
    """One long return that is uploaded again and again, and cleared in between."""

    told: LongReturn
    by: User
    versions: list[ReturnVersion] = field(default_factory=list)

    def service(self) -> ReturnUpload:
        return uploaded(self.told.of, self.told.right, self.by)

    def usual(self) -> ReturnVersion:
        workbook = load_workbook(BytesIO(self.told.right), read_only=True, data_only=True)
        asked = {row.number: row for row in self.told.rows}
        now = timezone.now()
        with transaction.atomic():
            version = ReturnVersion(of=self.told.of, number=1, made_at=now, made_by=self.by)
            version.save()
            for cells in workbook[layout.LINES].iter_rows(min_row=layout.FIRST_ROW, values_only=True):
                line, text, _, _, answer, reason, note = cells[: layout.WIDTH]
                if line not in asked:
                    continue
                given = {"line": line, "text": text, "answer": answer, "reason": reason, "note": note}
                form = LineForm(given)
                if not form.is_valid():
                    raise ValueError(form.errors)
                row = asked[line]
                scale = 100 if row.kind == QuestionKind.MONEY else 1
                ReturnAnswer.objects.update_or_create(
                    version=version,
                    question_id=row.question_id,
                    breakdown="",
                    part="",
                    defaults={"state": ANSWERED, "number": int(form.cleaned_data["answer"] * scale)},
                )
        return version

    def clear(self) -> None:
        """Back to a return that nobody has sent anything for."""
        of = self.told.of
        of.uploads.all().delete()
        ReturnAnswer.objects.filter(version__of=of).delete()
        of.versions.all().delete()
        Job.objects.filter(kind="read_return", state=JobState.QUEUED).delete()


def measure(setting: Setting) -> Iterator[Result]:
    told = long_return(setting.size.upload_rows)
    yield from _read_and_check(setting, told)
    uploads = Uploads(told, User.objects.get(email=ANALYST))
    uploads.clear()
    with counted_queries() as queries:
        upload = uploads.service()
    stored = answers_of(upload.version)
    same(stored, told.answers, "the answers that the upload stored")
    uploads.clear()
    same(answers_of(uploads.usual()), told.answers, "the answers that the usual way stored")
    seconds, floor = in_turns(uploads.service, uploads.usual, rounds=setting.size.rounds, before=uploads.clear)
    uploads.clear()
    (settings.DATA_DIR / KEPT).write_bytes(told.right)
    yield setting.result(
        "j5",
        "whole upload beside the usual way (10 times as fast)",
        seconds=seconds,
        floor_seconds=floor,
        target=at_most("ratio", 0.1),
        peak_mib=peak_of("bench.j5_upload:whole"),
    )
    uploads.clear()
    limit = at_most("queries", 15) if setting.database == "postgresql" else ""
    yield setting.result("j5", "statements of the whole upload", target=limit, queries=len(queries))


def _read_and_check(setting: Setting, told: LongReturn) -> Iterator[Result]:
    right = read_workbook(told.right, told.of, told.rows)
    same((right.answers, right.faults), (told.answers, ()), "the workbook without mistakes")
    faults = read_workbook(told.wrong, told.of, told.rows).faults
    same([(fault.sheet, fault.cell) for fault in faults], [(layout.LINES, cell) for cell in told.mistakes], "mistakes")
    count = len(told.rows)
    for content, words in ((told.right, "no mistake"), (told.wrong, f"{len(told.mistakes):,} mistakes named")):
        seconds, floor = in_turns(
            partial(read_workbook, content, told.of, told.rows),
            partial(calamine_alone, content),
            rounds=setting.size.rounds,
            before=nothing,
        )
        yield setting.result(
            "j5",
            f"read and check {count:,} rows, {words}",
            seconds=seconds,
            floor_seconds=floor,
            target=at_most("ratio", 1.6),
        )


def whole() -> None:
    """One upload and nothing else, for its memory: the return and its workbook are there already."""
    of = Return.objects.get(template__code=TEMPLATE)
    uploaded(of, (settings.DATA_DIR / KEPT).read_bytes(), User.objects.get(email=ANALYST))
