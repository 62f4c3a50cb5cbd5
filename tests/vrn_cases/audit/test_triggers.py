"""The database itself refuses to change or remove what the log holds."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from tests.vrn_cases.audit.conftest import write_event
from vrn_cases.audit.models import AuditEvent, AuditLink
from vrn_cases.audit.triggers import REFUSAL, installed_triggers, protect_audit_tables, trigger_names
from vrn_cases.audit.verification import faults_in_audit

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's own")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        act()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(("model", "column"), [(AuditEvent, "actor"), (AuditLink, "link")])
def test_update_and_delete_through_the_orm(events: list[AuditEvent], model: type, column: str) -> None:
    row = model._default_manager.order_by("pk").first()
    refused(lambda: model._default_manager.filter(pk=row.pk).update(**{column: "other"}))
    refused(lambda: model._default_manager.filter(pk=row.pk).delete())
    refused(row.save)
    assert model._default_manager.count() == 6


@pytest.mark.parametrize("table", ["vrn_cases_auditevent", "vrn_cases_auditlink"])
def test_everything_at_once_in_sql(events: list[AuditEvent], table: str) -> None:
    refused(lambda: run(f"DELETE FROM {table}"))  # noqa: S608 - names of our own tables
    column = "actor" if table.endswith("event") else "link"
    refused(lambda: run(f"UPDATE {table} SET {column} = 'somebody else'"))  # noqa: S608 - names of our own tables


@on_postgresql
@pytest.mark.parametrize("table", ["vrn_cases_auditevent", "vrn_cases_auditlink"])
def test_truncate(events: list[AuditEvent], table: str) -> None:
    refused(lambda: run(f"TRUNCATE {table}"))


@on_sqlite
def test_replace(events: list[AuditEvent]) -> None:
    """SQLite's REPLACE removes the old row without its delete trigger."""
    others = "at, actor, action, subject_kind, subject_id, programme, request_id, detail, key_id, digest"
    copied = f"SELECT {events[0].pk}, {others} FROM vrn_cases_auditevent WHERE id = {events[1].pk}"  # noqa: S608 - names of our own tables
    refused(lambda: run(f"REPLACE INTO vrn_cases_auditevent (id, {others}) {copied}"))
    refused(lambda: run("REPLACE INTO vrn_cases_auditlink (position, event, link) VALUES (1, 999, 'x')"))
    event = events[0].pk
    refused(lambda: run(f"REPLACE INTO vrn_cases_auditlink (position, event, link) VALUES (99, {event}, 'x')"))  # noqa: S608 - names of our own tables


def test_new_events_are_taken(events: list[AuditEvent]) -> None:
    assert write_event(99).pk


def test_taken_away_they_are_missed_and_put_up_again(events: list[AuditEvent], unprotected: None) -> None:
    (fault,) = faults_in_audit()
    for name in trigger_names(connection.vendor):
        assert name in fault
    protect_audit_tables()
    assert installed_triggers() == trigger_names(connection.vendor)
    assert list(faults_in_audit()) == []


def test_putting_them_up_twice_changes_nothing(db: None) -> None:
    protect_audit_tables()
    protect_audit_tables()
    assert installed_triggers() == trigger_names(connection.vendor)


@on_sqlite
def test_one_that_does_nothing_is_missed(events: list[AuditEvent], unprotected: None) -> None:
    protect_audit_tables()
    run("DROP TRIGGER vrn_cases_auditevent_no_delete")
    run("CREATE TRIGGER vrn_cases_auditevent_no_delete BEFORE DELETE ON vrn_cases_auditevent BEGIN SELECT 1; END")
    (fault,) = faults_in_audit()
    assert "vrn_cases_auditevent_no_delete" in fault


@on_postgresql
def test_a_function_that_does_nothing_is_missed(events: list[AuditEvent]) -> None:
    run(
        "CREATE OR REPLACE FUNCTION vrn_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN OLD; END $$"
    )
    (fault,) = faults_in_audit()
    assert "vrn_cases_auditevent_no_delete" in fault


@on_postgresql
def test_one_that_is_switched_off_is_missed(events: list[AuditEvent]) -> None:
    run("ALTER TABLE vrn_cases_auditlink DISABLE TRIGGER vrn_cases_auditlink_no_update")
    (fault,) = faults_in_audit()
    assert "vrn_cases_auditlink_no_update" in fault


@on_postgresql
@pytest.mark.parametrize(
    "acts", ["BEFORE DELETE ON {0} FOR EACH ROW WHEN (false)", "AFTER INSERT ON {0} FOR EACH ROW WHEN (false)"]
)
def test_one_that_never_acts_is_missed(events: list[AuditEvent], acts: str) -> None:
    """Its name and its function are ours, and it is switched on."""
    name, table = "vrn_cases_auditlink_no_delete", "vrn_cases_auditlink"
    run(f"DROP TRIGGER {name} ON {table}")
    run(f"CREATE TRIGGER {name} {acts.format(table)} EXECUTE FUNCTION vrn_refuse_audit_change()")
    (fault,) = faults_in_audit()
    assert name in fault
