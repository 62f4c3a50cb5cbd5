"""Fills the demonstration with invented returns, so that its pages have something to show."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from interventions.management.command import refuse_without_reference
from monitoring.demo import load_demo_returns
from vrn_cases.management.command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Load invented returns of partners, and ask for one. Does nothing where a partner's return is there already."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError(
                "load_demo_returns makes invented returns. It runs only where VRN_DEMONSTRATION is on, "
                "and never with VRN_MODE=production."
            )
        refuse_without_reference()
        made = load_demo_returns(timezone.localdate())
        if verbosity:
            self.stdout.write(f"{made} invented returns made." if made else "Returns are there already: nothing made.")
