"""A list's filter by a day, typed or chosen from a calendar."""

from typing import Any

import django_filters
from django import forms

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"]
WRONG_DAY = {"invalid": "Enter the day as in 5/11/2026."}


def day_filter(label: str, field: str, lookup: str, **asked: Any) -> django_filters.DateFilter:
    """Keep the rows whose `field` stands in `lookup` ("gte", "lte") to the day."""
    return django_filters.DateFilter(
        label=label,
        field_name=field,
        lookup_expr=lookup,
        input_formats=DAY_FORMATS,
        error_messages=WRONG_DAY,
        widget=forms.DateInput(format="%d/%m/%Y"),
        **asked,
    )
