"""A referral becomes a case, or is joined to the one that is open: all of it or nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from interventions.cases.models import Case
from interventions.cases.services import (
    join_referral,
    open_case,
)
from interventions.participants.models import Participant
from interventions.referrals.models import Referral
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, RECEIVED, opened_case, waiting_referral
from tests.factories.people import invented_participant
from tests.interventions.cases.case_rows import close, leads, spells
from vrn_cases.access.readable import SourceAuthority
from vrn_cases.access.roles import Role
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2024, 4, 15)
DAY = timedelta(days=1)


def test_opening_accepts_the_referral_and_begins_spell_and_lead_worker(programme: Any, workers: list[Any]):
    referral = waiting_referral(programme)
    assert Participant.objects.get().source == SourceAuthority.OWN_WORK
    Touched.objects.all().delete()
    case = open_case(referral=referral, revision=1, on=OPENED, worker=workers[0], by=workers[1])
    stored = Case.objects.get()
    assert (stored.status, stored.opened_on, stored.opened_by, stored.worker) == (
        "open",
        OPENED,
        workers[1],
        workers[0],
    )
    referral = Referral.objects.get()
    assert (referral.status, referral.accepted_on, referral.accepted_by) == ("accepted", OPENED, workers[1])
    assert spells(case) == [("open", OPENED, None)]
    assert leads(case) == [(workers[0], OPENED, None)]
    assert set(Touched.objects.values_list("kind", flat=True)) >= {"case", "referral"}


def test_what_a_programme_knows_by_a_referral_becomes_its_own_work_by_accepting_it():
    known = invented_participant(source=SourceAuthority.POLICE)
    opened_case(referral=waiting_referral(participant=known))
    assert Participant.objects.get().source == SourceAuthority.OWN_WORK


def test_nothing_is_opened_by_halves(programme: Any, make_user: Callable[..., Any]):
    stranger = make_user(Role.CASEWORKER, programme=ProgrammeFactory())
    referral = waiting_referral(programme)
    with pytest.raises(Refused, match="does not work on this programme"):
        open_case(referral=referral, revision=1, on=OPENED, worker=stranger, by="test")
    assert Referral.objects.get().status == "waiting"
    assert not Case.objects.exists()


def test_a_case_opens_neither_before_the_receipt_nor_tomorrow_nor_twice():
    referral = waiting_referral()
    with pytest.raises(Refused, match="received on 4 March 2024"):
        opened_case(referral=referral, on=RECEIVED - DAY)
    with pytest.raises(Refused, match="has not come yet"):
        opened_case(referral=referral, on=TODAY + DAY)
    case = opened_case(referral=referral)
    with pytest.raises(Refused, match="was accepted on 11 March 2024"):
        open_case(referral=referral, revision=None, on=OPENED, by="test")
    second = waiting_referral(participant=case.participant)
    with pytest.raises(Refused, match=f"open case already, {case.reference}. Join this referral"):
        opened_case(referral=second)


def test_a_second_referral_is_joined_to_the_open_case():
    case = opened_case()
    second = waiting_referral(participant=case.participant, on=OPENED + DAY)
    joined = join_referral(referral=second, revision=1, case=case, on=TODAY, by="test")
    assert (Referral.objects.get(pk=joined.pk).status, joined.case) == ("joined", case)


def test_a_referral_is_joined_to_no_other_persons_case_no_closed_one_and_not_before_it_opened():
    case, second = opened_case(), waiting_referral()
    with pytest.raises(Refused, match="another person's"):
        join_referral(referral=second, revision=1, case=case, on=TODAY, by="test")
    own = waiting_referral(participant=case.participant)
    with pytest.raises(Refused, match="opened on 11 March 2024, after 5 March 2024"):
        join_referral(referral=own, revision=1, case=case, on=date(2024, 3, 5), by="test")
    close(case)
    with pytest.raises(Refused, match="closed on 15 April 2024"):
        join_referral(referral=own, revision=1, case=case, on=TODAY, by="test")
