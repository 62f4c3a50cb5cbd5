"""What a run is asked for: jobs, sizes and databases, from the command line or the environment."""

import argparse
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

JOBS = {
    "j1": "Roll-up of casework",
    "j2": "Finding cases and people",
    "j3": "Page of a case",
    "j4": "Excel export of a list",
    "j5": "Upload of a return",
    "j6": "Saving sessions",
    "j7": "Board report",
    "j8": "Figures through the queue",
}
NOT_MEASURED = (
    "Not measured: django-import-export beside the export, Django's admin beside the list. Neither is of the service.",
)


@dataclass(frozen=True)
class Size:
    """How much is in the database. A programme has one return a quarter, of 61 rows each.

    `upload_rows` are the rows of the uploaded return, `rounds` how often each job is timed, `requests` each page.
    """

    name: str
    programmes: int
    quarters: int
    upload_rows: int
    rounds: int = 5
    requests: int = 40

    @property
    def returns(self) -> int:
        return self.programmes * self.quarters


SIZES = {
    size.name: size
    for size in (
        Size("XS", programmes=2, quarters=2, upload_rows=40, rounds=1, requests=1),
        Size("S", programmes=30, quarters=8, upload_rows=5_000),
        Size("M", programmes=300, quarters=8, upload_rows=5_000),
        Size("L", programmes=600, quarters=40, upload_rows=5_000),
    )
}
DATABASES = {"sqlite": "sqlite", "postgres": "postgresql", "postgresql": "postgresql"}


@dataclass(frozen=True)
class Asked:
    jobs: tuple[str, ...]
    sizes: tuple[Size, ...]
    databases: tuple[str, ...]
    write: str = ""


def asked_for(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Asked:
    """What the command line says, then the environment, then everything at S and M. Exits with words on a mistake."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--jobs", default=environment.get("JOBS") or ",".join(JOBS), help="like j4,j8")
    parser.add_argument("--size", default=environment.get("SIZE") or "S,M", help="of XS, S, M and L")
    parser.add_argument("--db", default=environment.get("DB") or "sqlite,postgresql", help="sqlite, postgresql")
    parser.add_argument("--write", default="", metavar="FILE", help="also write the table into this document")
    given = parser.parse_args(arguments)
    jobs = _chosen(parser, given.jobs.lower(), JOBS, "job")
    sizes = _chosen(parser, given.size.upper(), SIZES, "size")
    databases = _chosen(parser, given.db.lower(), DATABASES, "database")
    return Asked(
        jobs=tuple(jobs),
        sizes=tuple(SIZES[size] for size in sizes),
        databases=tuple(dict.fromkeys(DATABASES[database] for database in databases)),
        write=given.write,
    )


def _chosen(parser: argparse.ArgumentParser, text: str, known: Iterable[str], what: str) -> list[str]:
    chosen = [word.strip() for word in text.split(",") if word.strip()]
    for word in chosen:
        if word not in known:
            parser.error(f"{word!r} is not a {what}; there are {', '.join(known)}")
    return chosen
