"""A filled-in workbook from its upload to the version that it becomes, or to everything that is wrong with it."""

from collections import Counter
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from monitoring.returns.asked import answers_of
from monitoring.returns.receiving import read_upload
from monitoring.returns.selectors import last_period, newest_version
from monitoring.returns.services import (
    accept_version,
    submit_version,
    upload_return,
)
from monitoring.returns.workbook import layout
from tests.monitoring.returns.conftest import Filling
from vrn_cases.files.selectors import read_bytes
from vrn_cases.files.services import lay_down
from vrn_cases.jobs.models import Job
from vrn_cases.records.refusals import Refused

pytestmark = pytest.mark.django_db


def plain_step(message: str) -> Any:
    return transaction.atomic()


def test_a_faultless_workbook_becomes_the_version_being_prepared(asked, partner, well_filled, save):
    before = save()
    upload = upload_return(of=asked, name="april.xlsx", content=lay_down(well_filled.bytes()), by=partner)
    assert Job.objects.get().kind == "read_return"
    read = read_upload(upload.file.reference, by=partner, step=plain_step)
    before.refresh_from_db()
    assert (read.version.number, read.version.status, before.status) == (2, "draft", "replaced")
    assert answers_of(read.version)["spend", "", ""].value == 123_456
    assert read.version.file == upload.file
    assert read_upload(upload.file.reference, by=partner, step=plain_step).version == read.version
    assert asked.versions.count() == 2


def test_a_faulty_workbook_saves_nothing_and_is_kept_with_its_faults_and_a_marked_copy(asked, partner, well_filled):
    content = well_filled.put("2", "about 12").put("1c", 6).bytes()
    upload = upload_return(of=asked, name="april.xlsx", content=lay_down(content), by=partner)
    read = read_upload(upload.file.reference, by=partner, step=plain_step)
    assert asked.versions.count() == 0
    assert read.fault_count == 2
    assert [fault.cell for fault in read.faults.all()] == [well_filled.cell("1"), well_filled.cell("2")]
    assert read_bytes(read.file) == content
    assert read.annotated.name == "april-what-to-change.xlsx"
    marked = load_workbook(BytesIO(read_bytes(read.annotated)))
    assert marked.sheetnames[0] == layout.CHANGES
    assert marked[layout.CHANGES].page_setup.fitToHeight == 0  # as wide as the paper, as long as it must be
    assert marked[layout.CHANGES].sheet_properties.pageSetUpPr.fitToPage
    sheet, cell = marked[layout.LINES], well_filled.cell("2")
    assert "“about 12” is not a number" in sheet[cell].comment.text
    assert "“about 12” is not a number" in sheet[f"H{cell[1:]}"].value
    assert [row[1].value for row in marked[layout.CHANGES].iter_rows(min_row=5)] == [well_filled.cell("1"), cell]


def test_the_marked_copy_of_a_marked_copy_marks_what_is_wrong_now(asked, partner, well_filled):
    content = well_filled.put("2", "about 12").put("3", "some").bytes()
    upload = upload_return(of=asked, name="april.xlsx", content=lay_down(content), by=partner)
    read = read_upload(upload.file.reference, by=partner, step=plain_step)
    marked = load_workbook(BytesIO(read_bytes(read.annotated)))
    right, wrong = well_filled.cell("2"), well_filled.cell("3")
    marked[layout.LINES][right] = 12
    again = BytesIO()
    marked.save(again)
    upload = upload_return(of=asked, name="april-2.xlsx", content=lay_down(again.getvalue()), by=partner)
    read = read_upload(upload.file.reference, by=partner, step=plain_step)
    assert [fault.cell for fault in read.faults.all()] == [wrong]
    sheet = load_workbook(BytesIO(read_bytes(read.annotated)))[layout.LINES]
    assert sheet[right].comment is None
    assert sheet[f"H{right[1:]}"].value is None
    assert sheet[right].fill.start_color.rgb != sheet[wrong].fill.start_color.rgb
    assert "“some” is not" in sheet[wrong].comment.text


def test_an_answer_that_cannot_be_read_and_a_reason_beside_it_are_both_named_at_once(asked, partner, well_filled):
    number = well_filled.cell("2")[1:]
    content = well_filled.put("2", "about 12", reason="Not known").bytes()
    upload = upload_return(of=asked, name="a.xlsx", content=lay_down(content), by=partner)
    read = read_upload(upload.file.reference, by=partner, step=plain_step)
    assert [fault.cell for fault in read.faults.all()] == [f"E{number}", f"F{number}"]


