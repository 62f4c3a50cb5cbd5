"""Conflicting steps of a referral and a case on two connections: whichever comes first, the facts agree."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from interventions.cases.models import Case
from interventions.cases.services import close_case, give_case, join_referral, open_case, pause_case, reopen_case
from interventions.participants.models import Participant
from interventions.programmes.models import ListEntry, ListName
from interventions.referrals.models import OUTCOMES, Referral
from interventions.referrals.services import change_referral, decline_referral, withdraw_referral
from interventions.sessions.services import record_session
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, entry, opened_case, waiting_referral
from tests.vrn_cases.conftest import at_once
from vrn_cases.access.roles import Role
from vrn_cases.records.refusals import Changed, Refused

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db(transaction=True)
TURNED_AWAY = (Refused, Changed)
DAY = timedelta(days=1)


@pytest.fixture
def reasons() -> dict[ListName, ListEntry]:
    """An entry of each list, made before anything happens at once."""
    names = (ListName.DECLINE_REASON, ListName.WITHDRAW_REASON, ListName.PAUSE_REASON, ListName.SESSION_KIND)
    return {
        **{name: entry(name, "invented") for name in names},
        ListName.CLOSE_REASON: entry(ListName.CLOSE_REASON, "goals-met"),
    }


def turned_away(results: list[Any]) -> int:
    unexpected = [result for result in results if isinstance(result, Exception) and not isinstance(result, TURNED_AWAY)]
    assert unexpected == []
    return sum(isinstance(result, TURNED_AWAY) for result in results)


def agrees(case: Case) -> None:
    """Status, running spell and lead worker of a case tell one story, and its days are covered at most once."""
    case = Case.objects.get(pk=case.pk)
    running = [spell.kind for spell in case.spells.filter(ends_on=None)]
    leading = [row.worker for row in case.lead_workers.filter(ends_on=None)]
    assert running == ([] if case.status == "closed" else [case.status])
    assert leading == ([] if case.status == "closed" or case.worker is None else [case.worker])
    rows = list(case.spells.exclude(ends_on=F("starts_on")).order_by("starts_on"))
    assert all(one.ends_on <= other.starts_on for one, other in pairwise(rows))


def outcomes(referral: Referral) -> list[str]:
    row = Referral.objects.get(pk=referral.pk)
    return [name for name in OUTCOMES if getattr(row, f"{name}_at") is not None]


def test_accepting_and_declining_one_referral_one_of_them_happens(at_once: Callable[..., list[Any]], reasons: Any):
    referral = waiting_referral()
    reason = reasons[ListName.DECLINE_REASON]
    results = at_once(
        lambda: open_case(referral=referral, revision=1, on=OPENED, by="a"),
        lambda: decline_referral(referral=referral, revision=1, on=OPENED, reason=reason, by="b"),
    )
    assert turned_away(results) == 1
    assert outcomes(referral) in (["accepted"], ["declined"])
    assert Case.objects.exists() is (outcomes(referral) == ["accepted"])


def test_withdrawing_and_declining_one_referral_one_of_them_happens(at_once: Callable[..., list[Any]], reasons: Any):
    referral = waiting_referral()
    told = {"referral": referral, "revision": None, "on": OPENED}
    results = at_once(
        lambda: withdraw_referral(**told, reason=reasons[ListName.WITHDRAW_REASON], by="a"),
        lambda: decline_referral(**told, reason=reasons[ListName.DECLINE_REASON], by="b"),
    )
    assert turned_away(results) == 1
    assert len(outcomes(referral)) == 1


def test_two_acceptances_open_one_case(at_once: Callable[..., list[Any]]):
    referral = waiting_referral()
    results = at_once(*(lambda: open_case(referral=referral, revision=None, on=OPENED, by="a") for _ in range(2)))
    assert turned_away(results) == 1
    agrees(Case.objects.get())


def test_two_referrals_of_one_person_accepted_at_once_open_one_case(at_once: Callable[..., list[Any]]):
    first = waiting_referral()
    second = waiting_referral(participant=first.participant)
    accept = [
        lambda referral=referral: open_case(referral=referral, revision=1, on=OPENED, by="a")
        for referral in (first, second)
    ]
    assert turned_away(at_once(*accept)) == 1
    agrees(Case.objects.get())
    assert sorted([outcomes(first), outcomes(second)]) == [[], ["accepted"]]


def test_adding_to_a_referral_while_it_is_accepted_loses_neither_and_overwrites_nothing(
    at_once: Callable[..., list[Any]],
):
    referral = waiting_referral()
    accepted, changed = at_once(
        lambda: open_case(referral=referral, revision=None, on=OPENED, by="a"),
        lambda: change_referral(referral=referral, revision=None, by="b", referrer_name="Somebody"),
    )
    assert turned_away([accepted, changed]) == 0
    row = Referral.objects.get()
    assert (row.status, row.referrer_name) == ("accepted", "Somebody")


def test_closing_a_case_while_a_session_is_recorded_never_leaves_a_wrong_ending(
    at_once: Callable[..., list[Any]], reasons: Any
):
    case = opened_case()
    today = timezone.localdate()
    told = {"kind": reasons[ListName.SESSION_KIND], "attendance": "attended", "minutes": 30, "worker": None}
    closed, session = at_once(
        lambda: close_case(case=case, revision=1, on=today, reason=reasons[ListName.CLOSE_REASON], by="a"),
        lambda: record_session(case=case, held_on=today, by="b", **told),
    )
    assert turned_away([closed, session]) == turned_away([session])
    ending = Case.objects.get().ending
    assert ending == ("not_started" if isinstance(session, Exception) else "planned")
    agrees(case)


def test_giving_a_case_while_it_is_closed_one_of_them_happens(
    at_once: Callable[..., list[Any]], reasons: Any, make_user: Callable[..., Any]
):
    programme = ProgrammeFactory()
    worker = make_user(Role.CASEWORKER, programme=programme)
    case = opened_case(programme)
    results = at_once(
        lambda: give_case(case=case, revision=1, worker=worker, on=OPENED, by="a"),
        lambda: close_case(case=case, revision=1, on=OPENED, reason=reasons[ListName.CLOSE_REASON], by="b"),
    )
    assert turned_away(results) == 1
    agrees(case)


def test_pausing_a_case_while_it_is_closed_leaves_one_story(at_once: Callable[..., list[Any]], reasons: Any):
    case = opened_case()
    told = {"case": case, "revision": None, "on": OPENED + DAY}
    results = at_once(
        lambda: pause_case(**told, reason=reasons[ListName.PAUSE_REASON], by="a"),
        lambda: close_case(**told, reason=reasons[ListName.CLOSE_REASON], by="b"),
    )
    assert turned_away(results) <= 1
    assert Case.objects.get().status == "closed"
    agrees(case)


def test_reopening_a_case_while_a_new_referral_is_accepted_leaves_one_open_case(
    at_once: Callable[..., list[Any]], reasons: Any
):
    case = opened_case()
    close_case(case=case, revision=1, on=OPENED, reason=reasons[ListName.CLOSE_REASON], by="a")
    second = waiting_referral(participant=case.participant)
    results = at_once(
        lambda: reopen_case(case=case, revision=None, on=OPENED + DAY, by="a"),
        lambda: open_case(referral=second, revision=None, on=OPENED + DAY, by="b"),
    )
    assert turned_away(results) == 1
    assert Case.objects.filter(closed_on=None).count() == 1
    agrees(case)


def test_joining_a_referral_while_its_case_is_closed_joins_no_closed_case_unknowingly(
    at_once: Callable[..., list[Any]], reasons: Any
):
    case = opened_case()
    second = waiting_referral(participant=case.participant)
    joined, closed = at_once(
        lambda: join_referral(referral=second, revision=1, case=case, on=OPENED, by="a"),
        lambda: close_case(case=case, revision=1, on=OPENED, reason=reasons[ListName.CLOSE_REASON], by="b"),
    )
    assert not isinstance(closed, Exception)
    assert outcomes(second) == ([] if isinstance(joined, TURNED_AWAY) else ["joined"])
    assert Participant.objects.count() == 1
