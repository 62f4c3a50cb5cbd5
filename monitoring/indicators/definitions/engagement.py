"""How far people in casework come and stay, and how their cases end."""

from django.db.models import Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.case_quarters import CASE_QUARTERS
from monitoring.indicators.grains.cases import CASES
from monitoring.indicators.kinds import Share, Summed, SummedShare
from monitoring.indicators.kinds_casework import Median
from monitoring.indicators.models import CaseEnding

SUBJECT = "Engagement in casework"

INDICATORS = (
    Indicator(
        code="ENG-01",
        version=1,
        name="Sessions offered in casework",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=Summed(Q(arranged__gt=0), "offered"),
        people_in="REA-03",
        counted="sessions",
        definition="Sessions arranged for a day of the period, without those that the service cancelled. One gathering "
        "of several young people is one session for each.",
        breakdowns=("age_band", "sex"),
        caution="In a period that is not over, sessions that are still to come are among them.",
        population="cases",
        by="quarter",
    ),
    Indicator(
        code="ENG-02",
        version=1,
        name="Attendance at sessions",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=SummedShare(Q(answered__gt=0), column="attended", of="answered"),
        people_in="REA-03",
        counted="sessions",
        definition="Of the sessions offered in the period whose attendance was recorded, those that were attended.",
        unit="percent",
        breakdowns=("age_band", "sex", "ethnic_group"),
        good_direction="up",
        caution="A session that the young person cancelled counts as not attended; one that the service cancelled is "
        "in neither number.",
        population="cases",
        by="quarter",
    ),
    Indicator(
        code="ENG-03",
        version=1,
        name="Minutes of sessions attended",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=Summed(Q(attended__gt=0), "minutes", about_each=True),
        people_in="REA-03",
        counted="minutes",
        definition="Minutes of all sessions attended in the period, added up.",
        population="cases",
        by="quarter",
    ),
    Indicator(
        code="ENG-04",
        version=1,
        name="Days to the first session",
        subject=SUBJECT,
        grain=CASES,
        kind=Median(Q(), "days_to_first_session"),
        counted="days",
        definition="The middle number of days from opening to the first session attended, of the cases opened in the "
        "period: half had it within them.",
        unit="days",
        over_quarters="anew",
        good_direction="down",
        caution="Cases without a session attended so far are not in it.",
        population="cases",
        by="opened_quarter",
    ),
    Indicator(
        code="ENG-05",
        version=1,
        name="Kept at three sessions",
        subject=SUBJECT,
        grain=CASES,
        kind=Share(of=Q(), having=Q(kept=True)),
        counted="cases",
        definition="Of the cases whose first 90 days were over in the period, those with at least three sessions "
        "attended in them. A case that closed earlier counts.",
        unit="percent",
        breakdowns=("age_band", "sex", "ethnic_group"),
        good_direction="up",
        caution="A case stands in the period in which its 90th day lies, not in that of its opening. In a period that "
        "is not over, cases whose 90 days still run count as not kept until they are.",
        population="cases",
        by="kept_quarter",
    ),
    Indicator(
        code="ENG-06",
        version=1,
        name="Planned endings in casework",
        subject=SUBJECT,
        grain=CASES,
        kind=Share(of=Q(started=True), having=Q(ending=CaseEnding.PLANNED)),
        counted="cases closed",
        definition="Of the cases closed in the period after at least one session, those that ended as planned.",
        unit="percent",
        breakdowns=("age_band", "sex", "ethnic_group"),
        good_direction="up",
        caution="Cases that ended before any session was attended are shown apart.",
        population="cases",
        by="closed_quarter",
    ),
    Indicator(
        code="ENG-07",
        version=1,
        name="Ended before any session",
        subject=SUBJECT,
        grain=CASES,
        kind=Share(of=Q(), having=Q(ending=CaseEnding.NOT_STARTED)),
        counted="cases closed",
        definition="Of the cases closed in the period, those that ended before any session was attended.",
        unit="percent",
        good_direction="down",
        population="cases",
        by="closed_quarter",
    ),
)
