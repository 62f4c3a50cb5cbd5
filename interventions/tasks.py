"""What the jobs of this package do. Each is handed its run: its subject, its progress and its fence."""

from interventions.outcomes.services import follow_every_case
from vrn_cases.jobs.services import Run


def follow_measures(run: Run) -> None:
    """Bring the day on which a measure of each case is due up to date; of one programme where the subject names it."""
    changed = follow_every_case(programme=run.subject.get("programme"), step=run.step)
    run.progress(f"{changed:,} {'case has' if changed == 1 else 'cases have'} another day on which a measure is due.")
