"""What versions hold: what is left to put right, last period's answers, the version that counts."""

from collections.abc import Sequence

from monitoring.returns.asked import Answers, Given, Key, Row, answers_of, rows_asked
from monitoring.returns.checks import contradictions, missing, unbroken
from monitoring.returns.models import Return, ReturnVersion


def left_to_do(version: ReturnVersion) -> list[str]:
    """What has to be put right in a version before it can be sent, in sentences; empty when nothing."""
    return [
        f"Line {row.number}, “{row.text}”: {text}"
        for row, text in problems(rows_asked(version.of), answers_of(version))
    ]


def problems(rows: Sequence[Row], answers: Answers) -> list[tuple[Row, str]]:
    """Each line that has to be put right before a version can be sent, with what to do, in the order of the lines."""
    place = {row.key: number for number, row in enumerate(rows)}
    found = [(row, "there is no answer. Fill it in, or say why not.") for row in missing(rows, answers)]
    found += contradictions(rows, answers)
    found += [
        (row, f"there is no breakdown by {label.lower()}. Fill it in, or say in the note why not.")
        for row, label in unbroken(rows, answers)
    ]
    return sorted(found, key=lambda one: place[one[0].key])


def previous_return(of: Return) -> Return | None:
    """The return of the same programme and organisation over the period that ended when this one begins."""
    if of.start is None:
        return None
    same = Return.objects.filter(programme=of.programme_id, organisation=of.organisation_id, published=False)
    return same.filter(end=of.start).order_by("-start", "-id").first()


def last_period(of: Return) -> dict[Key, Given]:
    """What was accepted for the period before this one, by row; empty where nothing was."""
    before = previous_return(of)
    return answers_of(counting_version(before)) if before else {}


def counting_version(of: Return) -> ReturnVersion | None:
    return of.versions.filter(accepted_at__isnull=False, replaced_at=None).first()


def version_to_check(of: Return) -> ReturnVersion | None:
    """The one that was sent and waits for the central team, though the partner may have begun another."""
    sent = of.versions.filter(replaced_at=None, accepted_at=None, queried_at=None, submitted_at__isnull=False)
    return sent.order_by("-number").first()


def newest_version(of: Return) -> ReturnVersion | None:
    """The version somebody works on now: the one being prepared, else the one sent, else the one that counts."""
    return of.versions.filter(replaced_at=None).order_by("-number").first()
