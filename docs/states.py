"""What stands against each step of a referral, a case, a return, a report and a job: docs/generated/states.md.

Nothing here knows a rule: records are put into each state, unsaved, and the rooms' own rules are asked.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from interventions.cases import rules as of_cases
from interventions.cases.models import Case, CaseStatus
from interventions.outcomes import rules as of_measures
from interventions.outcomes.models import Assessment
from interventions.referrals import rules as of_referrals
from interventions.referrals.models import Referral, ReferralStatus
from interventions.sessions import rules as of_sessions
from interventions.sessions.models import Attendance, Session
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

DAY = date(2024, 4, 15)
OTHER_CASE = "C2222222"

REFERRALS: Mapping[ReferralStatus, Referral] = {
    ReferralStatus.WAITING: Referral(received_on=DAY),
    ReferralStatus.ACCEPTED: Referral(received_on=DAY, accepted_on=DAY),
    ReferralStatus.JOINED: Referral(received_on=DAY, joined_on=DAY),
    ReferralStatus.DECLINED: Referral(received_on=DAY, declined_on=DAY),
    ReferralStatus.WITHDRAWN: Referral(received_on=DAY, withdrawn_on=DAY),
}
STEPS_OF_REFERRALS: Sequence[Step] = (
    ("Add to it", of_referrals.against_changing),
    ("Accept", lambda referral: of_referrals.against_accepting(referral, open_case="")),
    ("Accept, with an open case", lambda referral: of_referrals.against_accepting(referral, open_case=OTHER_CASE)),
    ("Join, with an open case", lambda referral: of_referrals.against_joining(referral, open_case=OTHER_CASE)),
    ("Join, without one", lambda referral: of_referrals.against_joining(referral, open_case="")),
    ("Decline or withdraw", of_referrals.against_deciding),
)
CASES: Mapping[CaseStatus, Case] = {
    CaseStatus.OPEN: Case(opened_on=DAY),
    CaseStatus.PAUSED: Case(opened_on=DAY, paused_on=DAY),
    CaseStatus.CLOSED: Case(opened_on=DAY, closed_on=DAY),
}
STEPS_OF_CASES: Sequence[Step] = (
    ("Give to a worker", of_cases.against_giving),
    ("Pause", of_cases.against_pausing),
    ("Resume", of_cases.against_resuming),
    ("Say what comes next", of_cases.against_planning),
    ("Close", of_cases.against_closing),
    ("Reopen", lambda case: of_cases.against_reopening(case, open_case=None)),
    (
        "Reopen, beside an open case",
        lambda case: of_cases.against_reopening(case, open_case=Case(reference=OTHER_CASE)),
    ),
)

WEEK = timedelta(days=7)
SESSIONS: Mapping[str, Session] = {
    "To come": Session(held_on=DAY + WEEK),
    "Past, without attendance": Session(held_on=DAY - WEEK),
    "Attended": Session(held_on=DAY - WEEK, attendance=Attendance.ATTENDED, minutes=0),
    "Did not attend, or cancelled": Session(held_on=DAY - WEEK, attendance=Attendance.DID_NOT_ATTEND),
    "Part of a group session": Session(held_on=DAY - WEEK, group_id=1),
}
ONGOING = Case(opened_on=DAY - 2 * WEEK)


def _recording(attendance: str, minutes: int | None = None) -> Callable[[Session], list[str]]:
    return lambda one: of_sessions.against_attendance(attendance, minutes, held_on=one.held_on, today=DAY)


STEPS_OF_SESSIONS: Sequence[Step] = (
    ("Say that they attended", _recording(Attendance.ATTENDED, 45)),
    ("Say that it was cancelled", _recording(Attendance.CANCELLED_BY_PERSON)),
    (
        "Change its day",
        lambda one: of_sessions.against_moving(one, one.held_on, opened_on=ONGOING.opened_on, today=DAY),
    ),
    ("Remove it, without notes", lambda one: of_sessions.against_removing(one, notes=0)),
)
MEASURES: Mapping[str, Assessment] = {
    "Taken": Assessment(taken_on=DAY),
    "Not taken, with the reason": Assessment(taken_on=DAY, not_done_reason_id=1),
    "Corrected": Assessment(taken_on=DAY, replaced_at=THEN),
}
STEPS_OF_MEASURES: Sequence[Step] = (("Correct", of_measures.against_correcting),)

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
        "## A referral",
        "",
        "One thing comes of a referral, once. No step is taken on a day to come or before the receipt.",
        "",
        *_table(REFERRALS, STEPS_OF_REFERRALS),
        "## A case",
        "",
        "No step is taken on a day to come, or before the spell that runs began. A case is not closed before its last",
        "attended session. Whoever closes it is warned of sessions without attendance, and may go on. Notes may be",
        "written in every state; a saved note is only ever corrected.",
        "",
        *_table(CASES, STEPS_OF_CASES),
        "## A session",
        "",
        "A session lies in its case, and a closed case takes none. Minutes are told exactly when somebody attended;",
        "zero is an answer. What was recorded can be corrected, and taken back.",
        "",
        *_table(SESSIONS, STEPS_OF_SESSIONS, {name: name for name in SESSIONS}),
        "## A measure",
        "",
        "Each measure is taken once at the start of a case, once at the end, and as often as one likes in between. Its",
        "answers never change: a correction is a newer one, and both are kept.",
        "",
        *_table(MEASURES, STEPS_OF_MEASURES, {name: name for name in MEASURES}),
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
