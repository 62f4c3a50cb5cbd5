"""Databases, folders and a queue of the benchmark's own: made for one run, removed after it by name."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg
import redis
from psycopg import sql

from vrn_cases.serving import stop_with_parent

POSTGRESQL = "postgres://postgres@127.0.0.1:5432"
REDIS = "redis://127.0.0.1:6379"
NUMBERS = range(15, 7, -1)  # of Redis databases; the first empty one is taken
OURS = ("*celery*", "unacked*", "_kombu.binding_*")  # what the queue of the service leaves in one
FORGOTTEN = ("DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "LOG_LEVEL")


class CannotMeasure(Exception):
    """Says in words what is missing."""


def leave(number: int, frame: object) -> NoReturn:
    """A stop signal ends the run in order, so that what was made for it is removed."""
    sys.exit(128 + number)


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process of our own whose output is read here; it does not outlive the one that started it."""
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=stop_with_parent,  # noqa: PLW1509 - no other thread runs when it is started
    ) as run:
        try:
            yield run
        except BaseException:
            run.terminate()
            raise


@contextmanager
def surroundings(database: str, size: str) -> Iterator[dict[str, str]]:
    """The environment of one run: a new data folder and a new, empty database."""
    with tempfile.TemporaryDirectory(prefix="vrn-bench-", ignore_cleanup_errors=True) as folder:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("VRN_", "DJANGO_", "EMAIL_")) and name not in FORGOTTEN
        }
        environment |= {"VRN_DATA_DIR": folder, "DEBUG": "off", "LOG_LEVEL": "ERROR"}
        if database == "sqlite":
            yield environment
            return
        with postgresql(f"vrn_bench_{size.lower()}_{os.getpid()}") as address:
            yield {**environment, "DATABASE_URL": address}


@contextmanager
def postgresql(name: str) -> Iterator[str]:
    """A new database of this name, dropped at the end. BENCH_POSTGRESQL names another server. Raises CannotMeasure."""
    server = os.environ.get("BENCH_POSTGRESQL", POSTGRESQL).rstrip("/")
    try:
        link = psycopg.connect(f"{server}/postgres", autocommit=True)
    except psycopg.OperationalError as error:
        raise CannotMeasure(f"PostgreSQL does not answer at {server}: {str(error).splitlines()[0]}") from error
    with link:
        link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{server}/{name}"
        finally:
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def redis_queue() -> Iterator[str]:
    """The address of an empty Redis database; the queue's own keys are removed from it at the end.

    BENCH_REDIS names another server. Raises CannotMeasure.
    """
    server = os.environ.get("BENCH_REDIS", REDIS).rstrip("/")
    try:
        number = next((number for number in NUMBERS if _is_empty(f"{server}/{number}")), None)
    except redis.ConnectionError as error:
        raise CannotMeasure(f"Redis does not answer at {server}") from error
    if number is None:
        raise CannotMeasure(f"there is no empty Redis database from {NUMBERS[-1]} to {NUMBERS[0]} at {server}")
    try:
        yield f"{server}/{number}"
    finally:
        with redis.Redis.from_url(f"{server}/{number}") as link:
            for sign in OURS:
                for key in link.scan_iter(sign):
                    link.delete(key)


def _is_empty(address: str) -> bool:
    with redis.Redis.from_url(address) as link:
        return not link.dbsize()


@contextmanager
def folder_queue(data_folder: Path) -> Iterator[str]:
    """The address of the queue in a folder, which the data folder holds."""
    for message in (data_folder / "broker" / "messages").glob("*"):
        message.unlink(missing_ok=True)
    yield "filesystem://"
