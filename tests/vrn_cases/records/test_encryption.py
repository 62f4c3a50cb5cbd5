import base64
import os
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, transaction

from vrn_cases.records.encryption import LONGEST_KEY_ID, CannotDecrypt, Encrypted, decrypt, encrypt, longest_sealed

WORDS = "He said: “I’ll be at the park” – £5\n"


def key(name: str) -> str:
    return base64.b64encode(name.encode().ljust(32, b".")).decode()


def stored(note: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM {note._meta.db_table} WHERE id = %s", [note.pk])  # noqa: S608 - names of our own tables
        (words,) = cursor.fetchone()
    return words


def make(note_model: Any, words: str | None = WORDS) -> Any:
    note = note_model(words=words)
    note.save()
    return note


def test_the_column_holds_no_words(note_model: Any) -> None:
    note = make(note_model)
    assert stored(note).startswith("v1:dev1:")
    assert "park" not in stored(note)
    assert note.words == WORDS


@pytest.mark.parametrize("characters", [0, 1, 2, 3, 200, 4_000])
def test_no_text_of_so_many_characters_is_longer_than_its_column_may_hold(characters: int, settings: Any) -> None:
    widest = "\N{GRINNING FACE}" * characters
    settings.FIELD_KEYS = {"k" * LONGEST_KEY_ID: key("any")}
    assert len(encrypt(widest, "anything")) == longest_sealed(characters)
    settings.FIELD_KEYS = {"k1": key("any")}
    assert len(encrypt(widest, "anything")) < longest_sealed(characters)


@pytest.mark.parametrize("words", ["", "a", WORDS, "v1:dev1:a:b", None])
def test_what_was_written_is_read(note_model: Any, words: str | None) -> None:
    assert note_model.objects.get(pk=make(note_model, words).pk).words == words


def test_the_same_words_are_stored_differently_each_time(note_model: Any) -> None:
    assert stored(make(note_model)) != stored(make(note_model))


def test_only_defer_refresh_and_values(note_model: Any, django_assert_num_queries: Any) -> None:
    note = make(note_model)
    for rows in (note_model.objects.only("words"), note_model.objects.defer("words"), note_model.objects.only("pk")):
        assert rows.get(pk=note.pk).words == WORDS
    deferred = note_model.objects.defer("words").get(pk=note.pk)
    with django_assert_num_queries(1):
        assert deferred.words == WORDS
    with django_assert_num_queries(0):
        assert deferred.words == WORDS
    fresh = note_model.objects.get(pk=note.pk)
    fresh.words = "typed over"
    fresh.refresh_from_db()
    assert fresh.words == WORDS
    (value,) = note_model.objects.values_list("words", flat=True)
    assert isinstance(value, Encrypted)
    assert value != WORDS


def test_saving_again_keeps_what_nobody_read(note_model: Any) -> None:
    note = make(note_model)
    before = stored(note)
    again = note_model.objects.get(pk=note.pk)
    again.save()
    assert stored(note) == before
    assert note_model.objects.get(pk=note.pk).words == WORDS


def test_bulk_create_seals(note_model: Any) -> None:
    first, second = note_model(words="one", reference="X1"), note_model(words="two", reference="X2")
    note_model.objects.bulk_create([first, second])
    assert "one" not in stored(first)
    assert [note.words for note in note_model.objects.order_by("pk")] == ["one", "two"]


def test_update_and_bulk_update_refuse_words_that_are_not_sealed(note_model: Any) -> None:
    note = make(note_model)
    with pytest.raises(TypeError, match="sealed"), transaction.atomic():
        note_model.objects.update(words="in clear")
    note.words = "in clear"
    with pytest.raises(TypeError, match="sealed"), transaction.atomic():
        note_model.objects.bulk_update([note], ["words"])
    assert "in clear" not in stored(note)
    sealed = note_model._meta.get_field("words").sealed(note, "new words")
    note_model.objects.filter(pk=note.pk).update(words=sealed)
    assert note_model.objects.get(pk=note.pk).words == "new words"


def test_words_do_not_open_in_another_row_or_field(note_model: Any) -> None:
    note, other = make(note_model), make(note_model, "other")
    note_model.objects.filter(pk=other.pk).update(words=Encrypted(stored(note)))
    with pytest.raises(CannotDecrypt):
        _ = note_model.objects.get(pk=other.pk).words
    with pytest.raises(CannotDecrypt):
        decrypt(stored(note), f"tests_records.note.title:{note.uid}")


def test_an_altered_word_does_not_open(note_model: Any) -> None:
    note = make(note_model)
    version, key_id, nonce, sealed = stored(note).split(":")
    raw = bytearray(base64.b64decode(sealed))
    raw[0] ^= 1
    for broken in (
        ":".join((version, key_id, nonce, base64.b64encode(bytes(raw)).decode())),
        ":".join((version, key_id, nonce, sealed[:-3])),
        f"{version}:{key_id}:AAAA:{sealed}",
        f"{version}:{key_id}:ä:{sealed}",
        WORDS,
        "",
    ):
        with pytest.raises(CannotDecrypt):
            decrypt(broken, f"tests_records.note.words:{note.uid}")


def test_the_first_key_writes_and_every_listed_key_reads(settings: LazySettings) -> None:
    settings.FIELD_KEYS = {"old": key("old")}
    sealed = encrypt(WORDS, "here")
    settings.FIELD_KEYS = {"new": key("new"), "old": key("old")}
    assert decrypt(sealed, "here") == WORDS
    assert encrypt(WORDS, "here").startswith("v1:new:")
    settings.FIELD_KEYS = {"new": key("new")}
    with pytest.raises(CannotDecrypt, match="'old'"):
        decrypt(sealed, "here")
    settings.FIELD_KEYS = {"old": key("another key under the same id")}
    with pytest.raises(CannotDecrypt):
        decrypt(sealed, "here")


def test_a_key_of_another_length_is_said_to_be_wrong(settings: LazySettings) -> None:
    settings.FIELD_KEYS = {"short": base64.b64encode(os.urandom(16)).decode()}
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        encrypt(WORDS, "here")


def test_it_cannot_be_filtered_by_but_for_absence(note_model: Any) -> None:
    make(note_model, None)
    assert note_model.objects.filter(words__isnull=True).count() == 1
    for lookup in ({"words": WORDS}, {"words__contains": "park"}, {"words__in": [WORDS]}):
        with pytest.raises(FieldError):
            note_model.objects.filter(**lookup)
