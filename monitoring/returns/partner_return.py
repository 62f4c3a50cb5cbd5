"""The standard partner return.

The Home Office's own workbook is not public; this asks for what such a return is expected to hold, and the team
confirms it. A changed line makes a new version of the template: who began an old one finishes it.
"""

from interventions.programmes.models import ListName
from monitoring.returns.lines import Line
from monitoring.returns.models import Additive, Counted, OverTime
from vrn_cases.questions.models import QuestionKind

AGE, SEX, ETHNICITY = ListName.AGE_BAND.value, ListName.SEX.value, ListName.ETHNIC_GROUP.value

PARTNER_RETURN = "partner-return"
PARTNER_RETURN_NAME = "Partner monitoring return"
PARTNER_RETURN_INSTRUCTIONS = (
    "Count only what happened in the period named at the top.\n"
    "Write 0 where you counted and found none. Leave a cell empty only where you have no figure, and say why.\n"
    "A person who came back in the same period is counted once in every line that counts people.\n"
    "Do not name or describe any person anywhere in this return."
)

_PEOPLE, _ENDINGS, _SESSIONS = "People", "Endings", "Sessions"
_TRAINING, _EVENTS, _MONEY, _WORDS = "Training and schools", "Events", "Money", "In your own words"
_ONCE = Additive.WITHIN_PROVIDER
_YOUNG = "young_people"
_NO_NAMES = "Do not name or describe any person."

PARTNER_LINES: tuple[Line, ...] = (
    Line(
        "referrals_received",
        _PEOPLE,
        "Referrals received",
        Counted.REFERRALS,
        population=_YOUNG,
        breakdowns=(AGE,),
        hint="Every referral that reached you in the period, accepted or not. Two for one person count as two.",
    ),
    Line(
        "people_started",
        _PEOPLE,
        "Young people who started",
        Counted.PEOPLE,
        population=_YOUNG,
        additive=_ONCE,
        breakdowns=(AGE, SEX, ETHNICITY),
        share_of="people_supported",
        hint="People whose support began in the period. Somebody who came back after an ending counts again.",
    ),
    Line(
        "people_supported",
        _PEOPLE,
        "Different young people supported in the period",
        Counted.PEOPLE,
        population=_YOUNG,
        additive=_ONCE,
        over_time=OverTime.APART,
        breakdowns=(AGE, SEX, ETHNICITY),
        hint="Everybody with an open case on any day of the period, counted once.",
    ),
    Line(
        "people_supported_in_year",
        _PEOPLE,
        "Different young people supported since 1 April",
        Counted.PEOPLE,
        population=_YOUNG,
        additive=_ONCE,
        over_time=OverTime.LATEST,
        hint="Counted once over the financial year so far, so it is not the sum of the quarters.",
    ),
    Line(
        "people_ended",
        _ENDINGS,
        "Young people whose support ended",
        Counted.PEOPLE,
        population=_YOUNG,
        additive=_ONCE,
        share_of="people_supported",
        hint="Whatever the reason: completed, moved away, stopped coming, or other.",
    ),
    Line(
        "planned_endings",
        _ENDINGS,
        "Planned endings",
        Counted.PEOPLE,
        population=_YOUNG,
        additive=_ONCE,
        share_of="people_ended",
        hint="Those of the line above whose support ended as agreed in their plan.",
    ),
    Line(
        "outcomes_measured",
        _ENDINGS,
        "Endings with an outcome measured at start and end",
        Counted.PEOPLE,
        population=_YOUNG,
        additive=_ONCE,
        share_of="people_ended",
        hint="People whose support ended and who answered the same outcome measure both times.",
    ),
    Line(
        "sessions_offered",
        _SESSIONS,
        "Sessions offered",
        Counted.SESSIONS,
        largest=100_000,
        hint="Sessions with one young person that were arranged for the period, whether or not they took place.",
    ),
    Line(
        "sessions_attended",
        _SESSIONS,
        "Sessions attended",
        Counted.SESSIONS,
        share_of="sessions_offered",
        largest=100_000,
        hint="Those of the line above that the young person attended.",
    ),
    Line(
        "group_attendances",
        _SESSIONS,
        "Attendances at group sessions",
        Counted.ATTENDANCES,
        population=_YOUNG,
        largest=100_000,
        hint="One for each young person at each group session. These are attendances, not people.",
    ),
    Line(
        "professionals_trained",
        _TRAINING,
        "Professionals trained",
        Counted.PROFESSIONALS,
        population="professionals",
        additive=_ONCE,
        hint="People trained for their work, counted once in the period.",
    ),
    Line(
        "schools_taking_part",
        _TRAINING,
        "Schools and colleges taking part",
        Counted.SCHOOLS,
        population="schools",
        additive=_ONCE,
        over_time=OverTime.APART,
        largest=500,
        hint="Schools where something was delivered in the period.",
    ),
    Line(
        "students_reached",
        _TRAINING,
        "Students who took part in school",
        Counted.STUDENTS,
        population="students",
        additive=_ONCE,
        over_time=OverTime.APART,
        largest=200_000,
        hint="Students who were there. Leave out those who could have been reached.",
    ),
    Line(
        "events_held",
        _EVENTS,
        "Events held",
        Counted.EVENTS,
        largest=1_000,
        hint="Events open to more than one person or group.",
    ),
    Line(
        "event_attendances",
        _EVENTS,
        "Attendances at events",
        Counted.ATTENDANCES,
        largest=100_000,
        hint="One for each person at each event. These are attendances, not people.",
    ),
    Line(
        "spend",
        _MONEY,
        "Spent from the grant",
        Counted.MONEY,
        kind=QuestionKind.MONEY,
        largest=500_000_000,
        hint="In pounds and pence, for goods and work of the period, whether or not invoiced yet.",
    ),
    Line(
        "spend_forecast",
        _MONEY,
        "Expected to be spent from the grant by 31 March",
        Counted.MONEY,
        kind=QuestionKind.MONEY,
        over_time=OverTime.LATEST,
        largest=500_000_000,
        hint="For the whole financial year, with what is spent already.",
    ),
    Line(
        "staffing",
        _WORDS,
        "Staffing",
        Counted.NOTHING,
        kind=QuestionKind.TEXT,
        additive=Additive.NEVER,
        over_time=OverTime.APART,
        required=False,
        largest=None,
        hint=f"Posts filled, empty or changed in the period. {_NO_NAMES}",
    ),
    Line(
        "went_well",
        _WORDS,
        "What went well",
        Counted.NOTHING,
        kind=QuestionKind.TEXT,
        additive=Additive.NEVER,
        over_time=OverTime.APART,
        required=False,
        largest=None,
        hint=_NO_NAMES,
    ),
    Line(
        "got_in_the_way",
        _WORDS,
        "What got in the way, and what you did about it",
        Counted.NOTHING,
        kind=QuestionKind.TEXT,
        additive=Additive.NEVER,
        over_time=OverTime.APART,
        required=False,
        largest=None,
        hint=_NO_NAMES,
    ),
    Line(
        "risks",
        _WORDS,
        "Risks to delivery in the next period",
        Counted.NOTHING,
        kind=QuestionKind.TEXT,
        additive=Additive.NEVER,
        over_time=OverTime.APART,
        required=False,
        largest=None,
        hint=_NO_NAMES,
    ),
)
