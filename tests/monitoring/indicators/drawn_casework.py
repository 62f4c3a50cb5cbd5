"""Random casework: people in several programmes, repeats, pauses, reopened cases, sessions on the edges of quarters."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from interventions.outcomes.instruments.registry import INSTRUMENTS
from tests.monitoring.indicators.casework_facts import (
    CaseFact,
    MeasureFact,
    ParticipantFact,
    PlanFact,
    ReferralFact,
    SessionFact,
)
from tests.monitoring.indicators.casework_lists import ETHNICITIES
from tests.monitoring.indicators.casework_world import CaseworkWorld

EDGES = [date(year, month, 1) for year in (2022, 2023) for month in (4, 7, 10)] + [date(2023, 1, 1), date(2024, 1, 1)]
NEAR_AN_EDGE = st.builds(lambda edge, days: edge + timedelta(days=days), st.sampled_from(EDGES), st.integers(-2, 1))
DAYS = st.one_of(NEAR_AN_EDGE, st.dates(date(2022, 4, 1), date(2024, 3, 1)))
AREAS = st.sampled_from(["CITY", "CENTRAL", "BLABY", "outside", "no_fixed_address", None])
PROVIDERS = st.sampled_from([None, 0, 1])
INSTRUMENT = st.sampled_from([*INSTRUMENTS, "swemwbs", "swemwbs"])
LAST_DAY = date(2024, 3, 31)
Draw = Callable[..., Any]


@st.composite
def participants(draw: Draw, people: int) -> ParticipantFact:
    ethnicity = draw(st.sampled_from(["", *ETHNICITIES]))
    return ParticipantFact(
        person=draw(st.integers(0, people - 1)),
        programme=draw(st.integers(0, 1)),
        born=draw(st.one_of(st.none(), st.dates(date(1997, 1, 1), date(2013, 1, 1)), st.just(date(2004, 2, 29)))),
        sex=draw(st.sampled_from(["", "female", "male", "not-known"])),
        ethnicity=ethnicity,
        how_known=draw(st.sampled_from(["self", "observed"])) if ethnicity else "",
    )


@st.composite
def sessions(draw: Draw, opened: date) -> SessionFact:
    on = draw(st.one_of(NEAR_AN_EDGE, st.integers(-3, 120).map(lambda days: opened + timedelta(days=days))))
    attendance = draw(
        st.sampled_from(["attended", "attended", "attended", "did_not_attend", "cancelled_by_person",
                         "cancelled_by_service", ""])
    )  # fmt: skip
    recorded = on + timedelta(days=draw(st.sampled_from([0, 7, 8]))) if attendance else None
    minutes = draw(st.sampled_from([0, 45, 60])) if attendance == "attended" else None
    return SessionFact(on, attendance, minutes, recorded)


@st.composite
def measures(draw: Draw, opened: date, closed: date | None) -> MeasureFact:
    point = draw(st.sampled_from(["baseline", "exit", "baseline", "exit", "review"]))
    near = closed if point == "exit" and closed else opened
    return MeasureFact(
        instrument=draw(INSTRUMENT),
        point=point,
        on=draw(st.sampled_from([None, *(near + timedelta(days=days) for days in (-28, -29, 0, 5, 28, 29))])),
        score=draw(st.one_of(st.none(), st.sampled_from([1500, 1787, 1788, 2000, 2400]))),
    )


@st.composite
def courses(draw: Draw, opened: date) -> tuple[list[tuple[str, date, date | None]], date | None]:
    """Spells without a gap but those in which the case was closed; and the day of closing, if it is closed."""
    spells: list[tuple[str, date, date | None]] = []
    start = opened
    for kind in draw(st.lists(st.sampled_from(["open", "paused", "gap"]), max_size=4)):
        until = start + timedelta(days=draw(st.sampled_from([0, 1, 30, 91, 200])))
        if kind != "gap" and until <= LAST_DAY and all((kind, start) != spell[:2] for spell in spells):
            spells.append((kind, start, until))
        start = until
    if draw(st.booleans()) and ("open", start) not in [spell[:2] for spell in spells] and start <= LAST_DAY:
        return [*spells, ("open", start, None)], None
    ends = [end for _, _, end in spells if end]
    return spells, max([opened, *(end - timedelta(days=1) for end in ends)])


@st.composite
def cases(draw: Draw, count: int) -> CaseFact:
    opened = draw(DAYS)
    spells, closed = draw(courses(opened))
    unlike = {(fact.instrument, fact.point): fact for fact in draw(st.lists(measures(opened, closed), max_size=4))}
    return CaseFact(
        participant=draw(st.integers(0, count - 1)),
        provider=draw(PROVIDERS),
        opened=opened,
        spells=spells,
        closed=closed,
        ending=draw(st.sampled_from(["not_started", "unplanned", "planned", "neutral"])),
        area=draw(AREAS),
        care=draw(st.sampled_from(["", "none", "care-order"])),
        education=draw(st.sampled_from(["", "school", "neet"])),
        sessions=draw(st.lists(sessions(opened), max_size=5)),
        measures=[fact for fact in unlike.values() if fact.point != "review"],
    )


@st.composite
def referrals(draw: Draw, count: int, *, may_join: bool) -> ReferralFact:
    received = draw(DAYS)
    outcome = draw(st.sampled_from(["", "declined", "withdrawn", "accepted", "joined" if may_join else ""]))
    return ReferralFact(
        participant=draw(st.integers(0, count - 1)),
        provider=draw(PROVIDERS),
        received=received,
        outcome=outcome,
        decided=received + timedelta(days=draw(st.sampled_from([0, 1, 3, 40]))) if outcome else None,
        route=draw(st.sampled_from(["phone", "form"])),
        source=draw(st.sampled_from(["school", "gp"])),
        area=draw(AREAS),
    )


def populate(draw: Draw, world: CaseworkWorld) -> None:
    """Two or three people, some in both programmes or twice in one, their referrals, cases, sessions and measures."""
    people = draw(st.integers(1, 3))
    for _ in range(people):
        world.add_person()
    for point in ("baseline", "exit"):
        for programme in (0, 1):
            until = draw(st.sampled_from([None, date(2023, 1, 1)]))
            world.plan(PlanFact(programme, "swemwbs", point, date(2022, 4, 1), until))
    world.plan(PlanFact(0, draw(INSTRUMENT.filter(lambda code: code != "swemwbs")), "exit", date(2022, 4, 1), None))
    for fact in draw(st.lists(participants(people), min_size=1, max_size=5)):
        world.add_participant(fact)
    count = len(world.participants)
    for case in draw(st.lists(cases(count), max_size=5)):
        close_for_another(case, world)
        world.add_case(case)
    for referral in draw(st.lists(referrals(count, may_join=bool(world.cases)), max_size=4)):
        world.add_referral(referral)


def close_for_another(case: CaseFact, world: CaseworkWorld) -> None:
    """At most one case of a participant is open; this one is closed where another is."""
    if case.closed is None and any(c.participant == case.participant and not c.closed for c in world.cases):
        case.closed = LAST_DAY
        case.spells = [(kind, start, end or LAST_DAY + timedelta(days=1)) for kind, start, end in case.spells]


def change(draw: Draw, world: CaseworkWorld) -> None:
    """One thing that happens in a world, as people write it."""
    draw(st.sampled_from(CHANGES))(draw, world)


def _told_anew(draw: Draw, world: CaseworkWorld) -> None:
    fact = draw(st.sampled_from(world.participants))
    new = draw(participants(len(world.people)))
    fact.born, fact.sex, fact.ethnicity, fact.how_known = new.born, new.sex, new.ethnicity, new.how_known
    world.tell(fact)


def _linked(draw: Draw, world: CaseworkWorld) -> None:
    fact = draw(st.sampled_from([one for one in world.participants if not one.merged]))
    world.link(fact, draw(st.integers(0, len(world.people) - 1)))


def _merged(draw: Draw, world: CaseworkWorld) -> None:
    here = [place for place, one in enumerate(world.participants) if not one.merged]
    emptied = draw(st.sampled_from(here))
    others = [
        o for o in here if o != emptied and world.participants[o].programme == world.participants[emptied].programme
    ]
    if not others:
        return
    kept = draw(st.sampled_from(others))
    if all(any(c.participant == who and not c.closed for c in world.cases) for who in (emptied, kept)):
        return
    world.merge(emptied, kept)


def _moved(draw: Draw, world: CaseworkWorld) -> None:
    """Closed, reopened or paused anew, perhaps with another provider."""
    if not world.cases:
        return
    fact = draw(st.sampled_from(world.cases))
    fact.closed = LAST_DAY
    spells, closed = draw(courses(fact.opened))
    others = [one for one in world.cases if one is not fact and one.participant == fact.participant]
    fact.spells, fact.closed, fact.provider = spells, closed, draw(PROVIDERS)
    if closed is None and any(not one.closed for one in others):
        fact.closed = LAST_DAY
        fact.spells = [(kind, start, end or LAST_DAY + timedelta(days=1)) for kind, start, end in spells]
    fact.ending = draw(st.sampled_from(["not_started", "unplanned", "planned", "neutral"]))
    world.move(fact)


def _session_recorded(draw: Draw, world: CaseworkWorld) -> None:
    if not world.cases:
        return
    case = draw(st.sampled_from(world.cases))
    new = draw(sessions(case.opened))
    if case.sessions and draw(st.booleans()):
        fact = draw(st.sampled_from(case.sessions))
        fact.on, fact.attendance, fact.minutes, fact.recorded_on = new.on, new.attendance, new.minutes, new.recorded_on
        world.record(fact)
    else:
        world.add_session(case, new)


def _measured(draw: Draw, world: CaseworkWorld) -> None:
    if world.cases:
        case = draw(st.sampled_from(world.cases))
        fact = draw(measures(case.opened, case.closed))
        if fact.point != "review":
            world.take(case, fact)


def _planned(draw: Draw, world: CaseworkWorld) -> None:
    fact = draw(st.sampled_from(world.plans))
    fact.days = draw(st.sampled_from([5, 28, 60]))
    fact.since = draw(st.sampled_from([date(2022, 4, 1), date(2022, 10, 1)]))
    world.plan(fact)


def _referred(draw: Draw, world: CaseworkWorld) -> None:
    waiting = [fact for fact in world.referrals if not fact.outcome]
    new = draw(referrals(len(world.participants), may_join=bool(world.cases)))
    if waiting and draw(st.booleans()):
        fact = draw(st.sampled_from(waiting))
        fact.outcome = new.outcome
        fact.decided = fact.received + timedelta(days=3) if new.outcome else None
        world.decide(fact)
    elif not world.participants[new.participant].merged:
        world.add_referral(new)


def _opened(draw: Draw, world: CaseworkWorld) -> None:
    case = draw(cases(len(world.participants)))
    if not world.participants[case.participant].merged:
        close_for_another(case, world)
        world.add_case(case)


CHANGES = (_told_anew, _linked, _merged, _moved, _session_recorded, _measured, _planned, _referred, _opened)
