"""Copies of invented people: more of the same, by every constraint and rule that the services keep."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from interventions.cases.models import Case, CaseSpell, LeadWorker, Note, SpellKind
from interventions.cases.rules import (
    against_closing_on,
    against_noting,
    against_opening_on,
    against_turning,
    ending_of,
)
from interventions.demo_casework import first_day, load_casework
from interventions.demo_groups import SHARED
from interventions.demo_patterns import COPIED, OWNER, columns
from interventions.demo_scale import BY, enlarge_casework, free_references
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import Assessment, ItemAnswer, ScaleScore
from interventions.outcomes.rules import against_answers, against_assessing
from interventions.participants.contact_values import index_of
from interventions.participants.models import ContactPoint, NameKey, Participant, Person, PersonLink
from interventions.participants.names import keys_of, sort_name
from interventions.participants.rules import against_birth
from interventions.participants.services import link_person
from interventions.referrals.intake.registry import INTAKES
from interventions.referrals.models import OUTCOMES, Referral
from interventions.referrals.rules import against_deciding_on, against_receiving, in_words
from interventions.sessions.models import Attendance, GroupSession, Session
from interventions.sessions.rules import against_attendance, against_day
from monitoring.indicators.store import plain_step
from tests.conftest import NOW
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Refused

TODAY = date(2024, 4, 15)
SHARE = 0.03

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(scope="module")
def first(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """How many people the caseload has from which everything here is copied; taken back after the file."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(NOW, tick=False):
        call_command("load_reference", verbosity=0)
        people = load_casework(TODAY, step=plain_step, share=SHARE)
        one = Participant.objects.earliest("pk")
        link_person(participant=Participant.objects.exclude(programme=one.programme)[0], person=one.person, by=BY)
        yield people
        transaction.set_rollback(True)


@pytest.fixture
def copies(first: int) -> int:
    """The primary key of the last participant who was not copied."""
    last = Participant.objects.order_by("pk").values_list("pk", flat=True)[first - 1]
    enlarge(first, 2 * first, further=0.4)
    return last


def enlarge(first: int, people: int, **told: Any) -> int:
    told = {"step": plain_step, "since": first_day(TODAY), **told}
    return enlarge_casework(TODAY, people=people, first=first, **told)


def facts() -> list[Any]:
    """What the copies say; every row that a service would make by chance is left out."""
    people = ("given_name", "family_name", "known_as", "date_of_birth", "uid", "reference", "person__pseudonym")
    return [
        list(Participant.objects.order_by("pk").values_list(*people)),
        list(Session.objects.order_by("pk").values_list("held_on", "attendance", "minutes", "reference", "uid")),
        list(Case.objects.order_by("pk").values_list("opened_on", "closed_on", "next_due_on", "reference")),
    ]


def test_there_are_as_many_as_asked_and_all_are_marked_as_invented(first, copies) -> None:
    assert first <= Participant.objects.count() - first < first + 45
    assert not Participant.objects.filter(invented=False).exists()
    assert Session.objects.filter(case__participant__gt=copies).count() > Session.objects.count() / 2
    for model in (
        ContactPoint, Referral, CaseSpell, LeadWorker, Assessment, ItemAnswer, ScaleScore, Note, *INTAKES.values()
    ):  # fmt: skip
        way = f"{OWNER[model]}__gt"
        assert model._default_manager.filter(**{way: copies}).exists(), model


def test_one_event_tells_of_all_of_them_and_no_mark_is_left_for_each(first) -> None:
    events, marks = AuditEvent.objects.count(), Touched.objects.count()
    enlarge(first, 2 * first)
    assert AuditEvent.objects.count() == events + 1
    assert Touched.objects.count() == marks
    told = AuditEvent.objects.latest("pk")
    assert (told.action, told.actor) == ("demonstration_loaded", BY)
    assert f'"people":{first}' in told.detail.replace(" ", "")


def test_a_seed_gives_the_same_copies_and_another_gives_others(first) -> None:
    told = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            enlarge(first, first + 30, seed=seed)
            told.append(facts())
            transaction.set_rollback(True)
    assert told[0] == told[1] != told[2]


