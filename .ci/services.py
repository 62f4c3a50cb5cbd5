"""An own database and two own Redis numbers for one run of the suite: `services.py make|remove POSTGRESQL REDIS NAME`.

Fails, with the reason, where PostgreSQL or Redis cannot be reached: the suite is not shown to work without them.
"""

import sys
from collections.abc import Callable

import psycopg
import redis

NUMBERS = (14, 15)  # for the queue and for the cache


def main(verb: str, postgresql: str, redis_url: str, name: str) -> None:
    try:
        with psycopg.connect(f"{postgresql}/postgres", autocommit=True, connect_timeout=10) as connection:
            VERBS[verb](connection, name)
        for number in NUMBERS:
            with redis.Redis.from_url(f"{redis_url}/{number}", socket_connect_timeout=10) as server:
                server.flushdb()
    except psycopg.OperationalError as error:
        raise SystemExit(f"PostgreSQL is needed at {postgresql.rpartition('@')[2]}: {error}") from None
    except redis.RedisError as error:
        raise SystemExit(f"Redis is needed at {redis_url.rpartition('@')[2]}: {error}") from None


def make(connection: psycopg.Connection, name: str) -> None:
    connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))


def remove(connection: psycopg.Connection, name: str) -> None:
    """Also the databases that the suite made beside it, when it was stopped before it could take them away."""
    rows = connection.execute("SELECT datname FROM pg_database WHERE strpos(datname, %s) > 0", [name]).fetchall()
    for (found,) in rows:
        connection.execute(psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(found)))


VERBS: dict[str, Callable[[psycopg.Connection, str], None]] = {"make": make, "remove": remove}

if __name__ == "__main__":
    main(*sys.argv[1:])
