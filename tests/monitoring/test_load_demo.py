"""The invented caseload: the same by its seed, going on where it stopped, untidy, and never in production."""

import re
from contextlib import AbstractContextManager
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count

from interventions.cases.models import Case
from interventions.demo_casework import PEOPLE_A_STEP, load_casework, place_of, plan
from interventions.demo_groups import GROUP_DAY
from interventions.demo_programmes import SHAPES
from interventions.participants.models import Participant
from interventions.participants.rules import age_on
from interventions.referrals.intake.registry import INTAKES
from interventions.referrals.models import Referral
from interventions.sessions.models import GroupSession, Session
from monitoring.indicators.store import plain_step
from tests.factories.people import invented_participant

TODAY = date(2024, 4, 15)
SHARE = 0.006


class Stopped(Exception):
    """The worker was killed."""


def facts() -> list[Any]:
    """What the caseload says, without the references that chance gives."""
    people = Participant.objects.order_by("id").values_list("given_name", "family_name", "date_of_birth", "area__code")
    referrals = Referral.objects.order_by("id").values_list("received_on", "referred_from__code", "status")
    told = ("held_on", "attendance", "minutes", "kind__code", "group__title")
    sessions = Session.objects.order_by("id").values_list(*told)
    return [list(people), list(referrals), list(sessions), list(Case.objects.order_by("id").values_list("closed_on"))]


@pytest.fixture
def reference_data(db: None, clock: Any) -> None:
    call_command("load_reference", verbosity=0)


def test_whoever_signs_in_as_the_caseworker_is_one_of_the_workers(reference_data) -> None:
    alone = place_of(SHAPES[0], TODAY)
    call_command("load_sign_ins", verbosity=0)
    signed_in = place_of(SHAPES[0], TODAY)
    assert signed_in.workers[0].email == "caseworker@demonstration.invalid"
    assert signed_in.workers[1:] == alone.workers[1:]
    assert alone.workers[0].email == "worker-1.vip@demonstration.invalid"


def test_the_plan_has_the_programmes_sizes_over_two_years() -> None:
    planned = plan(TODAY)
    assert {shape.code: sum(one.shape is shape for one in planned) for shape in SHAPES} == {
        "VIP": 800, "REACH": 266, "PHOENIX": 120, "UP": 136, "CAP": 148
    }  # fmt: skip
    assert all(date(2022, 4, 15) <= one.on <= TODAY for one in planned)
    assert planned == plan(TODAY)


def test_a_killed_worker_is_followed_by_one_that_makes_the_same(reference_data) -> None:
    with transaction.atomic():
        people = load_casework(TODAY, step=plain_step, share=SHARE)
        whole = facts()
        transaction.set_rollback(True)
    assert people == len(whole[0]) > 3 * PEOPLE_A_STEP

    steps = 0

    def step_that_stops(*args: Any, **told: Any) -> AbstractContextManager[None]:
        nonlocal steps
        steps += 1
        if steps == 4:
            raise Stopped
        return plain_step()

    with pytest.raises(Stopped):
        load_casework(TODAY, step=step_that_stops, share=SHARE)
    assert 0 < Participant.objects.count() < people
    load_casework(TODAY, step=plain_step, share=SHARE)
    assert facts() == whole
    load_casework(TODAY, step=plain_step, share=SHARE)
    assert facts() == whole


def test_everybody_is_marked_as_invented_and_nobody_has_a_real_number(reference_data) -> None:
    load_casework(TODAY, step=plain_step, share=SHARE)
    assert not Participant.objects.filter(invented=False).exists()
    for participant in Participant.objects.all():
        for point in participant.contact_points.all():
            assert re.fullmatch(r"07700 900\d{3}", point.value)


def test_it_is_refused_beside_people_who_were_not_invented(reference_data) -> None:
    invented_participant()
    with pytest.raises(CommandError, match="none of them is invented"):
        call_command("load_demo")


def test_it_goes_on_beside_whom_somebody_entered_since(reference_data) -> None:
    load_casework(TODAY, step=plain_step, share=0.01)
    made = Participant.objects.count()
    invented_participant()
    call_command("load_demo", share=0.01, verbosity=0)
    assert Participant.objects.count() == made + 1


def test_the_service_starts_where_nothing_may_be_invented(reference_data, settings) -> None:
    settings.DEBUG = True  # no static files are collected for it
    invented_participant()
    said = StringIO()
    call_command("prepare", stdout=said)
    assert "No invented caseload: There are people here" in said.getvalue()
    assert not Participant.objects.filter(invented=True).exists()


def test_it_is_refused_in_production(reference_data, settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never with VRN_MODE=production"):
        call_command("load_demo")


def test_what_is_said_of_somebody_fits_their_age(reference_data) -> None:
    load_casework(TODAY, step=plain_step, share=0.03)
    grown = child = 0
    for referral in Referral.objects.select_related("participant__education_status", "participant__care_status"):
        one = referral.participant
        age = age_on(one.date_of_birth, referral.received_on)
        if age is not None and age >= 19:
            grown += 1
            assert one.education_status.code not in ("school", "alternative-provision", "home-educated")
            assert one.care_status.code in ("none", "care-leaver", "not-known")
            assert referral.referred_from.code != "school"
        elif age is not None and age < 16:
            child += 1
            assert one.education_status.code not in ("neet", "employed", "college", "apprenticeship")
    assert grown > 5
    assert child > 5


def test_there_are_gatherings_and_answers_of_each_programme(reference_data) -> None:
    load_casework(TODAY, step=plain_step, share=0.03)
    groups = GroupSession.objects.annotate(young=Count("sessions"))
    assert groups.filter(young__gte=2).exists()
    assert set(groups.values_list("programme__code", flat=True)) <= {shape.code for shape in SHAPES if shape.groups}
    assert {day.weekday() for day in groups.values_list("held_on", flat=True)} == {GROUP_DAY}
    for code, model in INTAKES.items():
        asked = Referral.objects.filter(programme__code=code).count()
        assert 0.6 * asked < model.objects.count() <= asked
