"""Every write of sessions and group sessions."""

from interventions.sessions.services.groups import add_to_group, arrange_group, change_group
from interventions.sessions.services.registers import record_register
from interventions.sessions.services.single import (
    arrange_session,
    change_session,
    record_attendance,
    record_session,
    remove_session,
)

__all__ = [
    "add_to_group",
    "arrange_group",
    "arrange_session",
    "change_group",
    "change_session",
    "record_attendance",
    "record_register",
    "record_session",
    "remove_session",
]
