"""Registering somebody and keeping what is known of them right."""

from datetime import date

import pytest

from interventions.participants.models import ContactPoint, NameKey, Participant
from interventions.participants.rules import age_on, estimated_birth, placed_birth
from interventions.participants.services import (
    add_contact_point,
    change_contact_point,
    change_participant,
    end_contact_point,
    link_person,
    now_own_work,
    register_participant,
    unlink_person,
)
from tests.factories import ProgrammeFactory
from tests.factories.people import BORN, invented_participant
from vrn_cases.access.readable import SourceAuthority
from vrn_cases.audit.models import AuditEvent, AuditValue
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db


def test_each_registration_is_a_person_of_its_own() -> None:
    one, other = invented_participant(), invented_participant()
    assert one.person_id != other.person_id
    assert one.person.pseudonym != other.person.pseudonym
    assert Touched.objects.filter(kind="participant", pk_touched=one.pk).exists()


def test_a_name_whose_letters_fold_into_many_can_be_kept_and_found() -> None:
    one = invented_participant(given_name="\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 20)
    stored = Participant.objects.get(pk=one.pk)
    assert len(stored.sort_name) == Participant._meta.get_field("sort_name").max_length
    assert stored.name_keys.exists()


def test_a_name_is_needed_and_a_birth_in_the_future_is_not_one() -> None:
    with pytest.raises(Refused, match="at least one name"):
        register_participant(programme=ProgrammeFactory(), by="test", given_name=" ")
    with pytest.raises(Refused, match="in the future"):
        invented_participant(date_of_birth=date(2900, 1, 1))
    assert not Participant.objects.exists()


def test_a_change_keeps_the_old_value_and_refuses_an_older_page() -> None:
    one = invented_participant()
    change_participant(participant=one, revision=1, family_name="Changed", by="test")
    with pytest.raises(Changed):
        change_participant(participant=one, revision=1, family_name="Lost", by="test")
    stored = Participant.objects.get(pk=one.pk)
    assert (stored.family_name, stored.sort_name) == ("Changed", "changed, invented")
    event = AuditEvent.objects.get(action="participant_changed")
    assert AuditValue.objects.get(event=event.pk, field="family_name").old == "Person"


def test_keys_follow_the_name_and_stay_when_something_else_changes() -> None:
    one = invented_participant()
    before = set(NameKey.objects.values_list("pk", flat=True))
    change_participant(participant=one, disability="no", by="test")
    assert set(NameKey.objects.values_list("pk", flat=True)) == before
    change_participant(participant=one, date_of_birth=date(2009, 9, 9), by="test")
    assert NameKey.objects.filter(kind="b", key="2009-09-09").exists()
    assert not NameKey.objects.filter(kind="b", key=BORN.isoformat()).exists()


def test_contact_is_encrypted_found_exactly_and_kept_once() -> None:
    one = invented_participant()
    point = add_contact_point(participant=one, kind="phone", value="0116 222 3333", starts_on=BORN, by="test")
    again = add_contact_point(participant=one, kind="phone", value="+441162223333", starts_on=BORN, by="test")
    assert again == point
    stored = ContactPoint.objects.filter(pk=point.pk).values_list("value", "index").get()
    assert "222" not in str(stored[0])
    assert "222" not in stored[1]
    assert ContactPoint.objects.get(pk=point.pk).value == "0116 222 3333"
    kept = AuditValue.objects.get(field="value")
    assert kept.new is not None
    assert "222" not in kept.new


def test_what_is_safe_can_change_and_what_ended_cannot() -> None:
    one = invented_participant()
    point = add_contact_point(participant=one, kind="email", value="a@example.invalid", starts_on=BORN, by="test")
    point = change_contact_point(point=point, revision=1, safe="not_safe", by="test")
    point = end_contact_point(point=point, revision=2, ends_on=date(2024, 1, 2), by="test")
    with pytest.raises(Refused, match="ended already"):
        change_contact_point(point=point, safe="safe", by="test")


def test_once_accepted_the_programme_knows_them_by_its_own_work() -> None:
    one = invented_participant(source=SourceAuthority.HEALTH)
    assert now_own_work(participant=one, by="test").source == SourceAuthority.OWN_WORK
    revision = Participant.objects.get(pk=one.pk).revision
    now_own_work(participant=one, by="test")
    assert Participant.objects.get(pk=one.pk).revision == revision


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 6, 20), date(2024, 6, 19), 15),
        (date(2008, 6, 20), date(2024, 6, 20), 16),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2024, 6, 20), date(2024, 6, 19), None),
        (None, date(2024, 6, 19), None),
    ],
)
def test_age_is_completed_years_on_the_day_that_matters(born, day, age) -> None:
    assert age_on(born, day) == age


def test_a_birth_that_is_not_exact_stands_in_the_middle() -> None:
    assert placed_birth(2008) == (date(2008, 7, 1), "year")
    assert placed_birth(2008, 4) == (date(2008, 4, 15), "month")
    assert age_on(estimated_birth(15, date(2024, 3, 8)), date(2024, 3, 8)) == 15
    assert age_on(estimated_birth(15, date(2024, 12, 8)), date(2024, 12, 8)) == 15


def test_a_link_changes_whom_somebody_is_counted_as_and_nothing_else() -> None:
    one, other = invented_participant(), invented_participant(given_name="Same")
    before = other.person
    link = link_person(participant=other, person=one.person, by="test")
    linked = Participant.objects.get(pk=other.pk)
    assert (linked.person_id, linked.given_name) == (one.person_id, "Same")
    with pytest.raises(Refused, match="already"):
        link_person(participant=other, person=one.person, by="test")
    with pytest.raises(Refused, match="Undo that first"):
        link_person(participant=other, person=invented_participant().person, by="test")
    unlink_person(link=link, by="test")
    assert Participant.objects.get(pk=other.pk).person == before
    with pytest.raises(Refused, match="undone already"):
        unlink_person(link=link, by="test")
