"""Invented referrals and cases, made through the services as people make them."""

from datetime import date
from typing import Any

from interventions.cases.models import Case
from interventions.cases.services import open_case
from interventions.participants.models import Participant
from interventions.programmes.models import ListEntry, ListName, Programme
from interventions.referrals.models import Referral
from interventions.referrals.services import receive_referral
from tests.factories.people import invented_participant
from vrn_cases.access.models import User

RECEIVED = date(2024, 3, 4)
OPENED = date(2024, 3, 11)
GROUPS = {
    (ListName.REFERRED_FROM, "emergency-department"): "health",
    (ListName.REFERRED_FROM, "police-custody"): "police",
    (ListName.REFERRED_FROM, "school"): "school",
    (ListName.REFERRED_FROM, "self"): "person",
    (ListName.CLOSE_REASON, "goals-met"): "planned",
    (ListName.CLOSE_REASON, "disengaged"): "unplanned",
    (ListName.CLOSE_REASON, "moved-away"): "neutral",
}


def entry(name: ListName, code: str) -> ListEntry:
    """An entry of a list that people maintain, made when it is first asked for."""
    said = {"label": code.replace("-", " ").capitalize(), "group": GROUPS.get((name, code), ""), "position": 1}
    return ListEntry.objects.get_or_create(list=name, code=code, defaults=said)[0]


def waiting_referral(
    programme: Programme | None = None,
    *,
    participant: Participant | None = None,
    referred_from: str = "emergency-department",
    on: date = RECEIVED,
    by: Any = "test",
    **told: Any,
) -> Referral:
    """A referral that nobody has decided on."""
    return receive_referral(
        participant=participant or invented_participant(programme),
        on=on,
        referred_from=entry(ListName.REFERRED_FROM, referred_from),
        route=entry(ListName.REFERRAL_ROUTE, "in-person"),
        by=by,
        **told,
    )


def opened_case(
    programme: Programme | None = None,
    *,
    referral: Referral | None = None,
    on: date = OPENED,
    worker: User | None = None,
    by: Any = "test",
    **told: Any,
) -> Case:
    """An open case of a referral, which is received first when none is given."""
    waiting = referral or waiting_referral(programme, **told)
    return open_case(referral=waiting, revision=waiting.revision, on=on, worker=worker, by=by)
