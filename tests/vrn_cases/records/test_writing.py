import json
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent, AuditValue
from vrn_cases.audit.services import SYSTEM
from vrn_cases.audit.verification import faults_in_audit
from vrn_cases.records import models as records_models
from vrn_cases.records import services as records_services
from vrn_cases.records.encryption import decrypt
from vrn_cases.records.models import Touched
from vrn_cases.records.references import is_reference
from vrn_cases.records.refusals import Changed, Refused, refuse_if
from vrn_cases.records.services import create, create_many, locked, write

ADDED, CHANGED = Action.PROGRAMME_ADDED, Action.PROGRAMME_CHANGED


@pytest.fixture
def note(note_model: Any) -> Any:
    return create(note_model, action=ADDED, by=SYSTEM, title="first", words="sealed words")


def values_of(event: AuditEvent) -> dict[str, tuple[str | None, str | None]]:
    return {value.field: (value.old, value.new) for value in AuditValue.objects.filter(event=event.pk)}


def test_a_new_record_has_reference_revision_event_and_mark(note: Any) -> None:
    assert is_reference(note.reference, "X")
    assert note.revision == 1
    event = AuditEvent.objects.get()
    assert (event.action, event.subject_id) == (ADDED, note.reference)
    assert values_of(event)["title"] == (None, "first")
    assert Touched.objects.values_list("kind", "pk_touched").get() == ("note", note.pk)


def test_a_generated_column_of_a_new_record_is_read_when_it_is_asked_for(note: Any) -> None:
    assert note.loud == "FIRST"


def test_a_new_record_costs_four_statements(note_model: Any, django_assert_num_queries: Any) -> None:
    """The row, its event, the kept values, the mark; and no question whether its reference is free."""
    with django_assert_num_queries(4):
        create(note_model, action=ADDED, by=SYSTEM, title="first", words="sealed words")


