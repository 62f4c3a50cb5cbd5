"""Finding people: inside the own programmes alone, and by who may read how the programme knows of them."""

from datetime import date

import pytest

from interventions.participants.models import Participant
from interventions.participants.search_words import asked_for
from interventions.participants.selectors import alike_in_programmes, people_found
from interventions.participants.services import add_contact_point, change_participant
from tests.factories import MembershipFactory, ProgrammeFactory
from tests.factories.people import BORN, invented_participant
from vrn_cases.access.models import User
from vrn_cases.access.readable import SourceAuthority
from vrn_cases.access.roles import AgencyKind, Role


@pytest.fixture
def programme(db):
    return ProgrammeFactory()


@pytest.fixture
def worker(make_user, programme) -> User:
    return make_user(role=Role.CASEWORKER, agency_kind=AgencyKind.VOLUNTARY, programme=programme)


def found(user: User, typed: str) -> list[Participant]:
    return [one.participant for one in people_found(user, asked_for(typed))]


def test_people_are_found_by_name_however_it_is_spelt(programme, worker) -> None:
    ada = invented_participant(programme, given_name="Mohammed", family_name="Invented-Smith", known_as="Mo")
    for typed in ("mohammed", "Muhammad invented", "smith moh", "mo", "INVENTEDSMITH"):
        assert found(worker, typed) == [ada], typed
    assert found(worker, "zebedee") == []


def test_people_are_found_by_reference_birth_and_exact_phone(programme, worker) -> None:
    one = invented_participant(programme, given_name="One")
    invented_participant(programme, given_name="Another", date_of_birth=date(2001, 1, 1))
    add_contact_point(participant=one, kind="phone", value="0116 222 3333", starts_on=BORN, by="test")
    assert found(worker, one.reference.lower()) == [one]
    assert found(worker, "20/6/2008") == [one]
    assert found(worker, "one 20/6/2008") == [one]
    assert found(worker, "one 21/6/2008") == []
    assert found(worker, "+44 116 2223333") == [one]
    assert found(worker, "0116 222 3334") == []


def test_the_reference_of_a_merged_record_finds_the_one_it_was_merged_into(programme, worker, make_user) -> None:
    old, new = (invented_participant(programme, given_name=name) for name in ("Old", "New"))
    Participant.objects.filter(pk=old.pk).update(merged_into=new)
    assert found(worker, old.reference) == found(worker, new.reference) == [new]
    assert found(worker, "old") == []
    assert found(make_user(role=Role.CASEWORKER, programme=ProgrammeFactory()), old.reference) == []


def test_the_best_match_comes_first(programme, worker) -> None:
    begins = invented_participant(programme, given_name="Annabel", family_name="Other")
    exactly = invented_participant(programme, given_name="Ann", family_name="Other")
    assert found(worker, "ann") == [exactly, begins]


def test_nobody_of_another_programme_is_found(worker) -> None:
    elsewhere = invented_participant(ProgrammeFactory(), given_name="Elsewhere")
    add_contact_point(participant=elsewhere, kind="phone", value="0116 222 3333", starts_on=BORN, by="test")
    for typed in ("elsewhere", elsewhere.reference, "20/6/2008", "0116 222 3333"):
        assert found(worker, typed) == []


def test_two_roles_in_two_programmes_reach_only_where_people_may_be_seen(programme, worker) -> None:
    """A caseworker here and an evaluator there finds nobody there."""
    there = ProgrammeFactory()
    MembershipFactory(user=worker, role=Role.EVALUATOR, agency_kind=AgencyKind.CENTRAL_TEAM, programme=there)
    here = invented_participant(programme, given_name="Samename")
    invented_participant(there, given_name="Samename")
    assert found(User.objects.get(pk=worker.pk), "samename") == [here]


@pytest.mark.parametrize(
    ("agency", "source", "sees"),
    [
        (AgencyKind.POLICE, SourceAuthority.HEALTH, False),
        (AgencyKind.PROBATION, SourceAuthority.HEALTH, False),
        (AgencyKind.VOLUNTARY, SourceAuthority.HEALTH, True),
        (AgencyKind.VOLUNTARY, SourceAuthority.POLICE, False),
        (AgencyKind.POLICE, SourceAuthority.POLICE, True),
        (AgencyKind.POLICE, SourceAuthority.OWN_WORK, True),
        (AgencyKind.CENTRAL_TEAM, SourceAuthority.OWN_WORK, False),
    ],
)
def test_who_may_not_read_how_somebody_is_known_does_not_find_them(programme, make_user, agency, source, sees) -> None:
    user = make_user(role=Role.CASEWORKER, agency_kind=agency, programme=programme)
    invented_participant(programme, given_name="Known", source=source)
    assert bool(found(user, "known")) is sees


def test_a_changed_name_is_found_by_the_new_one_alone(programme, worker) -> None:
    one = invented_participant(programme, given_name="Before")
    change_participant(participant=one, given_name="Later", by=worker)
    assert found(worker, "later") == [one]
    assert found(worker, "before") == []


def test_likenesses_are_looked_for_in_the_own_programmes_alone(programme, worker) -> None:
    here = invented_participant(programme, given_name="Jon", family_name="Invented")
    invented_participant(ProgrammeFactory(), given_name="John", family_name="Invented")
    near = alike_in_programmes(worker, given_name="John", family_name="Invented", born=BORN)
    assert [one.participant for one in near] == [here]
    assert alike_in_programmes(worker, given_name="Zebedee", family_name="Else", born=date(1999, 1, 1)) == []


def test_a_name_with_one_letter_and_marks_breaks_nothing(programme, worker) -> None:
    one = invented_participant(programme, given_name="Ø", family_name="")
    assert found(worker, "o") == [one]
