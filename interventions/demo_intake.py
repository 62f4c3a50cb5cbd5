"""Invented answers to a programme's own questions about a referral; some are left unasked, as they are."""

from datetime import date, timedelta
from typing import Any

from interventions.demo_people import Inventor
from interventions.participants.rules import age_on
from interventions.programmes.models import Organisation
from interventions.referrals.intake.intake import Met
from interventions.referrals.intake.phoenix import Agency, FirstOffer
from interventions.referrals.intake.vip import Harm, MetWhere, Seen
from interventions.referrals.models import Referral

NOTHING_ASKED = 0.12  # of the referrals
CRITERIA = "Invented criteria 1"
MET_WHERE = {
    "emergency-department": MetWhere.EMERGENCY_DEPARTMENT,
    "hospital-ward": MetWhere.WARD,
    "police-custody": MetWhere.CUSTODY,
}
HARMS = {Harm.SHARP: 24, Harm.BLUNT: 12, Harm.OTHER_WEAPON: 5, Harm.WITHOUT_WEAPON: 37, Harm.NO_INJURY: 14}
AGENCIES = {
    "police-other": Agency.POLICE,
    "probation": Agency.PROBATION,
    "youth-justice": Agency.YOUTH_JUSTICE,
}
SUSPENSIONS = {0: 30, 1: 24, 2: 18, 3: 12, 5: 9, 8: 5, 12: 2}
YEAR_BEFORE_FIRST = 4  # who is five at the start of a school year is in its year 1, give or take a birthday
LAST_SCHOOL_YEAR = 13


def answers_of(referral: Referral, inventor: Inventor, schools: list[Organisation]) -> dict[str, Any]:
    """By the names of the model's fields; nothing for a programme that asks none, and where nobody asked."""
    asked = {"VIP": _vip, "REACH": _reach, "PHOENIX": _phoenix}.get(referral.programme.code)
    if asked is None or inventor.chance.random() < NOTHING_ASKED:
        return {}
    return asked(referral, inventor, schools)


def _vip(referral: Referral, inventor: Inventor, schools: list[Organisation]) -> dict[str, Any]:
    chance = inventor.chance
    return {
        "met_where": MET_WHERE.get(referral.referred_from.code, MetWhere.COMMUNITY),
        "attended_on": referral.received_on - timedelta(days=min(chance.randrange(4), chance.randrange(9))),
        "harm": inventor.weighted({**HARMS, Harm.NOT_ASKED: 8}),
        "seen": inventor.weighted({Seen.THERE: 46, Seen.LATER: 47, Seen.NOT_ASKED: 7}),
    }


def _reach(referral: Referral, inventor: Inventor, schools: list[Organisation]) -> dict[str, Any]:
    age = age_on(referral.participant.date_of_birth, referral.received_on)
    return {
        "school": inventor.chance.choice(schools),
        "school_year": None if age is None else min(max(age - YEAR_BEFORE_FIRST, 1), LAST_SCHOOL_YEAR),
        "suspensions": inventor.weighted({**SUSPENSIONS, None: 6}),
        **_criteria(referral, inventor),
    }


def _phoenix(referral: Referral, inventor: Inventor, schools: list[Organisation]) -> dict[str, Any]:
    offer = inventor.weighted({FirstOffer.ACCEPTED: 58, FirstOffer.THINKING: 22, FirstOffer.REFUSED: 12, "": 8})
    offered_on = _soon(referral, inventor)
    return {
        "agency": AGENCIES.get(referral.referred_from.code, Agency.OTHER),
        **_criteria(referral, inventor),
        "first_offer": offer,
        "first_offer_on": offered_on if offer else None,
    }


def _criteria(referral: Referral, inventor: Inventor) -> dict[str, Any]:
    met, checked_on = inventor.weighted({Met.MET: 82, Met.NOT_MET: 9, Met.NOT_ASKED: 9}), _soon(referral, inventor)
    if not met:
        return {"criteria": "", "criteria_checked_on": None, "criteria_version": ""}
    return {"criteria": met, "criteria_checked_on": checked_on, "criteria_version": CRITERIA}


def _soon(referral: Referral, inventor: Inventor) -> date:
    """A few days after it was received, and never after today."""
    return min(referral.received_on + timedelta(days=inventor.chance.randrange(6)), inventor.today)
