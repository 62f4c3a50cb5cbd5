"""What tests of the pages of sessions share."""

from typing import Any
from uuid import uuid4

from interventions.sessions.models import Attendance


def told(**answers: Any) -> dict[str, Any]:
    known = {
        "submission_key": str(uuid4()),
        "held_on": "yesterday",
        "attendance": Attendance.ATTENDED,
        "minutes": "45",
        "kind": "mentoring",
        "mode": "phone",
        "note": "",
    }
    return {**known, **answers}
