"""The pages of referrals: for those who may, may not and may not see; two editors lose nothing."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from interventions.cases.models import Case
from interventions.programmes.models import ListName, Programme
from interventions.referrals.intake.vip import Harm, VipIntake
from interventions.referrals.models import Referral
from interventions.referrals.services import change_referral, decline_referral
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.factories.casework import RECEIVED, entry, opened_case, waiting_referral
from tests.factories.people import invented_participant
from tests.interventions.casework import also, send, text
from tests.interventions.workers import lead, of_lead, of_worker, worker
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

__all__ = ["lead", "of_lead", "of_worker", "worker"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory(code="VIP", name="First Programme")


@pytest.fixture
def referral(programme: Programme) -> Referral:
    return waiting_referral(programme, reason="Asked for help.")


def url(referral: Referral, step: str = "") -> str:
    return f"{referral.get_absolute_url()}{step}{'/' if step else ''}"


def test_the_page_says_what_is_known_and_offers_what_may_be_done(
    of_lead: Client, of_worker: Client, referral: Referral
):
    for_lead, for_worker = text(of_lead.get(url(referral))), text(of_worker.get(url(referral)))
    for shown in (for_lead, for_worker):
        assert "Asked for help." in shown
        assert "Emergency department" in shown
        assert "Where they were met" in shown  # the programme's own question, from the model
        assert "Withdraw" in shown
    assert "Accept and open a case" in for_lead
    assert "Accept and open a case" not in for_worker
    assert "Decline" not in for_worker


def test_accepting_opens_a_case_and_the_page_says_so(of_lead: Client, worker: User, referral: Referral):
    response = send(of_lead, url(referral, "accept"), worker=worker.reference, on="today")
    case = Case.objects.get()
    assert response["Location"] == f"/cases/{case.reference}/"
    assert (case.worker, case.opened_on) == (worker, date(2024, 4, 15))
    shown = text(of_lead.get(url(referral)))
    assert f'href="/cases/{case.reference}/"' in shown
    assert "Accept and open a case" not in shown
    again = text(of_lead.get(url(referral, "accept")))
    assert "This referral was accepted on 15 April 2024." in again
    assert "disabled" in again


def test_only_those_who_work_there_can_be_chosen(of_lead: Client, make_user: Callable[..., User], referral: Referral):
    stranger = make_user(Role.CASEWORKER, programme=ProgrammeFactory(), name="A Stranger")
    assert "A Stranger" not in text(of_lead.get(url(referral, "accept")))
    assert send(of_lead, url(referral, "accept"), worker=stranger.reference).status_code == 422
    assert not Case.objects.exists()


def test_somebody_with_an_open_case_is_joined(of_lead: Client, programme: Programme):
    case = opened_case(programme)
    second = waiting_referral(participant=case.participant)
    assert "Join to the open case" in text(of_lead.get(url(second)))
    assert f"{case.reference}. Join this referral to it" in text(of_lead.get(url(second, "accept")))
    response = send(of_lead, url(second, "join"), on="today")
    assert response["Location"] == case.get_absolute_url()
    assert Referral.objects.get(pk=second.pk).case == case


def test_declining_and_withdrawing_say_why(of_lead: Client, of_worker: Client, programme: Programme):
    entry(ListName.DECLINE_REASON, "no-capacity")
    entry(ListName.WITHDRAW_REASON, "by-referrer")
    declined, withdrawn = waiting_referral(programme), waiting_referral(programme)
    assert send(of_lead, url(declined, "decline"), reason="").status_code == 422
    send(of_lead, url(declined, "decline"), reason="no-capacity", note="Full until June.", on="today")
    send(of_worker, url(withdrawn, "withdraw"), reason="by-referrer", on="today")
    assert "Full until June." in text(of_lead.get(url(declined)))
    assert "By referrer" in text(of_worker.get(url(withdrawn)))


def test_a_referral_that_another_declined_meanwhile_keeps_what_was_typed(of_lead: Client, referral: Referral):
    """Two editors: the second sees that somebody was quicker, with the own words still there."""
    reason = entry(ListName.DECLINE_REASON, "no-capacity")
    form = of_lead.get(url(referral, "decline")).context["form"]
    answers = {field.html_name: field.value() for field in form if field.value() is not None}
    decline_referral(referral=referral, revision=1, on=RECEIVED, reason=reason, by="somebody else")
    page = of_lead.post(url(referral, "decline"), {**answers, "reason": "no-capacity", "note": "My own words."})
    assert page.status_code == 422
    assert "Somebody else changed this" in text(page)
    assert "My own words." in text(page)


def test_what_two_people_add_from_old_pages_is_not_overwritten(of_worker: Client, referral: Referral):
    change = url(referral, "change")
    form = of_worker.get(change).context["form"]
    answers = {"submission_key": str(form["submission_key"].value()), "revision": "1"}
    change_referral(referral=referral, revision=1, by="somebody else", reason="Something newer.")
    told = {
        "received_on": "4/3/2024",
        "referred_from": "emergency-department",
        "route": "in-person",
        "home": "not_known",
    }
    page = of_worker.post(change, {**answers, **told, "reason": "Mine."})
    assert page.status_code == 422
    assert Referral.objects.get().reason == "Something newer."
    assert "Mine." in text(page)


def test_what_is_added_at_a_desk_is_read_from_the_model(of_worker: Client, referral: Referral):
    change = url(referral, "change")
    page = of_worker.get(change)
    labels = [field.label for field in page.context["own"]]
    assert labels == [str(VipIntake._meta.get_field(name).verbose_name) for name in
                      ("met_where", "attended_on", "harm", "seen")]  # fmt: skip
    assert "Asked by First Programme" in text(page)
    response = send(of_worker, change, intake_harm="sharp", intake_attended_on="3/3/2024", referrer_name="A Nurse")
    assert response.status_code == 302, text(response)
    answered = VipIntake.objects.get()
    assert (answered.harm, answered.attended_on) == ("sharp", date(2024, 3, 3))
    shown = text(of_worker.get(url(referral)))
    assert Harm.SHARP.label in shown
    assert "A Nurse" in shown


def test_a_programme_without_questions_asks_none(make_user: Callable[..., User], client_for: Callable[[User], Client]):
    other = ProgrammeFactory()
    client = client_for(make_user(Role.CASEWORKER, programme=other, agency_kind=AgencyKind.VOLUNTARY))
    referral = waiting_referral(other)
    assert client.get(url(referral, "change")).context["own"] == []
    assert "Asked by" not in text(client.get(url(referral)))


def test_the_list_filters_and_its_file_has_the_same_columns_and_no_name(of_worker: Client, programme: Programme):
    shown = waiting_referral(programme)
    change_referral(referral=shown, revision=1, by="test", intake={"harm": "sharp"})
    other = waiting_referral(participant=invented_participant(programme, given_name="Somebody", family_name="Else"))
    page = of_worker.get("/referrals/")
    assert "intake_harm" in page.context["list"].filter.form.fields
    assert "programme" not in page.context["list"].filter.form.fields  # there is but one
    assert "Invented Person" in text(page)
    only = of_worker.get("/referrals/", {"intake_harm": "sharp"})
    assert [row.reference for row in only.context["list"].page.rows] == [shown.reference]
    sheet = load_workbook(BytesIO(of_worker.get("/referrals/", {"format": "xlsx"}).getvalue())).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"Reference", "Status", "What had happened to them", Harm.SHARP.label, other.reference} <= set(cells)
    assert not [cell for cell in cells if "Invented Person" in cell or "Somebody" in cell]


@pytest.mark.parametrize(
    ("query", "found"),
    [({"status": "waiting"}, 1), ({"status": "accepted"}, 1), ({"first": "5/3/2024"}, 0), ({"last": "4/3/2024"}, 2)],
)
def test_the_filters_of_the_list(of_worker: Client, programme: Programme, query: dict[str, str], found: int):
    waiting_referral(programme)
    opened_case(programme)
    assert len(of_worker.get("/referrals/", query).context["list"].page.rows) == found


def test_what_is_elsewhere_does_not_exist_and_what_is_not_held_there_is_refused(
    make_user: Callable[..., User], client_for: Callable[[User], Client], programme: Programme, referral: Referral
):
    """One user, two roles in two programmes: lead there, caseworker here."""
    elsewhere = ProgrammeFactory()
    user = also(
        make_user(Role.PROGRAMME_LEAD, programme=elsewhere, agency_kind=AgencyKind.VOLUNTARY),
        Role.CASEWORKER,
        programme,
    )
    client, theirs, nobodys = client_for(user), waiting_referral(elsewhere), waiting_referral()
    table = {
        (referral, ""): 200, (referral, "change"): 200, (referral, "withdraw"): 200,
        (referral, "decline"): 403, (referral, "accept"): 403, (referral, "join"): 403,
        (theirs, ""): 200, (theirs, "change"): 200, (theirs, "decline"): 200, (theirs, "accept"): 200,
        (nobodys, ""): 404, (nobodys, "change"): 404, (nobodys, "decline"): 404, (nobodys, "accept"): 404,
    }  # fmt: skip
    assert {key: client.get(url(*key)).status_code for key in table} == table
    rows = client.get("/referrals/").context["list"].page.rows
    assert {row.reference for row in rows} == {referral.reference, theirs.reference}


@pytest.fixture
def nurse(make_user: Callable[..., User], programme: Programme) -> User:
    told = {"programme": programme, "agency_kind": AgencyKind.HEALTH}
    return make_user(Role.REFERRER, organisation=OrganisationFactory(name="Invented Hospital"), **told)


def test_a_referrer_sees_what_became_of_their_own_and_nothing_of_the_work(
    client_for: Callable[[User], Client], nurse: User, programme: Programme
):
    hospital = nurse.memberships.get().organisation
    reason = entry(ListName.DECLINE_REASON, "already-supported")
    own = [waiting_referral(programme, referring_organisation=hospital) for _ in range(3)]
    case = opened_case(referral=own[0])
    joined = waiting_referral(participant=case.participant, referring_organisation=hospital)
    change_referral(referral=own[1], revision=1, by="test", reason="What the team found out.")
    decline_referral(referral=own[2], revision=1, on=RECEIVED, reason=reason, note="Known already.", by="test")
    others = waiting_referral(programme, referring_organisation=OrganisationFactory())
    client = client_for(nurse)
    shown = text(client.get("/referrals/sent/"))
    assert "Accepted on 11 March 2024" in shown
    assert "Waiting for a decision" in shown
    assert "Not taken up, 4 March 2024" in shown
    assert others.reference not in shown
    for one in (*own, joined):
        page = text(client.get(f"/referrals/sent/{one.reference}/"))
        assert case.reference not in page
        assert "found out" not in page
        assert "Known already" not in page
        assert "supported" not in page.replace("already-supported", "")
    assert client.get(f"/referrals/sent/{others.reference}/").status_code == 404
    for address in ("/referrals/", url(own[0]), url(own[0], "change"), case.get_absolute_url(), "/cases/"):
        assert client.get(address).status_code == 403


def test_the_navigation_leads_there(of_worker: Client, client_for: Callable[[User], Client], nurse: User):
    of_nurse = client_for(nurse)
    assert {"/referrals/", "/cases/"} <= {item["url"] for item in of_worker.get("/").context["navigation"]}
    shown = {item["url"] for item in of_nurse.get("/").context["navigation"]}
    assert {"/referrals/sent/", "/referrals/new/"} <= shown
    assert not {"/referrals/", "/cases/"} & shown


@pytest.mark.parametrize("step", ["", "change", "decline", "withdraw", "accept", "join"])
def test_a_reference_that_is_none_is_not_found(of_lead: Client, step: str):
    tail = f"{step}/" if step else ""
    assert of_lead.get(f"/referrals/NOTHING1/{tail}").status_code == 404
    assert of_lead.get(f"/referrals/D2222222/{tail}").status_code == 404


def test_reading_pages_take_no_post(of_lead: Client, referral: Referral, client_for: Any, nurse: User):
    assert of_lead.post("/referrals/").status_code == 405
    assert of_lead.post(url(referral)).status_code == 405
    assert client_for(nurse).post("/referrals/sent/").status_code == 405
