"""The search and the page of a young person, as the people who use them see them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.j6_clients import filled_in
from interventions.participants.models import ContactPoint, Participant
from interventions.participants.services import add_contact_point, change_participant
from tests.factories import MembershipFactory, ProgrammeFactory
from tests.factories.people import BORN, invented_participant
from vrn_cases.access.readable import SourceAuthority
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.models import AuditEvent, AuditValue
from vrn_cases.templatetags.gov_display import as_day

PHONE = "0116 222 3333"


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def worker(make_user, programme):
    return make_user(role=Role.CASEWORKER, agency_kind=AgencyKind.VOLUNTARY, programme=programme)


@pytest.fixture
def client(worker) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def sent(client: Client, url: str, **answers: str):
    """Send the form that this address shows, with these answers over what it already holds."""
    form = client.get(url).context["form"]
    held = {name: form[name].value() for name in form.fields}
    plain = {
        name: "" if value is None else value for name, value in held.items() if not isinstance(value, (tuple, list))
    }
    return client.post(url, {**plain, **answers})


def searched(client: Client, typed: str):
    """Send the search and look at the page that it leads to, whose address holds nothing of it."""
    sent_on = client.post(
        reverse("list_words"), {"list": "/young-people/", "secret-filter": "q", "sent": "yes", "q": typed}
    )
    assert sent_on.status_code == 302
    assert not typed or typed.split(maxsplit=1)[0].lower() not in sent_on.url.lower()
    return client.get(sent_on.url)


def test_a_search_finds_somebody_and_leaves_no_word_of_it_behind(client, programme) -> None:
    one = invented_participant(programme, given_name="Findable")
    answer = searched(client, "findabel")
    assert one.reference in answer.text
    event = AuditEvent.objects.get(action="people_searched")
    assert one.reference in event.detail
    assert "findab" not in event.detail.lower()
    assert not AuditValue.objects.filter(event=event.pk).exists()


@pytest.mark.parametrize("typed", [" ".join(f"w{number}" for number in range(3_000)), "a" * 101, "a\0b"])
def test_a_page_of_text_is_no_search(client, typed: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        answer = searched(client, typed)
    assert answer.status_code == 422
    assert not AuditEvent.objects.filter(action="people_searched").exists()
    assert "Shorten this to 100 characters" in answer.text or "\0" in typed


@pytest.mark.parametrize(
    ("typed", "words"), [("zebedee", "Nobody was found"), ("31/2/2009", "is not a date"), ("", "Type a name")]
)
def test_a_search_without_a_result_says_what_to_do(client, typed, words) -> None:
    assert words in searched(client, typed).text


def test_somebody_known_elsewhere_alone_changes_nothing_in_the_answer(client) -> None:
    """The same bytes, but for the keys that every page makes anew."""

    def answer() -> str:
        found = searched(client, "elsewhere 20/6/2008")
        token = str(found.context["csrf_token"])
        return found.text.replace(token, "TOKEN").replace(found.request["QUERY_STRING"].partition("words=")[2], "WORDS")

    before = answer()
    invented_participant(ProgrammeFactory(), given_name="Elsewhere")
    assert answer() == before


def test_the_page_says_what_is_known_and_leaves_an_event(client, worker, programme) -> None:
    one = invented_participant(programme)
    add_contact_point(participant=one, kind="phone", value=PHONE, safe="not_safe", starts_on=BORN, by="test")
    shown = client.get(one.get_absolute_url()).text
    for words in ("20 June 2008", "Not safe: do not use", PHONE, "Not asked", "No referral or case yet"):
        assert words in shown
    assert worker.name in client.get(one.get_absolute_url()).text  # who opened it before
    assert AuditEvent.objects.filter(action="record_opened", subject_id=one.reference).count() == 2


def test_a_phone_number_of_the_police_is_not_shown_to_others(client, programme) -> None:
    one = invented_participant(programme)
    add_contact_point(
        participant=one, kind="phone", value=PHONE, source=SourceAuthority.POLICE, starts_on=BORN, by="test"
    )
    shown = client.get(one.get_absolute_url()).text
    assert PHONE not in shown
    assert "No contact details yet" in shown


def test_names_stay_out_while_they_are_hidden(client, programme) -> None:
    one = invented_participant(programme, given_name="Hideable", family_name="Surname", known_as="Nickname")
    session = client.session
    session["names_hidden"] = True
    session.save()
    shown = client.get(one.get_absolute_url()).text
    assert f"HS {one.reference}" in shown
    assert not [word for word in ("Hideable", "Surname", "Nickname") if word in shown]


def as_the_browser_sends(client: Client, url: str) -> dict[str, str]:
    """The boxes of the page as they stand in it."""
    return filled_in(client.get(url).text, {})


@pytest.mark.parametrize(
    ("birth", "boxes"),
    [
        ({"date_of_birth": date(2007, 5, 20), "birth_precision": "day"}, ("20", "5", "2007")),
        ({"date_of_birth": date(2008, 5, 15), "birth_precision": "month"}, ("", "5", "2008")),
        ({"date_of_birth": date(2008, 7, 1), "birth_precision": "year"}, ("", "", "2008")),
        ({"date_of_birth": None, "birth_precision": "not_known"}, ("", "", "")),
        ({"date_of_birth": date(2009, 3, 2), "birth_precision": "estimated"}, ("", "", "")),
    ],
)
def test_who_somebody_is_can_be_saved_as_the_page_opens(client, programme, birth, boxes) -> None:
    one = invented_participant(programme)
    Participant.objects.filter(pk=one.pk).update(**birth)
    url = f"/young-people/{one.reference}/who/"
    held = as_the_browser_sends(client, url)
    assert tuple(held[f"birth_{part}"] for part in ("day", "month", "year")) == boxes
    assert client.post(url, {**held, "known_as": "Also"}).status_code == 302
    stored = Participant.objects.get(pk=one.pk)
    assert {name: getattr(stored, name) for name in birth} == birth
    assert stored.known_as == "Also"


def test_what_was_typed_before_somebody_elses_change_is_not_saved_over_it_unseen(client, programme) -> None:
    one = invented_participant(programme)
    url = f"/young-people/{one.reference}/who/"
    typed = {**as_the_browser_sends(client, url), "given_name": "Typed"}
    assert client.post(url, {**typed, "save_for_later": one.get_absolute_url()}).status_code == 302
    change_participant(participant=one, known_as="Meanwhile", by="test")
    back = as_the_browser_sends(client, url)
    assert back["given_name"] == "Typed"
    told = client.post(url, back)
    assert "Somebody else changed this" in told.text
    assert 'value="Typed"' in told.text
    assert Participant.objects.get(pk=one.pk).known_as == "Meanwhile"
    client.post(url, {**filled_in(told.text, {}), "known_as": "Meanwhile"})
    stored = Participant.objects.get(pk=one.pk)
    assert (stored.given_name, stored.known_as) == ("Typed", "Meanwhile")


def test_a_change_is_saved_and_an_older_page_loses_nothing(client, programme) -> None:
    one = invented_participant(programme)
    url = f"/young-people/{one.reference}/who/"
    answers = {"given_name": "New", "family_name": "Name", "birth_day": "", "birth_month": "", "birth_year": "2009"}
    held = client.get(url).context["form"]
    change_participant(participant=one, known_as="Meanwhile", by="test")
    stale = client.post(
        url,
        {"submission_key": held["submission_key"].value(), "revision": held["revision"].value(), **answers},
    )
    assert "Somebody else changed this" in stale.text
    assert 'value="New"' in stale.text
    assert sent(client, url, **answers).status_code == 302
    stored = Participant.objects.get(pk=one.pk)
    assert (stored.given_name, stored.birth_precision, stored.date_of_birth.isoformat()) == (
        "New",
        "year",
        "2009-07-01",
    )


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"given_name": "", "family_name": ""}, "Enter at least one name"),
        ({"birth_day": "31", "birth_month": "2", "birth_year": "2009"}, "Enter a real date of birth"),
        ({"birth_day": "3", "birth_month": "", "birth_year": "2009"}, "Enter a real date of birth"),
        ({"birth_day": "1", "birth_month": "1", "birth_year": "2099"}, "in the future"),
        ({"birth_year": "2009", "age": "15"}, "not both"),
    ],
)
def test_a_wrong_answer_says_what_is_wrong_and_keeps_what_was_typed(client, programme, answers, words) -> None:
    one = invented_participant(programme)
    plain = {"given_name": "Kept", "family_name": "", "birth_day": "", "birth_month": "", "birth_year": "", "age": ""}
    answer = sent(client, f"/young-people/{one.reference}/who/", **{**plain, **answers})
    assert answer.status_code == 422
    assert words in answer.text
    assert Participant.objects.get(pk=one.pk).given_name == "Invented"


def test_ethnicity_is_kept_with_who_said_so(client, programme) -> None:
    load = pytest.importorskip("interventions.programmes.services")
    load.put_list_entry(
        name="ethnicity", code="white-irish", valid_from=None, label="Irish", group="White", position=1, by="test"
    )
    one = invented_participant(programme)
    url = f"/young-people/{one.reference}/equality/"
    assert "Say who said so" in sent(client, url, ethnicity="white-irish").text
    assert sent(client, url, ethnicity="white-irish", ethnicity_how_known="self").status_code == 302
    assert "Irish (the young person said so)" in client.get(one.get_absolute_url()).text


def test_contact_details_are_added_changed_and_ended(client, programme) -> None:
    one = invented_participant(programme)
    base = f"/young-people/{one.reference}/contact/"
    answers = {"kind": "phone", "belongs_to": "participant", "value": "0116", "safe": "not_known"}
    assert "Enter a whole telephone number" in sent(client, f"{base}add/", **answers).text
    assert sent(client, f"{base}add/", **{**answers, "value": PHONE}).status_code == 302
    point = ContactPoint.objects.get()
    assert sent(client, f"{base}{point.reference}/change/", safe="safe").status_code == 302
    assert "Safe to use" in client.get(one.get_absolute_url()).text
    assert sent(client, f"{base}{point.reference}/end/").status_code == 302
    assert f"Until {as_day(timezone.localdate())}" in client.get(one.get_absolute_url()).text


def test_who_may_only_look_is_refused_to_change(programme, make_user) -> None:
    one = invented_participant(programme)
    looking = Client()
    looking.force_login(make_user(role=Role.SAFEGUARDING_LEAD, agency_kind=AgencyKind.HEALTH, programme=programme))
    assert "Change name" not in looking.get(one.get_absolute_url()).text
    assert looking.get(f"/young-people/{one.reference}/who/").status_code == 403


def test_two_roles_in_two_programmes_change_only_where_the_work_is(client, worker) -> None:
    """A caseworker here and a safeguarding lead there looks there and changes nothing there."""
    there = ProgrammeFactory()
    MembershipFactory(user=worker, role=Role.SAFEGUARDING_LEAD, agency_kind=AgencyKind.HEALTH, programme=there)
    one, nowhere = invented_participant(there), invented_participant(ProgrammeFactory())
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.get(f"/young-people/{one.reference}/who/").status_code == 403
    assert client.get(nowhere.get_absolute_url()).status_code == 404
