"""Every casework figure worked out from the facts in plain Python: the other way to the same answer.

A `Said` is one thing that counts for one indicator: when, where, about whom, and what it brings. Nothing here reads the
grain, the cells or an indicator's condition.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.reliable_change import Change
from tests.monitoring.indicators.casework_facts import CaseFact, MeasureFact, ParticipantFact, ReferralFact
from tests.monitoring.indicators.casework_lists import BANDS, DISTRICTS, ETHNIC_GROUPS
from tests.monitoring.indicators.casework_world import CaseworkWorld

Parts = dict[str, str]  # breakdown -> part
Key = tuple[str, int, str, int, int, str, str]


@dataclass
class Said:
    quarter: int
    programme: int
    provider: int
    person: int
    parts: Parts
    network_parts: Parts
    brings: dict[str, Any] = field(default_factory=dict)


def quarter_of(on: date) -> int:
    return (on.year - (on.month < 4)) * 4 + ((on.month - 4) % 12) // 3


def first_day(quarter: int) -> date:
    year, index = divmod(quarter, 4)
    return date(year + (index == 3), (4, 7, 10, 1)[index], 1)


def _band(name: Any, born: date | None, on: date) -> str:
    if born is None or born > on:
        return "not-known"
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    for code, least, most in BANDS[name]:
        if age >= least and (most is None or age <= most):
            return code
    return "not-known"


class ByHand:
    """The facts of a world, and what they say."""

    def __init__(self, world: CaseworkWorld, today: date) -> None:
        self.world, self.today = world, today
        self.said: dict[str, list[Said]] = defaultdict(list)
        for referral in world.referrals:
            self._of_referral(referral)
        for case in world.cases:
            self._of_case(case)

    def _participant(self, fact: CaseFact | ReferralFact) -> ParticipantFact:
        return self.world.participants[fact.participant]

    def _latest(self, mine: ParticipantFact, told: Callable[[ParticipantFact], str], *, everywhere: bool) -> str:
        """What the latest record that tells anything says, of the person's records here or everywhere."""
        theirs = [
            one
            for one in self.world.participants
            if one.person == mine.person and not one.merged and (everywhere or one.programme == mine.programme)
        ]
        known = [told(one) for one in theirs if told(one) != "not-known"]
        return known[-1] if known else "not-known"

    def _base(self, fact: CaseFact | ReferralFact, on: date, quarter: int) -> Said:
        mine = self._participant(fact)
        area = DISTRICTS.get(fact.area or "") or {
            "outside": "outside",
            "no_fixed_address": "no-fixed-address",
        }.get(fact.area or "", "not-known")
        parts: Parts = {str(name.value): _band(name, mine.born, on) for name in BANDS}
        parts["district"] = area
        if isinstance(fact, CaseFact):
            parts["care_status"] = fact.care or "not-known"
            parts["education_status"] = fact.education or "not-known"
        else:
            parts["referral_route"], parts["referred_from"] = fact.route, fact.source
            parts["referral_outcome"] = fact.outcome or "waiting"
        network = dict(parts)
        for told, everywhere in ((parts, False), (network, True)):
            told["sex"] = self._latest(mine, lambda one: one.sex or "not-known", everywhere=everywhere)
            told["ethnic_group"] = self._latest(mine, _group, everywhere=everywhere)
        programme = self.world.programmes[mine.programme].pk
        provider = 0 if fact.provider is None else self.world.providers[fact.provider].pk
        return Said(quarter, programme, provider, mine.person, parts, network)

    def _say(self, code: str, fact: CaseFact | ReferralFact, on: date, quarter: int, **brings: Any) -> None:
        said = self._base(fact, on, quarter)
        said.brings = brings
        self.said[code].append(said)

    def _of_referral(self, fact: ReferralFact) -> None:
        received = quarter_of(fact.received)
        for code in ("REF-01", "REF-02"):
            self._say(code, fact, fact.received, received)
        self._say("REF-05", fact, fact.received, received, having=int(not fact.outcome), of=1)
        if fact.outcome in ("accepted", "joined", "declined") and fact.decided:
            decided = quarter_of(fact.decided)
            self._say("REF-03", fact, fact.received, decided, having=int(fact.outcome != "declined"), of=1)
            self._say("REF-04", fact, fact.received, decided, number=(fact.decided - fact.received).days)

    def _of_case(self, fact: CaseFact) -> None:
        opened, mine = quarter_of(fact.opened), self._participant(fact)
        for code in ("REA-02", "REA-04"):
            self._say(code, fact, fact.opened, opened)
        self_told = mine.how_known == "self" and mine.ethnicity != ""
        self._say("DQ-01", fact, fact.opened, opened, having=int(self_told), of=1)
        self._say("DQ-02", fact, fact.opened, opened, having=int(mine.born is not None), of=1)
        came = sorted(s.on for s in fact.sessions if s.attendance == "attended" and s.on >= fact.opened)
        if came:
            self._say("ENG-04", fact, fact.opened, opened, number=(came[0] - fact.opened).days)
        last_early = fact.opened + timedelta(days=89)
        kept = sum(on <= last_early for on in came) >= 3
        self._say("ENG-05", fact, fact.opened, quarter_of(last_early), having=int(kept), of=1)
        if fact.closed:
            closed, begun = quarter_of(fact.closed), fact.ending != "not_started"
            self._say("REA-06", fact, fact.opened, closed)
            self._say("ENG-07", fact, fact.opened, closed, having=int(not begun), of=1)
            if begun:
                self._say("ENG-06", fact, fact.opened, closed, having=int(fact.ending == "planned"), of=1)
        self._of_quarters(fact)
        for instrument in INSTRUMENTS:
            self._of_measure(fact, instrument)

    def _of_quarters(self, fact: CaseFact) -> None:
        days_open, days_held = self._days(fact, "open"), self._days(fact, "open") | self._days(fact, "paused")
        quarters = {quarter_of(on) for on in days_held} | {quarter_of(s.on) for s in fact.sessions}
        for quarter in sorted(quarters):
            mine = [s for s in fact.sessions if quarter_of(s.on) == quarter]
            told = {name: sum(s.attendance == name for s in mine) for name in (
                "attended", "did_not_attend", "cancelled_by_person", "cancelled_by_service", "")}  # fmt: skip
            if told["attended"] or any(quarter_of(on) == quarter for on in days_open):
                self._say("REA-01", fact, fact.opened, quarter)
            if told["attended"]:
                self._say("REA-03", fact, fact.opened, quarter)
                self._say("ENG-03", fact, fact.opened, quarter, number=sum(s.minutes or 0 for s in mine))
            if first_day(quarter + 1) - timedelta(days=1) in days_held:
                self._say("REA-05", fact, fact.opened, quarter)
            if mine:
                self._say("ENG-01", fact, fact.opened, quarter, number=len(mine) - told["cancelled_by_service"])
                self._say("DQ-03", fact, fact.opened, quarter, having=told[""], of=len(mine))
            if answered := told["attended"] + told["did_not_attend"] + told["cancelled_by_person"]:
                self._say("ENG-02", fact, fact.opened, quarter, having=told["attended"], of=answered)
            if recorded := [s for s in mine if s.recorded_on]:
                late = sum((s.recorded_on - s.on).days > 7 for s in recorded if s.recorded_on)
                self._say("DQ-04", fact, fact.opened, quarter, having=late, of=len(recorded))

    def _days(self, fact: CaseFact, wanted: str) -> set[date]:
        """The days that spells of one kind cover; one that runs on is told to the end of today's quarter."""
        until, covered = first_day(quarter_of(self.today) + 1), set()
        for kind, start, end in fact.spells:
            if kind == wanted:
                covered |= {start + timedelta(days=days) for days in range((min(end or until, until) - start).days)}
        return covered

    def _of_measure(self, fact: CaseFact, instrument: str) -> None:
        if fact.closed and fact.ending == "not_started":
            return
        begins = self._asked(fact, instrument, "baseline", fact.opened)
        ends = self._asked(fact, instrument, "exit", fact.closed) if fact.closed else None
        taken = {m.point: m for m in fact.measures if m.instrument == instrument and m.on}
        first, later = taken.get("baseline"), taken.get("exit")
        if begins is not None:
            due = fact.opened + timedelta(days=begins)
            if fact.closed is None or fact.closed >= due:
                self._say("OUT-01", fact, fact.opened, quarter_of(due), having=int(first is not None), of=1)
        if ends is None or fact.closed is None:
            return
        due, allowed = quarter_of(fact.closed + timedelta(days=ends)), timedelta(days=ends)
        in_time = bool(later and later.on and abs(later.on - fact.closed) <= allowed)
        self._say("OUT-02", fact, fact.opened, due, having=int(in_time), of=1)
        if begins is None:
            return
        code = {"swemwbs": "OUT-03", "sdq_self": "OUT-04", "sdq_parent": "OUT-05", "sdq_teacher": "OUT-06"}[instrument]
        told: dict[str, int] = {"eligible": 1, "with_first": int(first is not None and first.score is not None)}
        told |= _pair(instrument, first, later) if in_time and first and later else {}
        self._say(code, fact, fact.opened, due, **told)

    def _asked(self, fact: CaseFact, instrument: str, point: str, on: date) -> int | None:
        programme = self._participant(fact).programme
        days = [
            plan.days
            for plan in self.world.plans
            if (plan.programme, plan.instrument, plan.point) == (programme, instrument, point)
            and plan.since <= on
            and (plan.until is None or on < plan.until)
        ]
        return max(days) if days else None


