"""One measured case: its JSON line, whether its target was met, and the table of all of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

KEYS = (
    "job",
    "case",
    "size",
    "database",
    "seconds",
    "floor_seconds",
    "ratio",
    "target",
    "queries",
    "peak_mib",
)
HEADINGS = ("Job", "Case", "Size", "Database", "Seconds", "Floor", "Ratio", "Target", "Met", "Queries", "Peak MiB")
RIGHT = (4, 5, 6, 9, 10)  # places of the columns that hold numbers


@dataclass(frozen=True)
class Result:
    """Medians in seconds; `ratio` is seconds over floor_seconds. `target` reads like "ratio <= 1.15"; empty: none.

    `queries` are statements of one round, without those that open and close transactions; `peak_mib` is the peak of
    a process that did nothing else.
    """

    job: str
    case: str
    size: str
    database: str
    seconds: float | None = None
    floor_seconds: float | None = None
    target: str = ""
    queries: int | None = None
    peak_mib: float | None = None

    @property
    def ratio(self) -> float | None:
        if self.seconds is None or not self.floor_seconds:
            return None
        return round(self.seconds / self.floor_seconds, 3)

    def as_json(self) -> str:
        told = {**asdict(self), "ratio": self.ratio}
        for name in ("seconds", "floor_seconds"):
            told[name] = None if told[name] is None else round(told[name], 6)
        return json.dumps({key: told[key] for key in KEYS})


def lines_in(output: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The results in what a process printed; workers that it started may have printed beside them."""
    for line in output:
        if line.startswith("{"):
            yield json.loads(line)


def at_most(quantity: str, most: float) -> str:
    """A target: `quantity` is ratio, seconds, queries or peak_mib."""
    return f"{quantity} <= {most:g}"


def met(line: dict[str, Any]) -> bool | None:
    """Whether the line meets its target; None where it has none, or was not measured."""
    if not line["target"]:
        return None
    quantity, _, most = line["target"].split()
    value = line[quantity]
    return None if value is None else value <= float(most)


def as_rows(lines: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (
            line["job"].upper(),
            line["case"],
            line["size"],
            line["database"],
            _seconds(line["seconds"]),
            _seconds(line["floor_seconds"]),
            "" if line["ratio"] is None else f"{line['ratio']:.2f}",
            line["target"].replace("peak_mib", "MiB").replace("<=", "≤"),
            {True: "yes", False: "no", None: ""}[met(line)],
            "" if line["queries"] is None else f"{line['queries']:,}",
            "" if line["peak_mib"] is None else f"{line['peak_mib']:.0f}",
        )
        for line in lines
    ]


def _seconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if value < 0.1 else f"{value:.3f}" if value < 10 else f"{value:.1f}"


def as_text(lines: Sequence[dict[str, Any]]) -> str:
    """The table for a terminal."""
    rows = [HEADINGS, *as_rows(lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if place in RIGHT else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def as_markdown(lines: Sequence[dict[str, Any]]) -> str:
    rule = ["---:" if place in RIGHT else "---" for place in range(len(HEADINGS))]
    rows = [HEADINGS, rule, *as_rows(lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
