"""The quick referral: seven answers, one record, and no word of anybody known elsewhere."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interventions.participants.models import Participant
from interventions.participants.name_field import NameField
from interventions.programmes.models import ListName, Programme, StatedAs
from interventions.referrals.forms import QuickReferralForm
from interventions.referrals.models import Referral
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.factories.casework import entry, opened_case, waiting_referral
from tests.factories.people import invented_participant
from tests.interventions.casework import also, text
from vrn_cases.access.models import User
from vrn_cases.access.readable import SourceAuthority
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
URL = "/referrals/new/"


@pytest.fixture(autouse=True)
def _lists() -> None:
    for code in ("emergency-department", "police-custody", "school"):
        entry(ListName.REFERRED_FROM, code)
    entry(ListName.REFERRAL_ROUTE, "in-person")


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory(name="First Programme")


@pytest.fixture
def navigator(make_user: Callable[..., User], programme: Programme) -> User:
    return make_user(Role.CASEWORKER, programme=programme, agency_kind=AgencyKind.VOLUNTARY)


@pytest.fixture
def client(client_for: Callable[[User], Client], navigator: User) -> Client:
    return client_for(navigator)


def answers(programme: Programme, **other: Any) -> dict[str, Any]:
    return {
        "programme": programme.reference,
        "given_name": "Invented",
        "family_name": "Person",
        "birth_day": "20",
        "birth_month": "6",
        "birth_year": "2008",
        "referred_from": "emergency-department",
        "route": "in-person",
        "received_on": "yesterday",
        "told": "agreed",
        **other,
    }


def refer(client: Client, programme: Programme, **other: Any) -> Any:
    key = client.get(URL, {"to": programme.reference}).context["form"]["submission_key"].value()
    return client.post(URL, {"submission_key": str(key), **answers(programme, **other)})


def test_it_asks_seven_things_and_only_the_name_is_typed_freely():
    shown = [field for field in QuickReferralForm.base_fields.values() if not field.widget.is_hidden]
    assert len(shown) == 7
    free = [one.label for one in shown if isinstance(one, NameField)]
    assert not [one.label for one in shown if type(one) is forms.CharField]
    assert free == ["First name", "Last name"]


def test_seven_answers_make_a_referral_and_somebody_known_by_it(client: Client, programme: Programme, navigator: User):
    response = refer(client, programme)
    referral = Referral.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/referrals/{referral.reference}/"
    person = Participant.objects.get()
    assert (person.name, person.date_of_birth.isoformat(), person.source) == (
        "Invented Person",
        "2008-06-20",
        SourceAuthority.HEALTH,
    )
    assert (referral.received_on.isoformat(), referral.received_by, referral.told) == (
        "2024-04-14",
        navigator,
        "agreed",
    )
    assert "Add what you know" in text(client.get(response["Location"]))


def test_a_second_click_is_one_referral(client: Client, programme: Programme):
    key = client.get(URL).context["form"]["submission_key"].value()
    sent = {"submission_key": str(key), **answers(programme)}
    assert client.post(URL, sent)["Location"] == client.post(URL, sent)["Location"]
    assert (Referral.objects.count(), Participant.objects.count()) == (1, 1)


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, programme: Programme):
    page = refer(client, programme, given_name="", family_name="", received_on="5/5", referred_from="")
    assert page.status_code == 422
    shown = text(page)
    assert "Enter at least one name" in shown
    assert "Sunday 5 May 2024 has not come yet" in shown
    assert "Select where the referral comes from" in shown
    assert 'value="5/5"' in shown
    assert not Participant.objects.exists()


@pytest.mark.parametrize("unseen", ["\u200b", " \u202e ", "\u00ad\u2060", "\u0301", "\x07"])
def test_a_name_that_nobody_can_see_is_none(client: Client, programme: Programme, unseen: str):
    page = refer(client, programme, given_name=unseen, family_name="")
    assert page.status_code == 422
    assert "Enter at least one name" in text(page)


def test_a_name_is_kept_as_it_is_seen(client: Client, programme: Programme):
    refer(client, programme, given_name=" Zo\u00eb\u202e  \U0001f600\x07", family_name="نی\u200cاز")
    person = Participant.objects.get()
    assert (person.given_name, person.family_name) == ("Zoë 😀", "نی\u200cاز")


def test_the_only_programme_is_taken_and_of_several_one_is_asked(
    client: Client, programme: Programme, navigator: User, client_for: Callable[[User], Client]
):
    assert client.get(URL).context["programme"] == programme
    other = ProgrammeFactory(name="Second Programme")
    page = client_for(also(navigator, Role.CASEWORKER, other)).get(URL)
    assert [one.name for one in page.context["programmes"]] == ["First Programme", "Second Programme"]


def test_nobody_refers_to_a_programme_out_of_their_reach(client: Client, programme: Programme):
    elsewhere = ProgrammeFactory(name="Somewhere Else")
    assert "Somewhere Else" not in text(client.get(URL, {"to": elsewhere.reference}))
    assert "Somewhere Else" not in text(client.post(URL, answers(elsewhere)))
    planned = ProgrammeFactory(stated_as=StatedAs.PLANNED)
    assert "Seven" not in text(client.post(URL, answers(planned)))
    assert not Referral.objects.exists()


def test_somebody_alike_in_the_own_programme_is_asked_about(client: Client, programme: Programme):
    known = invented_participant(programme)
    asked = refer(client, programme)
    assert asked.status_code == 200
    assert "There is a problem" not in text(asked)
    assert "Is this the same person?" in text(asked)
    assert f"Invented Person, born 20 June 2008, {known.reference}" in text(asked)
    assert not Referral.objects.exists()
    event = AuditEvent.objects.get(action=Action.PEOPLE_SEARCHED)
    assert known.reference in event.detail
    assert "Invented" not in event.detail


@pytest.mark.parametrize(("answer", "people"), [("known", 1), ("somebody-else", 2)])
def test_the_answer_joins_or_parts_them(client: Client, programme: Programme, answer: str, people: int):
    known = invented_participant(programme)
    refer(client, programme, same_as=known.reference if answer == "known" else answer)
    assert Participant.objects.count() == people
    assert (Referral.objects.get().participant == known) is (people == 1)


def test_somebody_alike_is_nobody_elses_to_choose(client: Client, programme: Programme):
    invented_participant(programme)
    elsewhere = invented_participant()
    assert refer(client, programme, same_as=elsewhere.reference).status_code == 422


def test_somebody_known_only_elsewhere_makes_no_difference_at_all(
    client: Client, programme: Programme, django_db_blocker: Any
):
    """The same person, the same answers: once with them known to another programme by case, once known to nobody."""

    def told() -> tuple[list[bytes], list[int]]:
        bodies, costs = [], []
        for sent in (
            answers(programme),
            answers(programme, received_on="5/5"),
            answers(programme, given_name="Invented", birth_year=""),
        ):
            key = client.get(URL).context["form"]["submission_key"].value()
            with CaptureQueriesContext(connection) as asked:
                response = client.post(URL, {"submission_key": str(key), **sent})
            costs.append(len(asked))
            followed = client.get(response["Location"]) if response.status_code == 302 else response
            bodies.append(str(response.status_code).encode() + _without_chance(followed.content))
            for referral in Referral.objects.filter(programme=programme):
                referral.delete()
            Participant.objects.filter(programme=programme).delete()
        return bodies, costs

    told()  # from now on there is a row for drafts of this form, which is emptied instead of made
    unknown = told()
    elsewhere = ProgrammeFactory()
    case = opened_case(elsewhere)
    waiting_referral(participant=case.participant)
    assert told() == unknown


def _without_chance(body: bytes) -> bytes:
    """A page without what is drawn anew for every answer: references, keys, tokens, the request's own nonce."""
    body = re.sub(rb'(?:value|content|nonce)="[\w:.\-]{30,}"', b"", body)
    return re.sub(rb"\b[A-Z][234679ACDEFGHJKLMNPQRTUVWXYZ]{7}\b", b"REFERENCE", body)


