"""Invented returns for the demonstration, made through the services: accepted ones to read, one to check, one to send.

The same seed and day give the same numbers. Every page of a demonstration says that what is in it is invented.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from interventions.demo import PARTNER
from interventions.programmes.models import Mode, Organisation, Programme, Running
from interventions.programmes.services import add_running, put_organisation
from monitoring.indicators.models import WindowKind
from monitoring.indicators.windows import FigureWindow
from monitoring.periods.windows import Quarter
from monitoring.returns.asked import Answers, Given, Row, rows_asked
from monitoring.returns.models import Return
from monitoring.returns.services import accept_version, ask_for_return, save_answers, submit_version
from vrn_cases.questions.models import AnswerState, QuestionKind

BY = "command:load_demo_returns"
SENT_BY = "command:load_demo_returns:partner"
SEED = 20_240_401
QUARTERS = 5
NOTE = "Invented for the demonstration."


@dataclass(frozen=True)
class Provider:
    """An invented organisation that sends returns for a programme, with about so many people a quarter."""

    name: str
    programme: str
    people: int


PROVIDERS = (
    Provider("Invented Employment Charity", "UP", 34),
    Provider("Invented Youth Trust", "CRP", 61),
    Provider("Invented Sports Trust", "ETE-SPORT", 12),
)


def load_demo_returns(today: date) -> int:
    """Returns for the last quarters, unless there are any of a partner already; says how many were made."""
    if Return.objects.filter(published=False).exists():
        return 0
    last = Quarter.holding(today).preceding
    quarters = [Quarter(last.number - back) for back in reversed(range(QUARTERS))]
    made = 0
    for provider in PROVIDERS:
        programme, organisation = _runs(provider.programme, provider.name, quarters[0])
        for quarter in quarters:
            waits = quarter == last and provider == PROVIDERS[-1]  # one is left for the analyst to check
            _sent(_asked(programme, organisation, quarter, today), provider.people, accepted=not waits)
            made += 1
    programme, organisation = _runs("VIP", PARTNER, quarters[-1])
    _asked(programme, organisation, last, today)
    return made + 1


def _first_day(quarter: Quarter) -> date:
    return FigureWindow(WindowKind.QUARTER, quarter.number).start


def _runs(code: str, name: str, since: Quarter) -> tuple[Programme, Organisation]:
    programme, organisation = Programme.objects.get(code=code), put_organisation(name=name, by=BY)
    running = Running.objects.filter(programme=programme, organisation=organisation, ends_on=None)
    if not running.exists():
        add_running(
            programme=programme,
            revision=programme.revision,
            organisation=organisation,
            mode=Mode.RETURN_ONLY,
            starts_on=_first_day(since),
            ends_on=None,
            by=BY,
        )
    return programme, organisation


def _asked(programme: Programme, organisation: Organisation, quarter: Quarter, today: date) -> Return:
    window = quarter.window
    return ask_for_return(
        programme=programme,
        organisation=organisation,
        start=_first_day(quarter),
        end=window.end,
        label=quarter.label,
        due_on=max(window.end, today) + timedelta(days=30),
        by=BY,
    )


def _sent(of: Return, people: int, *, accepted: bool) -> None:
    rows = rows_asked(of)
    draw = random.Random(f"{SEED}:{of.programme.code}:{of.label}")  # noqa: S311  invented numbers guard nothing
    version = save_answers(of=of, revision=of.revision, rows=rows, answers=_answers(rows, people, draw), by=SENT_BY)
    sent = submit_version(version=version, revision=version.revision, note=NOTE, by=SENT_BY)
    if accepted:
        accept_version(version=sent, revision=sent.revision, by=BY)


def _answers(rows: list[Row], people: int, draw: random.Random) -> Answers:
    """A number for every line that asks one; the parts of each breakdown add up to their line."""
    numbers = _numbers(people, draw)
    answers: dict[Any, Given] = {}
    for row in rows:
        if row.whole and row.kind in (QuestionKind.NUMBER, QuestionKind.MONEY):
            answers[row.key] = Given(AnswerState.ANSWERED, numbers.get(row.key[0], draw.randint(0, 9)))
    for parts in _breakdowns(rows):
        left = answers[parts[0].key[0], "", ""].value
        for row in parts[:-1]:
            share = draw.randint(0, left)
            answers[row.key], left = Given(AnswerState.ANSWERED, share), left - share
        answers[parts[-1].key] = Given(AnswerState.ANSWERED, left)
    return answers


def _numbers(people: int, draw: random.Random) -> dict[str, int]:
    supported = people + draw.randint(-people // 5, people // 5)
    started = supported // 2
    ended = max(1, supported // 3)
    offered = supported * draw.randint(4, 6)
    spend = supported * draw.randint(180, 260) * 100
    return {
        "referrals_received": started + draw.randint(0, 8),
        "people_started": started,
        "people_supported": supported,
        "people_supported_in_year": supported + draw.randint(0, started),
        "people_ended": ended,
        "planned_endings": ended - draw.randint(0, ended // 3),
        "outcomes_measured": ended - draw.randint(0, ended // 2),
        "sessions_offered": offered,
        "sessions_attended": offered - draw.randint(offered // 10, offered // 3),
        "spend": spend,
        "spend_forecast": spend * 4,
    }


def _breakdowns(rows: list[Row]) -> Iterator[list[Row]]:
    """The parts of each breakdown of each line, together."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if not row.whole:
            found.setdefault(row.key[:2], []).append(row)
    yield from found.values()
