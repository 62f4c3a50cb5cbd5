"""Invites the first administrator of a new service; everybody after that is invited on the page People and roles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.management.command import DatabaseCommand
from vrn_cases.records.refusals import Refused
from vrn_cases.users.services import invite

BY = "command:invite_administrator"


class Command(DatabaseCommand):
    help = "Invite an administrator. The message with the link is sent by the running service."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True, help="first and last name, as colleagues know the person")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            user = invite(
                email=email,
                name=name,
                role=Role.ADMINISTRATOR,
                agency_kind=AgencyKind.CENTRAL_TEAM,
                starts_on=timezone.localdate(),
                by=BY,
            )
        except Refused as refused:
            raise CommandError(" ".join(refused.reasons)) from refused
        self.stdout.write(f"{user.email} is invited as {user.reference}. The link in the message works for 3 days.")
