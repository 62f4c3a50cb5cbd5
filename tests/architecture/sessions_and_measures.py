"""A session, a group session and a measure for each address that names one, in the programme of its side."""

from datetime import timedelta
from typing import Any

from interventions.cases.services import write_note
from interventions.outcomes.models import Assessment, MeasurePlan
from interventions.sessions.models import GroupSession, Session
from interventions.sessions.services import add_to_group, arrange_group
from tests.architecture.casework import case
from tests.factories.casework import opened_case
from tests.factories.outcomes import assessed, measure_plan
from tests.factories.sessions import arranged_session, session_kind


def session(side: Any) -> Session:
    return side.once("session", lambda: arranged_session(case(side), case(side).opened_on + timedelta(days=1)))


def group(side: Any) -> GroupSession:
    told = {"title": "A group", "kind": session_kind(), "worker": None, "by": "test"}
    return side.once(
        "group",
        lambda: arrange_group(
            programme=side.programme, held_on=case(side).opened_on + timedelta(days=2), cases=[case(side)], **told
        ),
    )


def assessment(side: Any) -> Assessment:
    return side.once("assessment", lambda: assessed(case(side), case(side).opened_on, point="review"))


def plan(side: Any) -> MeasurePlan:
    return side.once("plan", lambda: measure_plan(side.programme)[0])


def of_session(side: Any) -> tuple[Any, ...]:
    return (session(side),)


def of_group(side: Any) -> tuple[Any, ...]:
    return (group(side),)


def of_assessment(side: Any) -> tuple[Any, ...]:
    return (assessment(side),)


def of_measure(side: Any) -> tuple[Any, ...]:
    return (case(side), "swemwbs", "baseline")


def of_plan(side: Any) -> tuple[Any, ...]:
    return (side.programme, plan(side))


def of_instrument(side: Any) -> tuple[Any, ...]:
    return ("swemwbs",)


def many(side: Any, rows: int) -> None:
    """So many more sessions, people in the group, measures and notes about the session."""
    one, day = session(side), case(side).opened_on + timedelta(days=3)
    for _ in range(rows):
        add_to_group(group=group(side), revision=None, cases=[opened_case(side.programme)], by="test")
        arranged_session(case(side), day)
        assessed(case(side), day, point="review")
        write_note(case=case(side), kind="contact", on=one.held_on, text="Talked.", session=one, by="test")
    for instrument in ("sdq_self", "sdq_parent", "sdq_teacher"):
        measure_plan(side.programme, instrument)
