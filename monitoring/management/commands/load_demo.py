"""Fills the demonstration with an invented caseload of two years, and works its figures out."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from interventions.cases.models import Case
from interventions.demo_casework import BY, load_casework
from monitoring.indicators.services import aggregate


class Command(BaseCommand):
    help = "Load an invented caseload of two years up to today. Does nothing where there is a case already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--share", type=float, default=1.0, help="make only this share of the people, above 0")

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError(
                "load_demo makes invented people. It runs only where VRN_DEMONSTRATION is on, "
                "and never with VRN_MODE=production."
            )
        if Case.objects.exists():
            self.stdout.write("There are cases already: nothing made.")
            return
        for done, total in load_casework(timezone.localdate(), share=options["share"]):
            if verbosity > 1:
                self.stdout.write(f"{done:,} of {total:,} people")
        rollup = aggregate(by=BY)
        if verbosity:
            self.stdout.write(f"Invented caseload made; {rollup.cell_rows:,} figures worked out.")
