"""What tests of the pages of cases share."""

from datetime import date
from typing import Any

from interventions.cases.models import Case
from interventions.programmes.models import ListName
from interventions.sessions.services import record_session
from tests.factories.casework import entry


def url(case: Case, step: str = "") -> str:
    return f"{case.get_absolute_url()}{step}{'/' if step else ''}"


def titles(response: Any) -> list[str]:
    return [event.title for event in response.context["events"]]


def attended(case: Case, on: date) -> Any:
    kind = entry(ListName.SESSION_KIND, "mentoring")
    return record_session(case=case, held_on=on, kind=kind, attendance="attended", minutes=60, worker=None, by="test")
