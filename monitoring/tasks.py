"""What the jobs of this package do. Each is handed its run: its subject, its progress and its fence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import reverse
from django.utils import timezone

from interventions.demo_casework import load_casework
from interventions.outcomes.services import follow_every_case
from monitoring.indicators import deciding
from monitoring.indicators import services as indicators
from monitoring.indicators.store import let_others_write
from monitoring.reports.freezing import freeze_report
from monitoring.returns import receiving
from monitoring.returns.funder import making
from vrn_cases.audit.services import SYSTEM
from vrn_cases.jobs.services import Run, request_job


def aggregate(run: Run) -> None:
    """Work out every figure again (of one financial year where the subject names it) and write what differs."""
    by = run.job.requested_by or SYSTEM
    rollup = indicators.aggregate(by=by, year=run.subject.get("year"), step=run.step)
    changed, put_right = rollup.cells_changed, rollup.differences or 0
    told = f"{changed:,} {'figure' if changed == 1 else 'figures'} changed. "
    run.progress(told + f"{put_right:,} {'record' if put_right == 1 else 'records'} had to be put right.")
    run.offer("See the figures", reverse("indicators"))
    _have_decided(run)


def load_demo(run: Run) -> None:
    """Invent the demonstration's caseload, with a pause after each step for whoever waits; its figures follow."""

    @contextmanager
    def step(message: str, **told: int) -> Iterator[None]:
        with run.step(message, **told):
            yield
        let_others_write()

    people = load_casework(timezone.localdate(), step=step, share=run.subject["share"])
    follow_every_case(step=run.step)
    run.progress(f"{people:,} invented people.", done=people, total=people)


def refresh_figures(run: Run) -> None:
    """Work out again what was touched."""
    settled = indicators.refresh_figures(step=run.step)
    run.progress(f"{settled:,} {'change is' if settled == 1 else 'changes are'} in the figures now.")
    _have_decided(run)


def _have_decided(run: Run) -> None:
    """Have what was worked out taken through the disclosure door, so that no page has to wait for it."""
    with run.step():
        request_job("decide_figures", subject={}, by=SYSTEM)


def undecided() -> bool:
    return deciding.undecided()


def decide_figures(run: Run) -> None:
    """Take through the disclosure door what moved: figures, who reads them from inside, and what was released."""
    decided = deciding.decide_figures(step=run.step)
    run.progress(f"{decided:,} {'year of an indicator was' if decided == 1 else 'years of indicators were'} checked.")


def read_return(run: Run) -> None:
    """Read an uploaded workbook: it becomes a version, or everything that is wrong with it is put down."""
    upload = receiving.read_upload(run.subject["file"], by=run.job.requested_by or SYSTEM, step=run.step)
    run.offer("See what was found", upload.get_absolute_url())


def make_report(run: Run) -> None:
    """Work the figures out, print every edition and freeze the report."""
    frozen = freeze_report(reference=run.subject["report"], by=run.job.requested_by or SYSTEM, step=run.step)
    run.offer(f"Open the report for {frozen.label}", frozen.get_absolute_url())


def make_grant_return(run: Run) -> None:
    """Put together the return to a funder and keep it as a file."""
    made = making.make_return(run.subject["grant_return"], by=run.job.requested_by or SYSTEM, step=run.step)
    run.offer("Open the return to the funder", made.get_absolute_url())
