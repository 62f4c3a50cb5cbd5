"""What comes of a referral: one outcome, on a day that can be, told whole."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from interventions.participants.models import AreaKnown
from interventions.programmes.models import ListName, Mode, StatedAs
from interventions.referrals.intake.registry import INTAKES, intake_model, questions_of
from interventions.referrals.intake.vip import VipIntake
from interventions.referrals.models import OUTCOMES, Referral
from interventions.referrals.rules import source_of
from interventions.referrals.services import change_referral, decline_referral, receive_referral, withdraw_referral
from tests.factories import ProgrammeFactory, RunningFactory
from tests.factories.casework import RECEIVED, entry, opened_case, waiting_referral
from tests.factories.people import invented_participant
from vrn_cases.access.readable import SourceAuthority
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 15)


@pytest.fixture(autouse=True)
def _standing(clock: Any) -> None:
    """Monday 15 April 2024."""


def decline(referral: Referral, on: date = TODAY, **told: Any) -> Referral:
    reason = entry(ListName.DECLINE_REASON, "no-capacity")
    return decline_referral(referral=referral, revision=referral.revision, on=on, reason=reason, by="test", **told)


def withdraw(referral: Referral, on: date = TODAY, **told: Any) -> Referral:
    reason = entry(ListName.WITHDRAW_REASON, "by-referrer")
    return withdraw_referral(referral=referral, revision=referral.revision, on=on, reason=reason, by="test", **told)


def test_a_referral_keeps_where_it_came_from_and_whose_fact_it_is(make_user: Callable[..., Any]):
    user = make_user()
    referral = waiting_referral(by=user, reason="Asked for help.", referrer_name="An invented nurse")
    stored = Referral.objects.get(pk=referral.pk)
    assert (stored.status, stored.received_on, stored.source) == ("waiting", RECEIVED, SourceAuthority.HEALTH)
    assert (stored.reason, stored.received_by, stored.programme) == (
        "Asked for help.",
        user,
        referral.participant.programme,
    )
    event = AuditEvent.objects.get(action=Action.REFERRAL_RECEIVED)
    assert (event.subject_id, event.programme) == (referral.reference, referral.programme.code)
    assert "help" not in event.detail


def test_the_area_is_taken_from_the_participant_as_at_the_receipt():
    participant = invented_participant(area_known=AreaKnown.OUTSIDE)
    assert waiting_referral(participant=participant).area_known == AreaKnown.OUTSIDE


@pytest.mark.parametrize(
    ("group", "source"),
    [("health", "health"), ("police", "police"), ("own_work", "own_work"), ("", "police"), ("a new group", "police")],
)
def test_an_unknown_origin_is_read_by_the_fewest(group: str, source: str):
    assert source_of(group) == source


def test_the_one_organisation_that_does_the_casework_provides_it():
    running = RunningFactory(mode=Mode.CASEWORK, starts_on=date(2024, 3, 4), ends_on=date(2024, 3, 6))
    RunningFactory(programme=running.programme, mode=Mode.RETURN_ONLY)
    days = {date(2024, 3, 3): None, date(2024, 3, 4): running.organisation, date(2024, 3, 6): None}
    assert {day: waiting_referral(running.programme, on=day).provider for day in days} == days
    opened = opened_case(referral=waiting_referral(running.programme))
    assert opened.provider == running.organisation
    RunningFactory(programme=running.programme, mode=Mode.CASEWORK)
    assert waiting_referral(running.programme).provider is None
    assert waiting_referral(running.programme, provider=running.organisation).provider == running.organisation


def test_nobody_is_referred_tomorrow_or_to_what_is_only_planned():
    with pytest.raises(Refused, match="16 April 2024 has not come yet"):
        waiting_referral(on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="only planned"):
        waiting_referral(ProgrammeFactory(stated_as=StatedAs.PLANNED))
    assert waiting_referral(on=TODAY).received_on == TODAY


@pytest.mark.parametrize(("step", "status"), [(decline, "declined"), (withdraw, "withdrawn")])
def test_an_outcome_is_told_whole(step: Callable[..., Referral], status: str):
    done = step(waiting_referral(), note="In words.")
    assert Referral.objects.get(pk=done.pk).status == status
    assert (getattr(done, f"{status}_on"), getattr(done, f"{status}_by")) == (TODAY, None)


@pytest.mark.parametrize("step", [decline, withdraw])
def test_no_outcome_comes_before_the_receipt_or_tomorrow(step: Callable[..., Referral]):
    referral = waiting_referral()
    with pytest.raises(Refused, match="received on 4 March 2024, after 3 March 2024"):
        step(referral, on=RECEIVED - timedelta(days=1))
    with pytest.raises(Refused, match="16 April 2024 has not come yet"):
        step(referral, on=TODAY + timedelta(days=1))
    assert step(referral, on=RECEIVED)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (decline, "This referral was declined on 15 April 2024."),
        (withdraw, "This referral was withdrawn on 15 April 2024."),
        (lambda referral: opened_case(referral=referral).referral, "This referral was accepted on 11 March 2024."),
    ],
)
@pytest.mark.parametrize("second", [decline, withdraw])
def test_one_outcome_only(first: Callable[..., Referral], told: str, second: Callable[..., Referral]):
    done = first(waiting_referral())
    with pytest.raises(Refused) as refused:
        second(done)
    assert refused.value.reasons == [told]
    stored = Referral.objects.get(pk=done.pk)
    assert sum(getattr(stored, f"{name}_at") is not None for name in OUTCOMES) == 1


def test_who_writes_from_an_old_page_is_told():
    referral = waiting_referral()
    change_referral(referral=referral, revision=1, by="test", referrer_name="Somebody else")
    with pytest.raises(Changed):
        decline(referral)


def test_what_is_added_later_is_kept_and_the_same_again_writes_nothing():
    referral = waiting_referral()
    changed = change_referral(referral=referral, revision=1, by="test", reason="More is known.", told="agreed")
    again = change_referral(referral=changed, revision=2, by="test", reason="More is known.", told="agreed")
    assert (changed.revision, again.revision) == (2, 2)
    assert AuditEvent.objects.filter(action=Action.REFERRAL_CHANGED).count() == 1


def test_another_origin_makes_it_another_agencys_fact():
    custody = entry(ListName.REFERRED_FROM, "police-custody")
    changed = change_referral(referral=waiting_referral(), revision=1, by="test", referred_from=custody)
    assert changed.source == SourceAuthority.POLICE


def test_it_was_not_received_after_it_was_decided_and_a_withdrawn_one_stays():
    accepted = opened_case().referral
    with pytest.raises(Refused, match="accepted on 11 March 2024, before 12 March 2024"):
        change_referral(referral=accepted, revision=None, by="test", received_on=date(2024, 3, 12))
    with pytest.raises(Refused, match="It stays as it was"):
        change_referral(referral=withdraw(waiting_referral()), revision=None, by="test", referrer_name="X")


def test_a_programmes_own_questions_stand_beside_its_referral():
    vip = ProgrammeFactory(code="VIP")
    referral = waiting_referral(vip)
    changed = change_referral(referral=referral, revision=1, by="test", intake={"met_where": "ward", "harm": ""})
    assert (changed.revision, VipIntake.objects.get(referral=referral).met_where) == (2, "ward")
    again = change_referral(referral=changed, revision=2, by="test", intake={"met_where": "ward", "harm": ""})
    assert again.revision == 2
    changed = change_referral(referral=again, revision=2, by="test", intake={"met_where": "custody"})
    assert (changed.revision, VipIntake.objects.get().met_where) == (3, "custody")


def test_nothing_answered_makes_no_row_and_a_programme_without_questions_takes_no_answers():
    vip = waiting_referral(ProgrammeFactory(code="VIP"))
    assert change_referral(referral=vip, revision=1, by="test", intake={"met_where": "", "attended_on": None})
    assert not VipIntake.objects.exists()
    with pytest.raises(ValueError, match="asks no questions"):
        change_referral(referral=waiting_referral(), revision=1, by="test", intake={"met_where": "ward"})


def test_every_intake_says_which_columns_it_asks_for():
    assert intake_model(ProgrammeFactory(code="anything")) is None
    for model in INTAKES.values():
        names = [field.name for field in questions_of(model)]
        assert names
        assert not {"referral", "reference", "revision", "uid", "id"} & set(names)
        assert all(str(field.verbose_name)[0].isupper() for field in questions_of(model)), "each carries its wording"


def test_the_instant_can_be_given_and_the_days_are_judged_by_it():
    then = date(2023, 6, 1)
    participant = invented_participant()
    at = datetime(2023, 6, 1, 12, tzinfo=UTC)
    told = {"participant": participant, "by": "test", "at": at, "route": entry(ListName.REFERRAL_ROUTE, "phone")}
    origin = entry(ListName.REFERRED_FROM, "self")
    assert receive_referral(on=then, referred_from=origin, **told).received_at == at
    with pytest.raises(Refused):
        receive_referral(on=then + timedelta(days=1), referred_from=origin, **told)