def _group(one: ParticipantFact) -> str:
    return ETHNIC_GROUPS.get(one.ethnicity, one.ethnicity or "not-known")


def _pair(instrument: str, at_first: MeasureFact, at_exit: MeasureFact) -> dict[str, int]:
    first, later = at_first.score, at_exit.score
    if first is None or later is None or not at_first.on or not at_exit.on or at_first.on >= at_exit.on:
        return {}
    measure = INSTRUMENTS[instrument]
    change = measure.change(measure.main, first, later)
    assert change is not None
    name = {Change.IMPROVED: "improved", Change.DETERIORATED: "deteriorated"}.get(change.change, "unchanged")
    return {
        "paired": 1,
        "first": first,
        "first_squares": first**2,
        "later": later,
        "later_squares": later**2,
        "change_squares": (later - first) ** 2,
        name: 1,
    }


def windows_with(quarter: int) -> Iterator[tuple[str, int]]:
    year = quarter // 4 * 4
    yield "quarter", quarter
    yield from (("ytd", end) for end in range(quarter, year + 4))
    yield "year", year + 3


def worked_out(kind: str, said: list[Said]) -> Any:
    """What one place says. `kind`: people, count, sum, share, median, or pairs (the counts and sums themselves)."""
    if kind == "people":
        return len({one.person for one in said})
    if kind == "count":
        return len(said)
    if kind == "sum":
        return sum(one.brings["number"] for one in said)
    if kind == "share":
        return Fraction(sum(one.brings["having"] for one in said), sum(one.brings["of"] for one in said))
    if kind == "median":
        ordered = sorted(one.brings["number"] for one in said)
        return Fraction(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2], 2)
    names = sorted({name for one in said for name in one.brings})
    return {name: total for name in names if (total := sum(one.brings.get(name, 0) for one in said))}


