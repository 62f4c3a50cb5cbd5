"""What tests of the pages of outcomes share."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from interventions.cases.models import Case
from interventions.outcomes.models import MeasurePoint


def record_url(case: Case, instrument: str = "swemwbs", point: str = MeasurePoint.BASELINE) -> str:
    return reverse("measure_record", args=[case.reference, instrument, point])


def typed(*answers: str, **more: Any) -> dict[str, Any]:
    known = {"submission_key": str(uuid4()), "taken_on": "11/3/2024", "paper": "standard", "seen_missing": ""}
    return {**known, **{f"item-{number}": answer for number, answer in enumerate(answers, 1)}, **more}