def test_a_taken_reference_is_not_given_again(note: Any, note_model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([note.reference, note.reference, "X2222222"])
    monkeypatch.setattr(records_models, "new_reference", lambda kind: next(drawn))
    second = create(note_model, action=ADDED, by=SYSTEM, title="second")
    assert note_model.objects.get(reference="X2222222").pk == second.pk != note.pk
    assert AuditEvent.objects.latest("id").subject_id == "X2222222"
    assert note_model.objects.get(pk=note.pk).title == "first"


def test_another_broken_constraint_is_an_error_and_not_a_row_left_out(note: Any, note_model: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create(note_model, action=ADDED, by=SYSTEM, uid=note.uid)
    with pytest.raises(IntegrityError), transaction.atomic():
        create(note_model, action=ADDED, by=SYSTEM, title=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        create(note_model, action=ADDED, by=SYSTEM, title="no such title")
    assert note_model.objects.count() == AuditEvent.objects.count() == 1


def test_a_reference_that_is_said_and_taken_is_an_error(note: Any, note_model: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create(note_model, action=ADDED, by=SYSTEM, reference=note.reference)


def test_many_records_are_made_as_one_would_be(note_model: Any, django_assert_num_queries: Any) -> None:
    """References asked for, rows, events, kept values, marks."""
    rows = [{"title": f"title {place}", "words": f"words {place}", "done_on": None} for place in range(20)]
    with django_assert_num_queries(5):
        made = create_many(note_model, rows, action=ADDED, by=SYSTEM, detail={"from": "a file"})
    single = create(note_model, action=ADDED, by=SYSTEM, detail={"from": "a file"}, title="one", words="words")
    assert [row.title for row in made] == [row["title"] for row in rows]
    assert len({row.reference for row in made}) == 20
    assert all(is_reference(row.reference, "X") for row in made)
    read = {row.reference: row for row in note_model.objects.all()}
    assert [read[row.reference].words for row in made] == [row["words"] for row in rows]
    events = list(AuditEvent.objects.order_by("id"))
    assert [event.subject_id for event in events] == [row.reference for row in (*made, single)]
    assert {(event.action, event.subject_kind, event.actor) for event in events} == {
        (ADDED, "tests_records.note", SYSTEM)
    }
    assert {frozenset(values_of(event)) for event in events} == {frozenset({"title", "words"})}
    assert {tuple(json.loads(event.detail)) for event in events} == {("fields", "from")}
    assert values_of(events[3])["title"] == (None, "title 3")
    assert set(Touched.objects.values_list("kind", "pk_touched")) == {("note", row.pk) for row in (*made, single)}
    assert not [fault for fault in faults_in_audit() if "altered" in fault or "times" in fault]


def test_many_records_never_share_a_reference(note: Any, note_model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    free = ["X2222222", "X3333333"]
    drawn = iter([note.reference, free[0], free[0], free[1]])
    monkeypatch.setattr(records_services, "new_reference", lambda kind: next(drawn))
    made = create_many(note_model, [{"title": "a"}, {"title": "b"}], action=ADDED, by=SYSTEM)
    assert sorted(row.reference for row in made) == free


def test_no_record_is_made_of_nothing(note_model: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert create_many(note_model, [], action=ADDED, by=SYSTEM) == []


def test_writing_changes_only_what_changed(note: Any, django_assert_num_queries: Any) -> None:
    held = locked(note, revision=1)
    type(note).objects.filter(pk=note.pk).update(done_on=date(2024, 1, 1))  # a column that write() is not told of
    write(held, action=CHANGED, by=SYSTEM, title="second", words="sealed words")
    fresh = type(note).objects.get(pk=note.pk)
    assert (fresh.title, fresh.words, fresh.done_on, fresh.revision) == ("second", "sealed words", date(2024, 1, 1), 2)
    assert held.revision == 2
    assert values_of(AuditEvent.objects.latest("id")) == {"title": ("first", "second")}
    assert Touched.objects.count() == 2


def test_a_generated_column_is_read_again_after_writing(note: Any) -> None:
    assert write(locked(note), action=CHANGED, by=SYSTEM, title="second").loud == "SECOND"


def test_who_read_before_somebody_else_wrote_is_told(note: Any) -> None:
    write(locked(note, 1), action=CHANGED, by=SYSTEM, title="second")
    with pytest.raises(Changed) as told:
        locked(note, 1)
    assert told.value.revision == 2


def test_a_stale_row_writes_nothing_even_without_locked(note: Any) -> None:
    stale = type(note).objects.get(pk=note.pk)
    write(locked(note), action=CHANGED, by=SYSTEM, title="second")
    with pytest.raises(Changed) as told:
        write(stale, action=CHANGED, by=SYSTEM, title="third")
    assert told.value.revision == 2
    assert stale.title == "first"
    assert type(note).objects.get(pk=note.pk).title == "second"
    assert AuditEvent.objects.count() == 2


def test_long_texts_that_differ_at_their_end_differ(note: Any) -> None:
    long = "a" * 4_500
    write(locked(note), action=CHANGED, by=SYSTEM, title=long)
    write(locked(note), action=CHANGED, by=SYSTEM, title=long + "b")
    assert type(note).objects.get(pk=note.pk).title == long + "b"
    old, new = values_of(AuditEvent.objects.latest("id"))["title"]
    assert old == new == "a" * 4_000


def test_the_log_keeps_of_a_sealed_field_the_ciphertext_bound_to_its_row(note: Any) -> None:
    write(locked(note), action=CHANGED, by=SYSTEM, words="other words")
    event = AuditEvent.objects.latest("id")
    old, new = values_of(event)["words"]
    bound_to = note._meta.get_field("words").bound_to(note.uid)
    assert old
    assert new
    assert "words" not in old + new
    assert (decrypt(old, bound_to), decrypt(new, bound_to)) == ("sealed words", "other words")
    assert "words" in json.loads(event.detail)["fields"]
    assert [fault for fault in faults_in_audit() if "altered" in fault] == []


def test_the_log_names_records_by_reference_and_days_in_iso_form(note: Any, note_model: Any) -> None:
    create(note_model, action=ADDED, by=SYSTEM, about=note, done_on=date(2024, 4, 15))
    assert values_of(AuditEvent.objects.latest("id")) == {
        "about": (None, note.reference),
        "done_on": (None, "2024-04-15"),
    }


def test_an_event_that_cannot_be_written_takes_the_write_with_it(note: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(locked(note), action="not an action", by=SYSTEM, title="second")
    assert type(note).objects.get(pk=note.pk).title == "first"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction(note_class: Any) -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        create(note_class, action=ADDED, by=SYSTEM)
    with pytest.raises(RuntimeError, match="transaction"):
        locked(note_class())
    with pytest.raises(RuntimeError, match="transaction"):
        write(note_class(), action=CHANGED, by=SYSTEM, title="x")


def test_refuse_if_says_every_reason() -> None:
    refuse_if([])
    with pytest.raises(Refused) as told:
        refuse_if(["One.", "Two."])
    assert told.value.reasons == ["One.", "Two."]
