"""Database triggers that refuse to change or remove what the log holds.

They are put up after every migration, because an SQLite table rebuild drops them without a word; `verify_audit`
fails when they are missing.
"""

from typing import Any

from django.db import connections

PROTECTED = ("vrn_cases_auditevent", "vrn_cases_auditlink")
KEYS = {"vrn_cases_auditevent": ("id",), "vrn_cases_auditlink": ("position", "event")}
REFUSAL = "the audit log cannot be changed"
FUNCTION = "vrn_refuse_audit_change"
FUNCTION_BODY = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "
VERBS = {"postgresql": ("update", "delete", "truncate"), "sqlite": ("update", "delete", "replace")}


def trigger_names(vendor: str) -> set[str]:
    return {f"{table}_no_{verb}" for table in PROTECTED for verb in VERBS[vendor]}


def installed_triggers(using: str = "default") -> set[str]:
    """The names of the triggers that stand, are switched on, and do what they should."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.proname = %s AND p.prosrc = %s",
                [FUNCTION, FUNCTION_BODY],
            )
            meant = _postgresql()
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            meant = _sqlite()
        return {name for name, made in cursor.fetchall() if name in meant and made.endswith(f" {name} {meant[name]}")}


def protect_audit_tables(using: str = "default", **kwargs: Any) -> None:
    connection = connections[using]
    if not set(PROTECTED) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        made = [f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${FUNCTION_BODY}$$"]
        for name, rest in _postgresql().items():
            made += [f"DROP TRIGGER IF EXISTS {name} ON {name.partition('_no_')[0]}", f"CREATE TRIGGER {name} {rest}"]
        return made
    made = []
    for name, rest in _sqlite().items():
        made += [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {rest}"]
    return made


def _sqlite() -> dict[str, str]:
    """What follows `CREATE TRIGGER <name>`. REPLACE is refused by itself: it removes a row without a delete trigger."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    made = {}
    for table in PROTECTED:
        taken = " OR ".join(f"{key} = NEW.{key}" for key in KEYS[table])
        made[f"{table}_no_update"] = f"BEFORE UPDATE ON {table} {refuse}"
        made[f"{table}_no_delete"] = f"BEFORE DELETE ON {table} {refuse}"
        made[f"{table}_no_replace"] = (
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {refuse}"  # noqa: S608  own names
        )
    return made


def _postgresql() -> dict[str, str]:
    """The same, as PostgreSQL writes it down itself: any condition or column beside it shows."""
    return {
        f"{table}_no_{verb}": f"BEFORE {verb.upper()} ON {table} FOR EACH {level} EXECUTE FUNCTION {FUNCTION}()"
        for table in PROTECTED
        for verb, level in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
    }
