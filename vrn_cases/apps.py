from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate

from vrn_cases.audit.triggers import protect_audit_tables


def make_cache_table(using: str = "default", **kwargs: Any) -> None:
    """The table of the cache that processes share, where the settings keep it in the database; once made it stays."""
    call_command("createcachetable", database=using, verbosity=0)


class VrnCasesConfig(AppConfig):
    name = "vrn_cases"
    verbose_name = "Who may do what, and what was done"

    def ready(self) -> None:
        post_migrate.connect(protect_audit_tables, sender=self, dispatch_uid="protect_audit_tables")
        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="make_cache_table")
