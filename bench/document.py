"""The table as a document that is kept with the code, and its lines beside it, so that one job can be measured anew."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.asked import JOBS, NOT_MEASURED, SIZES
from bench.results import as_markdown, lines_in, met

HEAD = """# Benchmark

Made by `python -m bench --write docs/BENCHMARK.md`. Every figure is a ratio to a floor that was measured in the same
run, in turns with it, on 2 cores, SQLite 3.x / PostgreSQL 15. Jobs and sizes were measured in several runs; their lines
are kept in `BENCHMARK.jsonl`. Before anything is timed, the service and its floor must have given the same answer.
Seconds are medians of at least 5 rounds, and of at least 40 requests for a page. Which targets are missed by design,
and why: [decision 13](decisions/013-what-a-page-costs.md).

| Job | What is measured | Its floor |
| --- | --- | --- |
| J1 | Every figure of four years from the records of casework and of returns | The same cells by hand-written SQL |
| J1 | One programme's quarter, or one session, refreshed after a change | The whole working-out |
| J1 | The page of a figure, and with two breakdowns crossed | A signed-in page that reads 25 rows by one index |
| J2 | The list of cases by each filter, the search for a name | A signed-in page that reads 25 rows by one index |
| J2 | Who may be the one about to be entered (the check alone) | The same page |
| J3 | The page of a case with 200 events | The same page |
| J4 | A list of 25 columns as a styled Excel file, from the database | openpyxl's write-only mode on the same rows |
| J5 | Reading and checking an uploaded return of one sheet | calamine alone |
| J5 | The whole upload: kept, read, checked, stored, logged | openpyxl, a form for each row and update_or_create |
| J6 | A session saved by the real form, by 32 people at once over HTTP | The same page, asked for by the same people |
| J7 | The page of a report | A signed-in page that reads 25 rows by one index and joins strings by hand |
| J7 | The PDF of a report | The typesetter alone on the same words and pictures |
| J8 | The nightly working-out through the queue | The same work in this process |
| J8 | Every figure anew with two workers | The same jobs one after the other |
| J8 | A page during a full rebuild (95 in 100 requests) | The same page in quiet |
| J8 | From the acceptance of a return to its figure, with the scheduler's own pace | A limit in seconds |

A full rebuild is one job, which one worker does. "Two workers beside one" asks for it as one job for each financial
year instead. Sizes: """
TAIL = "Databases are made for the run and removed after it; figures differ from machine to machine, ratios less so."


def put_table(path: Path, measured: Sequence[dict[str, Any]]) -> None:
    """Write the document anew: these lines, and those that stand there of other jobs, sizes and databases."""
    lines = _kept_beside(path.with_suffix(".jsonl"), measured)
    missed = sum(met(line) is False for line in lines)
    judged = sum(met(line) is not None for line in lines)
    sizes = "; ".join(
        f"{size.name} {size.programmes:,} programmes, {size.returns:,} returns of 61 rows, an upload of "
        f"{size.upload_rows:,} rows"
        for size in SIZES.values()
        if any(line["size"] == size.name for line in lines)
    )
    parts = [
        f"{HEAD}{sizes}.",
        as_markdown(lines),
        f"{judged - missed} of {judged} targets are met.",
        *NOT_MEASURED,
        TAIL,
    ]
    path.with_suffix(".jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _kept_beside(path: Path, measured: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The measured lines with those kept of other jobs, in the order of database, size and job."""
    standing = list(lines_in(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []
    anew = {_what(line) for line in measured}
    return sorted([*(line for line in standing if _what(line) not in anew), *measured], key=_place)


def _what(line: dict[str, Any]) -> tuple[str, str, str]:
    return line["job"], line["size"], line["database"]


def _place(line: dict[str, Any]) -> tuple[bool, int, int]:
    return line["database"] != "sqlite", list(SIZES).index(line["size"]), list(JOBS).index(line["job"])
