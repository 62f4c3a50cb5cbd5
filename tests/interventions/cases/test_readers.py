"""Who has opened a case, who may open it, and what a list of cases or a printed one tells of it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from interventions.cases.models import Case
from interventions.cases.services import close_case, plan_next, write_note
from interventions.participants.selectors import openings
from interventions.programmes.models import ListEntry, ListName, Programme
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, entry, opened_case
from tests.interventions.cases.case_pages import titles, url
from tests.interventions.casework import also, text
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
DAY = timedelta(days=1)


def test_who_opened_a_case_is_a_line_a_reader_and_hour(of_worker: Client, of_lead: Client, case: Case, clock):
    def cells() -> list[list[str]]:
        """The lines of the page, which is itself an opening."""
        rows = re.findall(r"<tr.*?</tr>", text(of_worker.get(url(case, "opened-by"))))
        cut = [re.split("</t[hd]>", row)[:-1] for row in rows]
        return [[" ".join(re.sub("<.*?>", "", cell).split()) for cell in row] for row in cut]

    of_lead.get(url(case))
    clock.shift(timedelta(minutes=20))
    of_lead.get(url(case))
    of_lead.get(url(case, "details"))
    assert cells()[1:] == [
        ["A Worker", "15 April 2024, 9:50am", "once"],
        ["A Lead", "15 April 2024, 9:50am", "3 times, first at 9:30am"],
    ]
    clock.shift(timedelta(minutes=20))
    assert cells()[1:] == [
        ["A Worker", "15 April 2024, 10:10am", "once"],
        ["A Worker", "15 April 2024, 9:50am", "once"],
        ["A Lead", "15 April 2024, 9:50am", "3 times, first at 9:30am"],
    ]
    kept = AuditEvent.objects.filter(action=Action.RECORD_OPENED, subject_id=case.reference)
    assert kept.count() == 5  # the log itself is not folded


def test_openings_of_another_record_are_not_among_them(of_lead: Client, case: Case):
    of_lead.get(case.participant.get_absolute_url())
    assert openings(case).lines == []
    assert len(openings(case.participant).lines) == 1


def test_lines_that_are_left_out_are_said(of_worker: Client, of_lead: Client, case: Case, monkeypatch):
    monkeypatch.setattr("interventions.participants.selectors.OPENINGS_SHOWN", 1)
    assert "stands in the log" not in text(of_worker.get(url(case, "opened-by")))
    of_lead.get(url(case))
    assert "The latest are shown. What was before stands in the log." in text(of_worker.get(url(case, "opened-by")))


def test_a_printed_case_says_who_may_hold_it_and_until_when(of_worker: Client, case: Case):
    worker = case.worker
    for part in ("", "details", "opened-by"):
        page = text(of_worker.get(url(case, part)))
        assert f"Case {case.reference}, opened by A Worker ({worker.reference}) on 15 April 2024, 9:30am." in page
        assert "Only for those who work on this case: pass it to nobody else." in page
        assert "Destroy it by 16 April 2024, 9:30am." in page


def test_the_details_name_the_referral_only_to_who_may_read_it(
    of_worker: Client, of_lead: Client, programme: Programme
):
    case = opened_case(programme, referred_from="police-custody")
    assert case.referral.reference not in text(of_worker.get(url(case, "details")))
    assert case.referral.reference in text(of_lead.get(url(case, "details")))
    assert "Referral received" not in " ".join(titles(of_worker.get(url(case))))
    assert "Referral received: Police custody" in titles(of_lead.get(url(case)))


STEPS = ("", "details", "opened-by", "give", "pause", "resume", "close", "reopen", "next", "notes/add")


def test_two_roles_in_two_programmes(
    make_user: Callable[..., User], client_for: Callable[[User], Client], case: Case, programme: Programme
):
    """Lead there, safeguarding lead here: reads here, works there, sees nothing of a third."""
    there = ProgrammeFactory()
    user = make_user(Role.PROGRAMME_LEAD, programme=there, agency_kind=AgencyKind.VOLUNTARY)
    client = client_for(also(user, Role.SAFEGUARDING_LEAD, programme, AgencyKind.HEALTH))
    theirs, nobodys = opened_case(there), opened_case()
    reading = ("", "details", "opened-by")
    for step in STEPS:
        assert client.get(url(case, step)).status_code == (200 if step in reading else 403), step
        assert client.get(url(theirs, step)).status_code == 200, step
        assert client.get(url(nobodys, step)).status_code == 404, step
        assert client.get(f"/cases/NOTHING1/{step}{'/' if step else ''}").status_code == 404
    shown = client.get("/cases/").context["list"]
    assert {row.reference for row in shown.page.rows} == {case.reference, theirs.reference}
    assert "Programme" in [head["label"] for head in shown.heads]


def test_the_list_its_filters_and_its_file_without_names(
    of_worker: Client, case: Case, programme: Programme, worker: User, lead: User
):
    led = opened_case(programme, worker=lead, on=OPENED + DAY)
    nobodys = opened_case(programme, on=OPENED + 2 * DAY)
    plan_next(case=nobodys, revision=1, next_action="Call", next_action_on=TODAY - DAY, by="test")
    close_case(case=led, revision=None, on=TODAY, reason=entry(ListName.CLOSE_REASON, "goals-met"), by="test")

    def found(**query: str) -> set[str]:
        return {row.reference for row in of_worker.get("/cases/", query).context["list"].page.rows}

    assert found() == {case.reference, led.reference, nobodys.reference}
    heads = [head["label"] for head in of_worker.get("/cases/").context["list"].heads]
    assert "Programme" not in heads  # who works in one knows which it is; the file says it all the same
    assert found(worker="mine") == {case.reference}
    assert found(worker="nobody") == {nobodys.reference}
    assert found(worker=lead.reference) == {led.reference}
    assert found(status="closed") == {led.reference}
    assert found(due="late") == {nobodys.reference}
    assert found(first="12/3/2024", last="12/3/2024") == {led.reference}
    sheet = load_workbook(BytesIO(of_worker.get("/cases/", {"format": "xlsx"}).getvalue())).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {case.reference, led.reference, "A Lead", "Lead worker", "Programme"} <= set(cells)
    assert not [cell for cell in cells if "Invented Person" in cell]


def test_the_central_team_sees_codes_and_no_name(
    make_user: Callable[..., User], client_for: Callable[[User], Client], case: Case
):
    write_note(case=case, kind="contact", on=TODAY, text="Talked about school.", by="test")
    plan_next(case=case, revision=None, next_action="Call the mother", next_action_on=None, by="test")
    band = entry(ListName.AGE_BAND, "15-17")
    ListEntry.objects.filter(pk=band.pk).update(least=15, most=17, label="15 to 17")
    client = client_for(make_user(Role.ANALYST, name="An Analyst"))
    page, one = client.get("/cases/coded/"), client.get(f"/cases/coded/{case.reference}/")
    for shown in (text(page), text(one)):
        assert case.reference in shown
        assert "15 to 17" in shown
        for secret in ("Invented Person", "Talked about school", "Call the mother", "20 June 2008", "A Worker"):
            assert secret not in shown
    file = load_workbook(BytesIO(client.get("/cases/coded/", {"format": "xlsx"}).getvalue())).active
    cells = " ".join(str(cell.value) for row in file.iter_rows() for cell in row)
    assert case.reference in cells
    assert "Invented" not in cells
    for address in ("/cases/", url(case), "/referrals/", case.participant.get_absolute_url()):
        assert client.get(address).status_code == 403


def test_reading_pages_take_no_post(of_worker: Client, case: Case):
    for address in ("/cases/", url(case), url(case, "details"), url(case, "opened-by")):
        assert of_worker.post(address).status_code == 405
