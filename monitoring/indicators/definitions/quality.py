"""How complete and timely the record of casework is."""

from django.db.models import Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.case_quarters import CASE_QUARTERS
from monitoring.indicators.grains.cases import CASES
from monitoring.indicators.kinds import Share, SummedShare

SUBJECT = "Quality of the casework record"

INDICATORS = (
    Indicator(
        code="DQ-01",
        version=1,
        name="Ethnicity told by the young person",
        subject=SUBJECT,
        grain=CASES,
        kind=Share(of=Q(), having=Q(ethnicity_self=True)),
        counted="cases opened",
        definition="Of the cases opened in the period, those of somebody who has told us their own ethnicity.",
        unit="percent",
        good_direction="up",
        caution="What a worker supposed, or somebody else said, does not count.",
        population="cases",
        by="opened_quarter",
    ),
    Indicator(
        code="DQ-02",
        version=1,
        name="Date of birth known",
        subject=SUBJECT,
        grain=CASES,
        kind=Share(of=Q(), having=Q(birth_known=True)),
        counted="cases opened",
        definition="Of the cases opened in the period, those of somebody whose date of birth is known, exactly or "
        "roughly.",
        unit="percent",
        good_direction="up",
        population="cases",
        by="opened_quarter",
    ),
    Indicator(
        code="DQ-03",
        version=1,
        name="Sessions without attendance",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=SummedShare(Q(arranged__gt=0), column="not_recorded", of="arranged"),
        people_in="REA-03",
        counted="sessions arranged",
        definition="Of the sessions arranged for a day of the period, those whose attendance is not recorded.",
        unit="percent",
        good_direction="down",
        caution="In a period that is not over, sessions that are still to come are among them.",
        population="cases",
        by="quarter",
    ),
    Indicator(
        code="DQ-04",
        version=1,
        name="Attendance recorded late",
        subject=SUBJECT,
        grain=CASE_QUARTERS,
        kind=SummedShare(Q(recorded__gt=0), column="recorded_late", of="recorded"),
        people_in="REA-03",
        counted="sessions recorded",
        definition="Of the sessions of the period whose attendance is recorded, those recorded more than seven days "
        "after the session.",
        unit="percent",
        good_direction="down",
        population="cases",
        by="quarter",
    ),
)
