"""What every command stands on that reads or writes records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor


class DatabaseCommand(BaseCommand):
    """A command that needs the tables of this version, and says so where they are not there."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        except OperationalError as problem:
            raise CommandError(f"The database does not answer: {str(problem).splitlines()[0]}") from problem
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not of this version. Run `manage.py migrate` first.")
        return super().execute(*args, **options)
