"""A command that is run too early says what to run first."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db
OVER_RECORDS: dict[str, dict[str, Any]] = {
    "load_reference": {},
    "load_sign_ins": {},
    "load_demo": {},
    "load_demo_returns": {},
    "report_board": {"year": "2023/24", "out": "report"},
    "verify_audit": {},
    "remove_expired": {},
    "invite_administrator": {"email": "first@example.invalid", "name": "Invented First"},
    "backup": {"to": "backup.tar.gz"},
}


@pytest.mark.parametrize("command", ["load_sign_ins", "load_demo", "load_demo_returns", "report_board"])
def test_before_the_reference_data(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match="Run `manage.py load_reference` first"):
        call_command(command, **OVER_RECORDS[command])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", OVER_RECORDS)
def test_before_the_tables_are_those_of_this_version(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["one that is missing"])
    with pytest.raises(CommandError, match=r"Run `manage\.py migrate` first"):
        call_command(command, **OVER_RECORDS[command])
    assert not list(tmp_path.iterdir())


def test_while_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Any, connection: Any) -> None:
        raise OperationalError("connection refused\nIs the server running?") from sqlite3.OperationalError()

    monkeypatch.setattr(MigrationExecutor, "__init__", refused)
    with pytest.raises(CommandError, match=r"^The database does not answer: connection refused$"):
        call_command("verify_audit")
