"""Database triggers that refuse to change or remove what the log holds.

They are put up after every migration, because an SQLite table rebuild drops them without a word; `verify_audit`
fails when they are missing.
"""

from typing import Any

from django.db import connections

PROTECTED = ("vrn_cases_auditevent", "vrn_cases_auditlink")
REFUSAL = "the audit log cannot be changed"


def trigger_names(vendor: str) -> set[str]:
    verbs = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
    return {f"{table}_no_{verb}" for table in PROTECTED for verb in verbs}


def installed_triggers(using: str = "default") -> set[str]:
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()} & trigger_names(connection.vendor)


def protect_audit_tables(using: str = "default", **kwargs: Any) -> None:
    connection = connections[using]
    if not set(PROTECTED) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return _postgresql()
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for table in PROTECTED
        for verb in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION vrn_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    ]
    for table in PROTECTED:
        for verb, level in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            name = f"{table}_no_{verb}"
            made += [
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
                f"FOR EACH {level} EXECUTE FUNCTION vrn_refuse_audit_change()",
            ]
    return made
