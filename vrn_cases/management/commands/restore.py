from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from vrn_cases.backup import CannotRestore, restore
from vrn_cases.backup_archive import BadArchive
from vrn_cases.database_copies import CannotCopy
from vrn_cases.serving import CannotServe


class Command(BaseCommand):
    help = "Puts back what `backup` wrote, brings it to this version and checks the log. Stop the service first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", type=Path, required=True, metavar="FILE", dest="source")
        parser.add_argument("--replace", action="store_true", help="even where there is data already, which is lost")

    def handle(self, *args: Any, source: Path, replace: bool, **options: Any) -> None:
        if not source.is_file():
            raise CommandError(f"There is no file named {source}.")
        try:
            manifest = restore(source, replace=replace)
        except (BadArchive, CannotRestore, CannotCopy, CannotServe) as reason:
            raise CommandError(f"Nothing was restored; what was here is as it was. {reason}") from None
        when = f"{localtime(datetime.fromisoformat(manifest.made_at)):%-d %B %Y at %H:%M}"
        self.stdout.write(f"Restored {manifest.contents()}, as they were on {when}.")
        self.stdout.write("The log is whole.")
