from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from vrn_cases.static_files import collect_static_files


class Command(BaseCommand):
    help = (
        "Brings database, reference data and static files to what this version needs. Safe to repeat; keeps all data."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        quietly = {"verbosity": max(0, verbosity - 1)}
        self.stdout.write("Preparing the database ...")
        call_command("migrate", interactive=False, **quietly)
        call_command("load_reference", **quietly)
        if settings.DEMONSTRATION:
            call_command("load_sign_ins", **quietly)
            call_command("load_demo_returns", **quietly)
            self.load_demo(**quietly)
        if not settings.DEBUG:
            collect_static_files()

    def load_demo(self, **options: Any) -> None:
        """The service starts all the same where nothing may be invented."""
        try:
            call_command("load_demo", in_background=True, **options)
        except CommandError as reason:
            self.stdout.write(f"No invented caseload: {reason}")