def test_a_navigator_in_custody_enters_what_only_the_lead_may_open(client: Client, programme: Programme):
    response = refer(client, programme, referred_from="police-custody")
    assert response["Location"] == "/referrals/"
    page = client.get("/referrals/")
    referral = Referral.objects.get()
    assert f"Referral {referral.reference} is received." in text(page)
    assert page.context["list"].page.rows == []
    assert client.get(referral.get_absolute_url()).status_code == 404


@pytest.fixture
def nurse(make_user: Callable[..., User], programme: Programme) -> User:
    hospital = OrganisationFactory(name="Invented Hospital")
    told = {"programme": programme, "organisation": hospital, "agency_kind": AgencyKind.HEALTH}
    return make_user(Role.REFERRER, name="Invented Nurse", **told)


def test_a_referrer_refers_for_their_organisation_and_lands_on_their_own_screen(
    client_for: Callable[[User], Client], nurse: User, programme: Programme
):
    invented_participant(programme)  # whom the programme knows is not the referrer's to see
    own = client_for(nurse)
    response = refer(own, programme, reason="Asked for help.", referrer_name="Invented Nurse", referrer_contact="Ward")
    referral = Referral.objects.get()
    assert response["Location"] == f"/referrals/sent/{referral.reference}/"
    assert (referral.referring_organisation.name, referral.reason, referral.referrer_contact) == (
        "Invented Hospital",
        "Asked for help.",
        "Ward",
    )
    assert "Waiting for a decision" in text(own.get(response["Location"]))


def test_the_page_wants_the_verb(make_user: Callable[..., User], client_for: Callable[[User], Client]):
    assert client_for(make_user(Role.ANALYST)).get(URL).status_code == 403
    assert reverse("refer") == URL
