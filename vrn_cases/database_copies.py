"""A whole copy of the database in one file, made while the service runs, and put back from it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

SET_ASIDE = "before_restore"
SQLITE_PARTS = ("", "-wal", "-shm")


class CannotCopy(Exception):
    """Says in words why the database cannot be copied or put back."""


def copy_database(target: Path) -> None:
    """Write one consistent copy to `target`, whatever is written meanwhile. Raises CannotCopy."""
    if connection.vendor == "postgresql":
        run_tool(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target)])
        return
    with (
        closing(sqlite3.connect(f"file:{sqlite_file()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file that is whole by itself
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise CannotCopy(f"The copy of the database is damaged, and so may be the database: {verdict}.")


@contextmanager
def put_back(source: Path) -> Iterator[None]:
    """Put the copy in the place of the database; what stood there stays aside until the block ends.

    When the block fails, what stood there is put back. Raises CannotCopy.
    """
    connections.close_all()
    steps = _put_back_postgresql(source) if connection.vendor == "postgresql" else _put_back_sqlite(source)
    with steps:
        yield


def sqlite_file() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def _put_back_sqlite(source: Path) -> Iterator[None]:
    database = sqlite_file()
    aside = database.with_name(f"{database.name}.{SET_ASIDE}")
    _move_sqlite(database, aside)
    try:
        shutil.copyfile(source, database)
        yield
    except BaseException:
        connections.close_all()
        _remove_sqlite(database)
        _move_sqlite(aside, database)
        raise
    _remove_sqlite(aside)


def _move_sqlite(source: Path, target: Path) -> None:
    """A database in WAL mode is up to three files, which belong together."""
    for part in SQLITE_PARTS:
        if (path := Path(f"{source}{part}")).exists():
            path.rename(f"{target}{part}")


def _remove_sqlite(database: Path) -> None:
    for part in SQLITE_PARTS:
        Path(f"{database}{part}").unlink(missing_ok=True)


@contextmanager
def _put_back_postgresql(source: Path) -> Iterator[None]:
    _run_sql(f"ALTER SCHEMA public RENAME TO {SET_ASIDE}", "CREATE SCHEMA public AUTHORIZATION pg_database_owner")
    try:
        tool = ["pg_restore", "--no-owner", "--no-privileges", "--schema=public"]
        run_tool([*tool, "--single-transaction", "--exit-on-error", "--dbname", database_name(), str(source)])
        yield
    except BaseException:
        _run_sql("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {SET_ASIDE} RENAME TO public")
        raise
    _run_sql(f"DROP SCHEMA {SET_ASIDE} CASCADE")


def _run_sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connections.close_all()


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


def run_tool(command: Sequence[str]) -> None:
    """Run one of PostgreSQL's own tools against our database; the password travels in the environment."""
    path = shutil.which(command[0])
    if path is None:
        raise CannotCopy(f"{command[0]} is not installed. It comes with PostgreSQL's client (postgresql-client).")
    told: dict[str, Any] = connection.settings_dict
    env = {
        "PGHOST": told["HOST"],
        "PGPORT": str(told["PORT"] or ""),
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGDATABASE": database_name(),
    }
    result = subprocess.run(  # noqa: S603  the commands are our own
        [path, *command[1:]],
        env={**os.environ, **{name: value for name, value in env.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise CannotCopy(f"{command[0]} failed:\n{result.stderr.strip()}")
