from typing import Any

from django.core.management.base import CommandParser

from vrn_cases.management.command import DatabaseCommand
from vrn_cases.privacy.services import remove_expired


class Command(DatabaseCommand):
    help = "Say what has come to the end of the time that it is kept; with --remove, remove it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove it; without this nothing is changed")

    def handle(self, *args: Any, remove: bool, **options: Any) -> None:
        removed = list(remove_expired(dry_run=not remove))
        for words in removed:
            self.stdout.write(f"{'Removed' if remove else 'Would remove'} {words}")
        if not removed:
            self.stdout.write("Nothing has come to the end of its time.")
