from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

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
            call_command("load_demo", in_background=True, **quietly)
        if not settings.DEBUG:
            collect_static_files()
