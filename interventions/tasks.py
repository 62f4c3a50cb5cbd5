"""What the jobs of this package do. Each is handed its run: its subject, its progress and its fence."""

from interventions.outcomes.services import follow_every_case
from vrn_cases.jobs.services import Run


def follow_measures(run: Run) -> None:
    """Bring the day on which something is due in each case up to date; of one programme where the subject names it.

    Every write keeps it already: this is for a plan that changed for more cases than somebody could wait for, and a
    check at night.
    """
    changed = follow_every_case(programme=run.subject.get("programme"), step=run.step)
    run.progress(f"{changed:,} {'case has' if changed == 1 else 'cases have'} another day on which something is due.")
