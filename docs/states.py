"""What stands against each step of a return, a report and a job, as a page: docs/generated/states.md.

Nothing here knows a rule: records are put into each state, unsaved, and the rooms' own rules are asked.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitoring.reports import rules as of_reports
from monitoring.reports.models import Report, ReportStatus
from monitoring.returns import rules as of_returns
from monitoring.returns.models import Return, ReturnStatus, ReturnVersion
from vrn_cases.access.models import User
from vrn_cases.jobs.models import UNFINISHED, JobState

PAGE = Path(__file__).parent / "generated" / "states.md"
THEN = datetime(2024, 4, 15, tzinfo=UTC)
SOMEBODY, SOMEBODY_ELSE = User(pk=1), User(pk=2)
Step = tuple[str, Callable[[Any], list[str]]]

VERSIONS: Mapping[ReturnStatus, ReturnVersion] = {
    ReturnStatus.DRAFT: ReturnVersion(),
    ReturnStatus.SUBMITTED: ReturnVersion(submitted_at=THEN, submitted_by=SOMEBODY),
    ReturnStatus.QUERIED: ReturnVersion(submitted_at=THEN, submitted_by=SOMEBODY, queried_at=THEN),
    ReturnStatus.ACCEPTED: ReturnVersion(submitted_at=THEN, submitted_by=SOMEBODY, accepted_at=THEN),
    ReturnStatus.REPLACED: ReturnVersion(submitted_at=THEN, submitted_by=SOMEBODY, replaced_at=THEN),
}
STEPS_OF_VERSIONS: Sequence[Step] = (
    ("Send", of_returns.against_submitting),
    ("Query", of_returns.against_querying),
    ("Accept, by somebody else", lambda version: of_returns.against_accepting(version, SOMEBODY_ELSE)),
    ("Accept, by who sent it", lambda version: of_returns.against_accepting(version, SOMEBODY)),
)
FROZEN = {"frozen_at": THEN, "frozen_by": SOMEBODY}
SIGNED = {**FROZEN, "signed_at": THEN, "signed_by": SOMEBODY_ELSE}
REPORTS: Mapping[ReportStatus, Report] = {
    ReportStatus.DRAFT: Report(),
    ReportStatus.FROZEN: Report(**FROZEN),
    ReportStatus.SIGNED: Report(**SIGNED),
    ReportStatus.PUBLISHED: Report(**SIGNED, published_at=THEN),
    ReportStatus.RESTATED: Report(**SIGNED, published_at=THEN, restated_at=THEN),
}
STEPS_OF_REPORTS: Sequence[Step] = (
    ("Change the cover paper", of_reports.against_changing),
    ("Freeze", of_reports.against_freezing),
    ("Sign, by somebody else", lambda report: of_reports.against_signing(report, SOMEBODY_ELSE)),
    ("Sign, by who froze it", lambda report: of_reports.against_signing(report, SOMEBODY)),
    ("Send back", of_reports.against_sending_back),
    ("Publish", of_reports.against_publishing),
    ("Restate", of_reports.against_restating),
)


def states_page() -> str:
    lines = [
        "# What stands against each step",
        "",
        "Made from the rules of the rooms by `make docs`; do not edit. A step without a reason against it is open.",
        "Whether this person may take it is another question, answered in [permissions.md](permissions.md).",
        "",
        "## A version of a return",
        "",
        "At most three versions of a return stand at once: one being prepared, one with the central team, and the",
        "accepted one, which counts until a newer one is accepted. Sending also wants every line put right.",
        "",
        *_table(VERSIONS, STEPS_OF_VERSIONS),
        "## A return",
        "",
        *_table({False: Return(published=False), True: Return(published=True)}, _OF_RETURN, _NAMES_OF_RETURN),
        "## A report",
        "",
        *_table(REPORTS, STEPS_OF_REPORTS),
        "## A job",
        "",
        "| State | Asked for again | A worker may take it |",
        "|---|---|---|",
        *(_row_of_job(state) for state in JobState),
        "",
        "A job that fails three times to finish is given up, with words for whoever asked for it.",
    ]
    return "\n".join(lines) + "\n"


_OF_RETURN: Sequence[Step] = (("Fill in", of_returns.against_filling_in),)
_NAMES_OF_RETURN = {False: "Asked of a partner", True: "Statement of the published record"}


def _table(records: Mapping[Any, Any], steps: Sequence[Step], names: Mapping[Any, str] | None = None) -> list[str]:
    rows = [
        f"| {names[state] if names else state.label} | "
        + " | ".join(" ".join(against(record)) or "**open**" for _, against in steps)
        + " |"
        for state, record in records.items()
    ]
    head = "| State | " + " | ".join(name for name, _ in steps) + " |"
    return [head, "|---|" + "---|" * len(steps), *rows, ""]


def _row_of_job(state: JobState) -> str:
    again = "the same job is answered" if state in UNFINISHED else "a new job"
    free = {JobState.QUEUED: "yes", JobState.RUNNING: "when its lease has run out"}.get(state, "no")
    return f"| {state.label} | {again} | {free} |"
