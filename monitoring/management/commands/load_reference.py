"""Loads the reference data and the published record through the services. Running it again changes nothing."""

from typing import Any

from django.core.management.base import CommandError

from monitoring.management.reference_files.every_file import load_every_file, product_root
from monitoring.management.reference_files.reading import WrongFile
from monitoring.returns.services import put_standard_templates
from vrn_cases.audit.models import AuditEvent
from vrn_cases.management.command import DatabaseCommand

BY = "load_reference"


class Command(DatabaseCommand):
    help = "Load programmes, reference lists, outside figures, budgets, theories of change and the published record."

    def handle(self, *args: Any, **options: Any) -> None:
        before = AuditEvent.objects.filter(actor=BY).count()
        try:
            for loaded in load_every_file(product_root(), BY):
                if options["verbosity"] > 1:
                    self.stdout.write(f"{loaded.name}: {loaded.rows} rows")
        except WrongFile as wrong:
            raise CommandError(f"{wrong} Nothing of this file was kept.") from wrong
        put_standard_templates(by=BY)
        written = AuditEvent.objects.filter(actor=BY).count() - before
        self.stdout.write(f"Reference data loaded: {written} written." if written else "Reference data: nothing new.")
