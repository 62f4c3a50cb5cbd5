"""Figures from the monitoring returns of partners. Published statements are never in them."""

from django.db.models import Q

from monitoring.indicators.declarations import Indicator
from monitoring.indicators.grains.return_lines import RETURN_LINES
from monitoring.indicators.guarded import ITSELF, WHOLE
from monitoring.indicators.kinds import Counted, Kind, Share, Summed, SummedShare

ACROSS_PROVIDERS = "Each provider counts a person once; a person helped by two providers is counted by both."
NOT_OVER_QUARTERS = (
    "A person helped in two quarters is one person in the year, so quarters are not added: "
    "a year has a figure only where a provider returned the whole year."
)
SENT = Q(published=False)


def line(measure: str) -> Q:
    return SENT & Q(measure=measure, answered=True)


def of_returns(code: str, name: str, kind: Kind, counted: str, definition: str, **more: object) -> Indicator:
    return Indicator(
        code=code,
        version=1,
        name=name,
        grain=RETURN_LINES,
        kind=kind,
        counted=counted,
        definition=definition,
        **{"subject": "Returns from partners", "population": "accepted returns", **more},  # type: ignore[arg-type]  # the declaration's own fields, checked by the dataclass
    )


INDICATORS = (
    of_returns(
        "RET-01",
        "Referrals received",
        Summed(line("referrals_received")),
        "referrals",
        "Referrals that providers say they received in the period, from accepted returns.",
    ),
    of_returns(
        "RET-02",
        "People who started",
        Summed(line("people_started")),
        "people",
        "People whose support began in the period, from accepted returns.",
        breakdowns=("age_band", "sex", "ethnic_group"),
        caution=ACROSS_PROVIDERS,
    ),
    of_returns(
        "RET-03",
        "People supported",
        Summed(line("people_supported")),
        "people",
        "People who had support at any time in the period, from accepted returns.",
        breakdowns=("age_band", "sex", "ethnic_group"),
        over_quarters="apart",
        caution=f"{ACROSS_PROVIDERS} {NOT_OVER_QUARTERS}",
    ),
    of_returns(
        "RET-04",
        "Planned endings",
        SummedShare(line("planned_endings")),
        "people whose support ended",
        "Of the people whose support ended in the period, those whose ending was planned. "
        "Only returns that answer both lines count.",
        unit="percent",
        good_direction="up",
    ),
    of_returns(
        "RET-05",
        "Sessions offered",
        Summed(line("sessions_offered")),
        "sessions",
        "Sessions offered in the period, from accepted returns.",
    ),
    of_returns(
        "RET-06",
        "Sessions attended",
        SummedShare(line("sessions_attended")),
        "sessions offered",
        "Of the sessions offered in the period, those that were attended. Only returns that answer both lines count.",
        unit="percent",
        good_direction="up",
        same_as="RET-05",
        same_numbers=((WHOLE, ITSELF),),
    ),
    of_returns(
        "RET-07",
        "Professionals trained",
        Summed(line("professionals_trained")),
        "professionals",
        "Professionals who completed training in the period, from accepted returns. They are never added to people "
        "supported.",
        about_people=False,
    ),
    of_returns(
        "RET-08",
        "Schools taking part",
        Summed(line("schools_taking_part")),
        "schools",
        "Schools that took part in the period, from accepted returns.",
        over_quarters="apart",
        caution="A school that takes part in two quarters is one school in the year, so quarters are not added.",
        about_people=False,
    ),
    of_returns(
        "RET-09",
        "Event attendances",
        Summed(line("event_attendances")),
        "attendances",
        "Attendances at events in the period. One person who comes twice is two attendances.",
    ),
    of_returns(
        "RET-10",
        "Spend",
        Summed(line("spend")),
        "pounds and pence",
        "Spend that providers report for the period, from accepted returns.",
        unit="pence",
        about_people=False,
    ),
    of_returns(
        "RET-11",
        "Lines answered",
        Share(of=SENT & Q(due=True, part=""), having=Q(answered=True)),
        "lines due",
        "Of the lines that were due in accepted returns, those that were answered. Zero is an answer; blank is not.",
        unit="percent",
        good_direction="up",
        about_people=False,
    ),
    of_returns(
        "RET-12",
        "People supported since 1 April",
        Summed(line("people_supported_in_year")),
        "people",
        "People who had support at any time since the financial year began, each counted once, as each provider counts "
        "them at the end of a quarter.",
        over_quarters="latest",
        caution=ACROSS_PROVIDERS,
        same_as="RET-03",  # in the first quarter, and over a whole year
    ),
    of_returns(
        "RET-13",
        "Endings with an outcome measured",
        SummedShare(line("outcomes_measured")),
        "people whose support ended",
        "Of the people whose support ended in the period, those who answered the same "
        "outcome measure at the start and at the end. Only returns that answer both lines count.",
        unit="percent",
        good_direction="up",
        same_as="RET-04",
        same_numbers=((WHOLE, WHOLE),),
    ),
    of_returns(
        "RET-14",
        "Attendances at group sessions",
        Summed(line("group_attendances")),
        "attendances",
        "Attendances at group sessions in the period: one for each young person at each session.",
    ),
    of_returns(
        "RET-15",
        "Spend expected by 31 March",
        Summed(line("spend_forecast")),
        "pounds and pence",
        "What providers expect to have spent by the end of the financial year, as told with each quarter.",
        unit="pence",
        over_quarters="latest",
        about_people=False,
    ),
    of_returns(
        "PUB-01",
        "Published figures that are exact",
        Share(of=Q(published=True), having=Q(qualifier="exact")),
        "published figures",
        "Of the published figures whose printed period lies wholly in the period shown, those that "
        "the source gives exactly. The others are qualified: almost, over, or potential reach.",
        subject="Published record",
        population="statements of the published record",
        unit="percent",
        about_people=False,
    ),
    of_returns(
        "PUB-02",
        "Published figures",
        Counted(Q(published=True)),
        "published figures",
        "Figures of the published record whose printed period lies wholly in the period shown. They are listed under "
        "their own labels and never added to one another.",
        subject="Published record",
        population="statements of the published record",
        about_people=False,
    ),
)
