"""A small invented caseload for reports, made through the services, with the facts that it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from interventions.cases.models import Case
from interventions.cases.services import close_case
from interventions.programmes.models import ListName, Programme
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.models import RollUp
from monitoring.indicators.services import aggregate
from monitoring.indicators.windows import window_named
from monitoring.reports.definitions.board import board_document
from monitoring.reports.document import Document
from monitoring.reports.material import gather
from tests.factories import ProgrammeFactory
from tests.factories.casework import entry, opened_case, waiting_referral
from tests.factories.outcomes import assessed, measure_plan
from tests.factories.sessions import recorded_session

YEAR, DATED = "2023/24", date(2024, 4, 15)
RECEIVED, OPENED, CLOSED = date(2023, 5, 2), date(2023, 5, 9), date(2023, 8, 1)
FIRST = OPENED + timedelta(days=2)
ITEMS = range(1, 8)
# What seven equal answers add up to, as the published table of SWEMWBS converts it, in points.
CONVERTED = {2: 15.32, 3: 19.25, 4: 25.03}


@dataclass(frozen=True)
class Supported:
    """One young person's case: what came of each session offered, a week apart, and the answers at start and end.

    `answers`: the answer given to every item at each point; a point that was missed is None. `closed`: as planned.
    """

    sessions: Sequence[bool]
    answers: tuple[int | None, int | None] = (None, None)
    closed: bool = True

    @property
    def attended(self) -> int:
        return sum(self.sessions)

    @property
    def is_paired(self) -> bool:
        return None not in self.answers

    @property
    def change(self) -> float:
        first, later = self.answers
        return CONVERTED[later or 0] - CONVERTED[first or 0]


def support(programme: Programme, cases: Sequence[Supported]) -> list[Case]:
    """Record these cases of one programme, each of somebody else."""
    measure_plan(programme)
    return [_recorded(programme, told) for told in cases]


def _recorded(programme: Programme, told: Supported) -> Case:
    case = opened_case(referral=waiting_referral(programme, on=RECEIVED), on=OPENED)
    first, later = told.answers
    if first is not None:
        assessed(case, FIRST, answers=dict.fromkeys(ITEMS, first))
    for week, attended in enumerate(told.sessions):
        held_on = FIRST + timedelta(weeks=week)
        recorded_session(case, held_on, "attended" if attended else "did_not_attend")
    if told.closed:
        reason = entry(ListName.CLOSE_REASON, "goals-met")
        case = close_case(case=case, revision=None, on=CLOSED, reason=reason, by="test")
    if later is not None:
        assessed(case, CLOSED, point="exit", answers=dict.fromkeys(ITEMS, later))
    return case


BOTH = [Supported([True, True, True], (2, 4))] * 5 + [Supported([True, False, True], (2, 3))] * 5
ENOUGH = [*BOTH, *[Supported([True], (2, None))] * 5]
NINE = [Supported([True, True], (2, 4))] * 9
NOBODY_CAME = [Supported([False], closed=False)] * 6
FEW = [Supported([True], closed=False)] * 3
FACTS: Mapping[str, list[Supported]] = {"ENOUGH": ENOUGH, "NINE": NINE, "NOBODY": NOBODY_CAME, "FEW": FEW}


def recorded_programmes() -> dict[str, Programme]:
    """A programme for each of the `FACTS`, with its cases recorded and the figures worked out."""
    made = {code: ProgrammeFactory(code=code, name=f"Invented {code.lower()}") for code in FACTS}
    for code, cases in FACTS.items():
        support(made[code], cases)
    aggregate(by="test")
    return made


def document_for(profile: ReleaseProfile, *, reference: str = "") -> Document:
    material = gather(
        window_named(YEAR), published_only=False, reference=reference, rollup=RollUp.objects.order_by("-id").first()
    )
    return board_document(material.through(profile, [])[0], profile, dated=DATED)


def value(document: Document, code: str, scope: str) -> Any:
    head, _, ending = code.partition("#")
    return document.by_key[f"{head}:{scope}:{YEAR}{'#' if ending else ''}{ending}"].value
