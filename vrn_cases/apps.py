from django.apps import AppConfig
from django.db.models.signals import post_migrate

from vrn_cases.audit.triggers import protect_audit_tables


class VrnCasesConfig(AppConfig):
    name = "vrn_cases"
    verbose_name = "Who may do what, and what was done"

    def ready(self) -> None:
        post_migrate.connect(protect_audit_tables, sender=self, dispatch_uid="protect_audit_tables")
