"""Adds one invented person a role to sign in as, and prints how."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from interventions.demo import PASSWORD, SIGN_INS, add_sign_in
from interventions.management.command import refuse_without_reference
from vrn_cases.management.command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Add one invented person a role to sign in as. Safe to repeat: who is there is left alone."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMONSTRATION:
            raise CommandError(
                "load_sign_ins makes invented people with a password that everybody knows. "
                "It runs only where VRN_DEMONSTRATION is on, and never with VRN_MODE=production."
            )
        refuse_without_reference()
        added = sum(add_sign_in(sign_in) for sign_in in SIGN_INS)
        if verbosity:
            self._print(added)

    def _print(self, added: int) -> None:
        role = max(len(sign_in.role.label) for sign_in in SIGN_INS)
        email = max(len(sign_in.email) for sign_in in SIGN_INS)
        self.stdout.write(f"{'Role':<{role}}  {'Email address':<{email}}  Password")
        for sign_in in SIGN_INS:
            self.stdout.write(f"{sign_in.role.label:<{role}}  {sign_in.email:<{email}}  {PASSWORD}")
        self.stdout.write(f"{added} added, {len(SIGN_INS) - added} there before and left alone.")
