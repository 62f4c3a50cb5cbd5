"""What is removed by itself at the end of its time, room by room, in one run."""

from collections.abc import Iterator

from vrn_cases.files.services import remove_expired_files
from vrn_cases.forms.services import remove_expired_drafts, remove_expired_submissions
from vrn_cases.jobs.services import remove_old_jobs
from vrn_cases.list_files.services import forget_wanted_lists
from vrn_cases.notices.services import remove_old_notices
from vrn_cases.sign_in.services import remove_expired_sessions


def remove_expired(*, dry_run: bool = True) -> Iterator[str]:
    """Do it, or only look; says each thing in words."""
    for name in remove_expired_files(dry_run=dry_run):
        yield f"file {name}"
    for what, count in (
        ("submission keys", remove_expired_submissions(dry_run=dry_run)),
        ("drafts", remove_expired_drafts(dry_run=dry_run)),
        ("lists without a file", forget_wanted_lists(dry_run=dry_run)),
        ("finished jobs", remove_old_jobs(dry_run=dry_run)),
        ("messages", remove_old_notices(dry_run=dry_run)),
        ("lapsed sessions", remove_expired_sessions(dry_run=dry_run)),
    ):
        if count:
            yield f"{count} {what}"
