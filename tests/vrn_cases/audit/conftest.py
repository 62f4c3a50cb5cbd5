"""A short sealed log, and a way round its protection, as somebody with the database's own rights would have."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.audit.services import record, seal_events
from vrn_cases.audit.triggers import trigger_names
from vrn_cases.audit.verification import faults_in_audit


def write_event(number: int, **values: Any) -> AuditEvent:
    return record(
        Action.RECORD_OPENED,
        by="system",
        subject_kind="vrn_cases.user",
        subject_id=f"U{number}",
        detail={"to": "user_manage"},
        **values,
    )


@pytest.fixture
def seal(django_capture_on_commit_callbacks: Any) -> Callable[..., int]:
    """Seal, and do what is done after the commit, which a test's own transaction never sees."""

    def run(**values: int) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return seal_events(**values)

    return run


@pytest.fixture
def events(db: None, seal: Callable[..., int]) -> list[AuditEvent]:
    """Six sealed events, the third with a kept value; the log is whole."""
    written = [write_event(number, values={"name": ("Old", "New")} if number == 2 else None) for number in range(6)]
    assert seal() == 6
    assert list(faults_in_audit()) == []
    return written


@pytest.fixture
def unprotected(db: None) -> None:
    """Takes the triggers away; the test's own transaction puts them back at its end."""
    with connection.cursor() as cursor:
        for name in trigger_names(connection.vendor):
            table = name.rsplit("_no_", 1)[0]
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
