"""Runs each database and size in surroundings of its own, prints the JSON lines as they come and a table at the end."""

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.asked import NOT_MEASURED, Asked, Size, asked_for
from bench.child import command_of
from bench.document import put_table
from bench.results import as_text, lines_in, met
from bench.scratch import CannotMeasure, leave, started, surroundings


def measured(asked: Asked, database: str, size: Size) -> Iterator[dict[str, Any]]:
    """The lines of one database and size. Raises CannotMeasure when its process fails."""
    with surroundings(database, size.name) as environment:
        command = command_of("one_run", size.name, database, ",".join(asked.jobs))
        with started(command, environment) as run:
            assert run.stdout is not None
            yield from lines_in(run.stdout)
        if run.returncode:
            raise CannotMeasure(f"{database}, {size.name}: the run ended with code {run.returncode}; see above")


def main() -> int:
    asked = asked_for(sys.argv[1:])
    lines: list[dict[str, Any]] = []
    wrong = False
    for database in asked.databases if asked.jobs else ():
        for size in asked.sizes:
            try:
                for line in measured(asked, database, size):
                    sys.stdout.write(json.dumps(line) + "\n")
                    sys.stdout.flush()
                    lines.append(line)
            except CannotMeasure as problem:
                wrong = True
                sys.stderr.write(f"{problem}\n")
    missed = [line for line in lines if met(line) is False]
    told = [as_text(lines)] if lines else []
    if lines:
        told.append(f"{len(missed)} of {sum(met(line) is not None for line in lines)} targets were missed.")
    sys.stdout.write("\n\n".join(["", *told, "\n".join(NOT_MEASURED)]) + "\n")
    if asked.write and lines:
        put_table(Path(asked.write), lines)
    return 1 if wrong else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, leave)
    sys.exit(main())
