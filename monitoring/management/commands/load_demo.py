"""Fills the demonstration with an invented caseload of two years, and works its figures out."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from interventions.demo_casework import load_casework
from interventions.demo_story import BY
from interventions.participants.models import Participant
from monitoring.indicators.services import aggregate
from monitoring.indicators.store import plain_step
from vrn_cases.jobs.services import request_job


class Command(BaseCommand):
    help = "Load an invented caseload of two years up to today. Safe to repeat: it goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--share", type=float, default=1.0, help="make only this share of the people, above 0")
        parser.add_argument("--in-background", action="store_true", help="let a worker do it, in many short steps")

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError(
                "load_demo makes invented people. It runs only where VRN_DEMONSTRATION is on, "
                "and never with VRN_MODE=production."
            )
        if Participant.objects.filter(invented=False).exists():
            raise CommandError("There are people here who were not invented. Nothing was made.")
        if options["in_background"]:
            with transaction.atomic():
                request_job("load_demo", subject={"share": options["share"]}, by=BY)
            return
        people = load_casework(timezone.localdate(), step=plain_step, share=options["share"])
        rollup = aggregate(by=BY)
        if verbosity:
            self.stdout.write(f"{people:,} invented people; {rollup.cell_rows:,} rows of figures.")
