"""Referrals to casework: how many, from where, and what became of them."""

from django.db.models import Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.definitions.reach import OF_PEOPLE, ONCE
from monitoring.indicators.grains.referrals import REFERRALS
from monitoring.indicators.kinds import Counted, Share
from monitoring.indicators.kinds_casework import DistinctPeople, Median

SUBJECT = "Referrals to casework"
WITHDRAWN = "A referral that was withdrawn before it was decided is in neither number."

INDICATORS = (
    Indicator(
        code="REF-01",
        version=1,
        name="Referrals to casework",
        subject=SUBJECT,
        grain=REFERRALS,
        kind=Counted(Q()),
        counted="referrals",
        definition="Referrals that programmes of casework received in the period. Somebody may be referred twice.",
        breakdowns=(*OF_PEOPLE, "referral_route", "referred_from", "referral_outcome"),
        caution="What became of a referral is told as it is now: one that waits today may be accepted tomorrow.",
        population="referrals",
        by="received_quarter",
    ),
    Indicator(
        code="REF-02",
        version=1,
        name="People referred",
        subject=SUBJECT,
        grain=REFERRALS,
        kind=DistinctPeople(Q()),
        counted="people",
        definition="People who were referred in the period, each counted once.",
        over_quarters="anew",
        adds_over_programmes=False,
        breakdowns=OF_PEOPLE,
        caution=ONCE,
        population="referrals",
        by="received_quarter",
    ),
    Indicator(
        code="REF-03",
        version=1,
        name="Referrals accepted",
        subject=SUBJECT,
        grain=REFERRALS,
        kind=Share(of=Q(decided=True), having=Q(taken_up=True)),
        counted="referrals decided",
        definition="Of the referrals decided in the period, those that were accepted or joined to an open case.",
        unit="percent",
        breakdowns=("referred_from",),
        caution=WITHDRAWN,
        population="referrals",
        by="decided_quarter",
    ),
    Indicator(
        code="REF-04",
        version=1,
        name="Days from referral to decision",
        subject=SUBJECT,
        grain=REFERRALS,
        kind=Median(Q(decided=True), "days_to_decision"),
        counted="days",
        definition="The middle number of days from receipt to decision, of the referrals decided in the period: half "
        "were decided within it.",
        unit="days",
        over_quarters="anew",
        good_direction="down",
        caution="Referrals that still wait are not in it, so a period in which old ones are decided looks slow.",
        population="referrals",
        by="decided_quarter",
    ),
    Indicator(
        code="REF-05",
        version=1,
        name="Referrals not yet decided",
        subject=SUBJECT,
        grain=REFERRALS,
        kind=Share(of=Q(), having=Q(outcome=0)),
        counted="referrals received",
        definition="Of the referrals received in the period, those that wait for a decision today.",
        unit="percent",
        good_direction="down",
        population="referrals",
        by="received_quarter",
    ),
)