def test_what_cannot_be_read_contradicts_nothing_yet(asked, partner, well_filled):
    content = well_filled.put("1a", "1 000").bytes()
    upload = upload_return(of=asked, name="a.xlsx", content=lay_down(content), by=partner)
    read = read_upload(upload.file.reference, by=partner, step=plain_step)
    assert [fault.cell for fault in read.faults.all()] == [well_filled.cell("1a")]


def test_the_same_file_twice_is_refused_and_another_after_it_is_not(asked, partner, well_filled):
    content = lay_down(well_filled.bytes())
    upload_return(of=asked, name="a.xlsx", content=content, by=partner)
    with pytest.raises(Refused, match="This is the same file as the last one"):
        upload_return(of=asked, name="b.xlsx", content=content, by=partner)
    upload_return(of=asked, name="c.xlsx", content=lay_down(well_filled.put("2", 3).bytes()), by=partner)
    assert asked.uploads.count() == 2


@pytest.mark.parametrize(("order", "standing"), [((0, 1), ["draft", "replaced"]), ((1, 0), ["draft"])])
def test_of_two_uploads_the_one_received_last_stands_whichever_is_read_first(
    asked, partner, well_filled, order, standing
):
    uploads = [upload_return(of=asked, name="a.xlsx", content=lay_down(well_filled.bytes()), by=partner)]
    content = lay_down(well_filled.put("2", 3).bytes())
    uploads.append(upload_return(of=asked, name="b.xlsx", content=content, by=partner))
    read = [read_upload(uploads[place].file.reference, by=partner, step=plain_step) for place in order]
    assert sorted(version.status for version in asked.versions.all()) == standing
    assert asked.versions.get(replaced_at=None).file == uploads[1].file
    if order == (1, 0):
        assert read[1].version is None
        assert "something newer was uploaded or saved" in read[1].faults.get().text


def test_what_was_typed_while_a_workbook_was_read_stands(asked, partner, well_filled, save):
    upload = upload_return(of=asked, name="a.xlsx", content=lay_down(well_filled.bytes()), by=partner)
    typed = save()
    upload = read_upload(upload.file.reference, by=partner, step=plain_step)
    assert asked.versions.get(replaced_at=None) == typed
    assert upload.fault_count == 1


def test_ones_last_file_may_be_sent_again_after_something_else_was_saved(asked, partner, well_filled, save):
    content = well_filled.bytes()
    for _ in range(2):
        upload = upload_return(of=asked, name="a.xlsx", content=lay_down(content), by=partner)
        assert read_upload(upload.file.reference, by=partner, step=plain_step).version
        asked.refresh_from_db()
        save()


def test_a_workbook_is_prefilled_with_what_was_saved_and_last_periods_answers(ask, asked, save, partner, analyst):
    accept_version(
        version=submit_version(version=save(), revision=None, note="", by=partner), revision=None, by=analyst
    )
    following = ask(
        programme=asked.programme,
        organisation=asked.organisation,
        start=date(2023, 7, 1),
        end=date(2023, 10, 1),
        label="July to September 2023",
        due_on=date(2023, 10, 31),
    )
    filling = Filling(following, last=last_period(following))
    assert filling.sheet[filling.cell("2", layout.LAST)].value == 4
    assert filling.sheet[filling.cell("3", layout.LAST)].value == 1234.56
    assert filling.sheet[filling.cell("2")].value is None
    corrected = Filling(asked, now=answers_of(newest_version(asked)))
    assert corrected.sheet[corrected.cell("2")].value == 4


def test_an_upload_asks_few_statements(asked, partner, well_filled):
    """However many lines a return has; those that open and close savepoints are not counted."""
    content = lay_down(well_filled.bytes())
    with CaptureQueriesContext(connection) as received:
        upload = upload_return(of=asked, name="a.xlsx", content=content, by=partner)
    with CaptureQueriesContext(connection) as read:
        read_upload(upload.file.reference, by=partner, step=plain_step)
    kinds = [
        [one["sql"].split("times: ")[-1].split()[0] for one in asked if "SAVEPOINT" not in one["sql"]]
        for asked in (received, read)
    ]
    assert [Counter(kind) for kind in kinds] == [
        # the return, its last upload; file, job, upload, events, kept values, mark; the return
        {"SELECT": 2, "INSERT": 6, "UPDATE": 1},
        # the upload, the two lists of its lines, which the process knew, both locked, the versions; version, answers,
        # events, values, mark
        {"SELECT": 5, "INSERT": 5, "UPDATE": 2},
    ]
