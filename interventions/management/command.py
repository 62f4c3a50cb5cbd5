"""What every command asks first that works with programmes."""

from django.core.management.base import CommandError

from interventions.programmes.models import Programme


def refuse_without_reference() -> None:
    """Raises CommandError where the reference data were never loaded."""
    if not Programme.objects.exists():
        raise CommandError("The programmes are not there yet. Run `manage.py load_reference` first.")