def test_what_was_stopped_goes_on_and_what_is_done_is_left(first) -> None:
    with transaction.atomic():
        enlarge(first, 2 * first)
        whole = facts()
        transaction.set_rollback(True)
    enlarge(first, first + 5)
    assert facts() != whole
    enlarge(first, 2 * first)
    assert facts() == whole
    events = AuditEvent.objects.count()
    enlarge(first, 2 * first)
    assert (facts(), AuditEvent.objects.count()) == (whole, events)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite makes its plans anew by itself")
def test_postgresql_is_told_how_the_tables_have_grown(first, copies) -> None:
    """Its checks of foreign keys walk a whole table for each row otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Case._meta.db_table])
        known = cursor.fetchone()[0]
    assert first < known


def test_it_is_refused_in_production(first, settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(Refused, match="demonstration"):
        enlarge(first, 2 * first)


def test_references_are_drawn_again_where_they_are_taken(first) -> None:
    class Drawn:
        """Draws the first two the same."""

        def __init__(self) -> None:
            self.calls = 0

        def choices(self, alphabet: str, k: int) -> list[str]:
            self.calls += 1
            return list(alphabet[:k] if self.calls < 3 else alphabet[self.calls : self.calls + k])

    once = free_references(Participant, 1, Drawn())
    Participant.objects.filter(pk=Participant.objects.earliest("pk").pk).update(reference=once[0])
    two = free_references(Participant, 2, Drawn())
    assert once[0] not in two
    assert len(set(two)) == 2


@pytest.mark.usefixtures("copies")
def test_every_row_stands_under_the_constraints_of_the_database() -> None:
    connection.check_constraints()
    for model in COPIED:
        references = [getattr(row, "reference", row.pk) for row in model._default_manager.all()]
        assert len(references) == len(set(references))


def test_people_can_be_found_and_reached(first, copies) -> None:
    new = Participant.objects.filter(pk__gt=copies)
    names = Counter(new.values_list("given_name", "family_name"))
    assert len(names) > 0.9 * len(new)
    for one in new:
        assert against_birth(one.date_of_birth, TODAY) == []
        assert one.sort_name == sort_name(one.given_name, one.family_name)
        told = {"given_name": one.given_name, "family_name": one.family_name, "known_as": one.known_as}
        assert set(one.name_keys.values_list("kind", "key")) == keys_of(**told, born=one.date_of_birth)
    assert not NameKey.objects.exclude(programme=F("participant__programme")).exists()
    points = ContactPoint.objects.filter(participant__gt=copies)
    assert points
    for point in points:
        assert point.value.startswith("07700 900")
        assert point.index == index_of(point.kind, point.value)


def test_who_is_one_person_in_two_programmes_is_so_among_the_copies(first, copies) -> None:
    before = PersonLink.objects.filter(participant__lte=copies).count()
    links = PersonLink.objects.filter(participant__gt=copies)
    assert links.count() >= before > 0
    old = set(Participant.objects.filter(pk__lte=copies).values_list("person", flat=True))
    assert all(link.linked_to_id == link.participant.person_id not in old for link in links)
    assert not Person.objects.filter(participants=None, pk__gt=max(old)).exclude(pk__in=links.values("was")).exists()


def test_referrals_and_cases_pass_every_rule(copies) -> None:
    for referral in Referral.objects.filter(participant__gt=copies).select_related("programme", "participant"):
        told = {"on": referral.received_on, "today": TODAY}
        assert against_receiving(referral.programme, referral.participant, **told) == []
        decided = next((getattr(referral, f"{name}_on") for name in OUTCOMES if getattr(referral, f"{name}_on")), None)
        if decided:
            assert against_deciding_on(undecided(referral), on=decided, today=TODAY) == []
        if referral.case_id:
            assert referral.case.participant_id == referral.participant_id
            assert referral.case.opened_on <= referral.joined_on
    cases = Case.objects.filter(participant__gt=copies).select_related("referral", "close_reason")
    assert cases.filter(closed_on=None).exists()
    for case in cases:
        assert case.referral.participant_id == case.participant_id
        opened = against_opening_on(undecided(case.referral), others=[], on=case.opened_on, today=TODAY)
        assert opened == []
        _spells(case)
        attended = case.sessions.filter(attendance=Attendance.ATTENDED).order_by("-held_on").first()
        assert case.last_session_on == (attended.held_on if attended else None)
        if case.closed_on:
            assert case.ending == ending_of(case.close_reason, attended=attended is not None)


def undecided(referral: Referral) -> Referral:
    """The same referral before anything came of it."""
    return Referral(pk=referral.pk, received_on=referral.received_on)


def _spells(case: Case) -> None:
    spells = list(case.spells.order_by("starts_on", "pk"))
    assert spells[0].starts_on == case.opened_on
    for before, after in pairwise(spells):
        assert before.ends_on <= after.starts_on
        assert against_turning(before, on=after.starts_on, today=TODAY) == []
    last = spells[-1]
    assert last.kind == (SpellKind.PAUSED if case.paused_on else SpellKind.OPEN) or case.closed_on
    if case.closed_on is None:
        assert last.ends_on is None
        return
    assert last.ends_on == case.closed_on + timedelta(days=1)
    last_attended = case.sessions.filter(attendance=Attendance.ATTENDED).order_by("-held_on").first()
    told = {
        "since": last.starts_on,
        "led_since": last.starts_on,
        "last_attended": last_attended.held_on if last_attended else None,
    }
    assert against_closing_on(Case(opened_on=case.opened_on), **told, on=case.closed_on, today=TODAY) == []


def test_sessions_and_notes_pass_every_rule(copies) -> None:
    for session in Session.objects.filter(case__participant__gt=copies).select_related("case"):
        assert against_day(session.held_on, opened_on=session.case.opened_on, today=TODAY) == []
        if session.attendance:
            told = {"held_on": session.held_on, "today": TODAY}
            assert against_attendance(session.attendance, session.minutes, **told) == []
            assert session.recorded_on <= TODAY
    notes = Note.objects.filter(case__participant__gt=copies)
    assert notes
    for note in notes:
        ends = [spell.ends_on - timedelta(days=1) for spell in note.case.spells.all() if spell.ends_on]
        told = ("Invented note", *(f"This case was closed on {in_words(day)}" for day in ends))
        assert note.text.startswith(told)
        assert against_noting(note.case, on=note.happened_on, text=note.text, today=TODAY) == []


def test_gatherings_are_carried_along(copies) -> None:
    """A copy stands under the gathering of its programme on its day, with what that says of all who are in it."""
    copied = Session.objects.filter(case__participant__gt=copies).exclude(group=None).select_related("group", "case")
    before = Session.objects.filter(case__participant__lte=copies).exclude(group=None)
    assert len(copied) >= before.count() > 0
    for session in copied:
        for name in ("programme_id", "held_on", *SHARED):
            assert getattr(session, name) == getattr(session.group, name)
    assert copied.filter(group__in=before.values("group")).exists()
    days = Counter(GroupSession.objects.values_list("programme", "held_on"))
    assert set(days.values()) == {1}
    assert not GroupSession.objects.filter(sessions=None).exists()


def test_intake_answers_are_carried_along(copies) -> None:
    for model in INTAKES.values():
        for intake in model._default_manager.filter(referral__participant__gt=copies).select_related("referral"):
            assert INTAKES[intake.referral.programme.code] is model
            days = [getattr(intake, name) for name in columns(model)[1]]
            assert all(abs(day - intake.referral.received_on) < timedelta(days=10) for day in days if day)


def test_measures_pass_every_rule_and_their_scores_are_those_of_their_answers(copies) -> None:
    taken = Assessment.objects.filter(case__participant__gt=copies).select_related("case")
    assert taken.filter(not_done_reason=None).exists()
    for one in taken:
        others = taken.filter(case=one.case, instrument=one.instrument).exclude(pk=one.pk)
        told = {"point": one.point, "taken_on": one.taken_on, "others": others, "today": TODAY}
        assert against_assessing(one.case, **told) == []
        if one.not_done_reason_id is None:
            instrument, answers = INSTRUMENTS[one.instrument], dict(one.answers.values_list("number", "answer"))
            assert against_answers(instrument, one.form, answers) == []
            scored = instrument.score(answers)
            assert one.main_score == scored[instrument.main]
            assert dict(one.scores.values_list("scale", "hundredths")) == {
                code: score.hundredths for code, score in scored.scores.items()
            }
