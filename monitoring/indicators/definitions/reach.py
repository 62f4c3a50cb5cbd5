"""Whom the programmes of casework reach: people, each counted once, and their cases."""

from django.db.models import Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.case_quarters import CASE_QUARTERS
from monitoring.indicators.grains.cases import CASES
from monitoring.indicators.kinds import Counted
from monitoring.indicators.kinds_casework import DistinctPeople

SUBJECT = "Reach of casework"
ONCE = (
    "Somebody is one person for the network only when a record matcher has said that two programmes' records are "
    "about one person; until then each programme counts them."
)
OPEN_OR_ATTENDED = "A case that was paused throughout, without a session, is not support."
OF_PEOPLE = ("age_band", "district", "sex", "ethnic_group")
OF_CASES = (
    "age_band",
    "age_under_25",
    "age_18_to_25",
    "district",
    "sex",
    "ethnic_group",
    "care_status",
    "education_status",
)

INDICATORS = (
    Indicator(
        code="REA-01",
        version=1,
        name="People supported in casework",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=DistinctPeople(Q(supported=True), again=Q(supported_before=True)),
        counted="people",
        definition="People with a case that was open on at least one day of the period, or who attended a session in "
        "it, each counted once.",
        over_quarters="anew",
        adds_over_programmes=False,
        breakdowns=OF_CASES,
        caution=f"{ONCE} {OPEN_OR_ATTENDED} Age, district, care and education are as at the opening of the case, so "
        "somebody with two cases may stand in two parts.",
        population="cases",
        by="quarter",
    ),
    Indicator(
        code="REA-02",
        version=1,
        name="People who started in casework",
        subject=SUBJECT,
        grain=CASES,
        kind=DistinctPeople(Q()),
        counted="people",
        definition="People for whom a case was opened in the period, each counted once.",
        over_quarters="anew",
        adds_over_programmes=False,
        breakdowns=OF_PEOPLE,
        caution=f"{ONCE} Somebody who was supported before and comes back starts again.",
        population="cases",
        by="opened_quarter",
    ),
    Indicator(
        code="REA-03",
        version=1,
        name="People who attended a session",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=DistinctPeople(Q(attended__gt=0), again=Q(attended_before=True)),
        counted="people",
        definition="People who attended at least one session in the period, each counted once.",
        over_quarters="anew",
        adds_over_programmes=False,
        breakdowns=OF_PEOPLE,
        caution=ONCE,
        population="cases",
        by="quarter",
    ),
    Indicator(
        code="REA-04",
        version=1,
        name="Cases opened",
        subject=SUBJECT,
        grain=CASES,
        kind=Counted(Q()),
        counted="cases",
        definition="Cases that were opened in the period. Somebody may have several.",
        breakdowns=OF_CASES,
        population="cases",
        by="opened_quarter",
    ),
    Indicator(
        code="REA-05",
        version=1,
        name="Open cases at the end",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=Counted(Q(held_at_end=True)),
        counted="cases",
        definition="Cases that were open or paused on the last day of the period.",
        over_quarters="latest",
        breakdowns=OF_PEOPLE,
        caution="Of a period that is not over, the cases that are open now.",
        population="cases",
        by="quarter",
    ),
    Indicator(
        code="REA-06",
        version=1,
        name="Cases closed",
        subject=SUBJECT,
        grain=CASES,
        kind=Counted(Q()),
        counted="cases",
        definition="Cases that were closed in the period and are closed still. One that was reopened is not counted "
        "until it closes again.",
        breakdowns=OF_PEOPLE,
        population="cases",
        by="closed_quarter",
    ),
)
