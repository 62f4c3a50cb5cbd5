"""Fills the demonstration with an invented caseload of two years, and works its figures out."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from interventions.demo_casework import first_day, load_casework
from interventions.demo_scale import enlarge_casework
from interventions.demo_story import BY
from interventions.management.command import refuse_without_reference
from interventions.outcomes.services import follow_every_case
from interventions.participants.models import Participant
from monitoring.indicators.services import aggregate
from monitoring.indicators.store import plain_step
from vrn_cases.jobs.services import request_job
from vrn_cases.management.command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Load an invented caseload of two years up to today. Safe to repeat: it goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--share", type=float, default=1.0, help="make only this share of the people, above 0")
        parser.add_argument("--scale", type=int, default=1, help="copy everybody until there are so many times as many")
        parser.add_argument("--in-background", action="store_true", help="let a worker do it, in many short steps")

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError(
                "load_demo makes invented people. It runs only where VRN_DEMONSTRATION is on, "
                "and never with VRN_MODE=production."
            )
        refuse_without_reference()
        here = Participant.objects.all()  # whom somebody enters beside the invented ones keeps nothing from going on
        if here.filter(invented=False).exists() and not here.filter(invented=True).exists():
            raise CommandError("There are people here and none of them is invented. Nothing was made.")
        if options["scale"] < 1:
            raise CommandError("--scale is a whole number from 1.")
        if options["in_background"] and options["scale"] > 1:
            raise CommandError("--scale does not go with --in-background: it takes minutes in one process.")
        if options["in_background"]:
            with transaction.atomic():
                request_job("load_demo", subject={"share": options["share"]}, by=BY)
            return
        today = timezone.localdate()
        first = load_casework(today, step=plain_step, share=options["share"])
        people = first * options["scale"]
        if people > first:
            enlarge_casework(today, people=people, first=first, since=first_day(today), step=plain_step)
        follow_every_case()
        rollup = aggregate(by=BY)
        if verbosity:
            self.stdout.write(f"{people:,} invented people; {rollup.cell_rows:,} rows of figures.")
