"""Which events of the log concern the thing that bears a reference."""

from django.apps import apps
from django.db.models import Q


def about_reference(reference: str) -> Q:
    """The events about whatever bears this reference; its first letter says which kind that can be (so that the
    index by kind and reference serves)."""
    text = reference.strip().upper()
    kinds = [
        model._meta.label_lower
        for model in apps.get_models()
        if (letter := getattr(model, "reference_kind", "")) and text.startswith(letter)
    ]
    return Q(subject_kind__in=kinds, subject_id=text)
