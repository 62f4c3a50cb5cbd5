"""Checks that nobody altered, removed or inserted anything in the log of what was done and seen."""

from typing import Any

from django.core.management.base import CommandError

from vrn_cases.audit.verification import counts, faults_in_audit
from vrn_cases.management.command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Check the log of what was done and seen. Exit code 1 and each fault in words when something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in faults_in_audit():
            found += 1
            self.stderr.write(fault)
        seen = counts()
        if found:
            raise CommandError(f"{found} {'fault' if found == 1 else 'faults'} in the log.", returncode=1)
        self.stdout.write(
            f"The log is whole: {seen['events']:,} events, {seen['links']:,} of them sealed, "
            f"{seen['values']:,} kept values."
        )
