from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from vrn_cases.backup import back_up
from vrn_cases.database_copies import CannotCopy
from vrn_cases.management.command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Writes database, kept files and the head of the audit chain into one file. The service may run meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="for example vrn-2026-11-20.tar.gz")

    def handle(self, *args: Any, to: Path, **options: Any) -> None:
        try:
            manifest = back_up(to)
        except FileExistsError:
            raise CommandError(f"There is a file named {to} already. Nothing was written.") from None
        except (CannotCopy, OSError) as reason:
            raise CommandError(f"No backup was made. {reason}") from None
        keys = "; ".join(f"{setting}: {', '.join(ids)}" for setting, ids in manifest.key_ids.items())
        size = to.stat().st_size / 2**20
        self.stdout.write(f"Wrote {to}: {manifest.contents()}; {size:.1f} MiB.")
        self.stdout.write(f"It holds personal data and no keys. Keep these keys apart from it ({keys}) and SECRET_KEY.")