KINDS = {
    "REA-01": "people", "REA-02": "people", "REA-03": "people", "REA-04": "count", "REA-05": "count",
    "REA-06": "count", "REF-01": "count", "REF-02": "people", "REF-03": "share", "REF-04": "median",
    "REF-05": "share", "ENG-01": "sum", "ENG-02": "share", "ENG-03": "sum", "ENG-04": "median", "ENG-05": "share",
    "ENG-06": "share", "ENG-07": "share", "OUT-01": "share", "OUT-02": "share", "OUT-03": "pairs", "OUT-04": "pairs",
    "OUT-05": "pairs", "OUT-06": "pairs", "DQ-01": "share", "DQ-02": "share", "DQ-03": "share", "DQ-04": "share",
}  # fmt: skip
AT_THE_END = {"REA-05"}  # told for the year so far at a quarter's end


def expected(world: CaseworkWorld, today: date, breakdowns: dict[str, tuple[str, ...]]) -> dict[tuple[Key, str], Any]:
    """Every figure that the facts give, by cell and indicator; `breakdowns` by indicator."""
    places: dict[tuple[Key, str], list[Said]] = defaultdict(list)
    for code, all_said in ByHand(world, today).said.items():
        for said in all_said:
            for window, end in windows_with(said.quarter):
                if code in AT_THE_END and (window == "quarter" or end != said.quarter):
                    continue
                for scope, parts in _scopes(said, code):
                    places[((window, end, *scope, "", ""), code)].append(said)
                    for name in breakdowns[code]:
                        places[((window, end, *scope, name, parts[name]), code)].append(said)
    return {place: worked_out(KINDS[place[1]], said) for place, said in places.items()}


def _scopes(said: Said, code: str) -> Iterator[tuple[tuple[str, int, int], Parts]]:
    yield ("programme", said.programme, 0), said.parts
    if said.provider:
        yield ("provider", said.programme, said.provider), said.parts
    yield ("network", 0, 0), said.network_parts if KINDS[code] == "people" else said.parts
