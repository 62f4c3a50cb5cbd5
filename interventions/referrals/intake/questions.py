"""A programme's own questions as a form's fields, a page's rows and a list's filters, all read from the model."""

from typing import Any

from django import forms
from django.db import models

from interventions.programmes.models import Organisation
from interventions.referrals.intake.intake import Intake
from interventions.referrals.intake.registry import questions_of
from interventions.referrals.rules import in_words
from vrn_cases.forms.day_field import DayField

PREFIX = "intake_"


def fields_of(model: type[Intake]) -> dict[str, forms.Field]:
    """A question for each column, named with a prefix so that none meets a column of the referral's own."""
    return {PREFIX + column.name: _field(column) for column in questions_of(model)}


def _field(column: Any) -> forms.Field:
    label = str(column.verbose_name)
    if isinstance(column, models.DateField):
        return DayField(label=label, required=False)
    if isinstance(column, models.ForeignKey):
        rows = column.related_model._default_manager.order_by("name", "id")
        return forms.ModelChoiceField(
            rows, label=label, required=False, to_field_name="reference", empty_label="Not asked"
        )
    if column.choices:
        return forms.ChoiceField(label=label, choices=column.choices, required=False)
    if isinstance(column, models.PositiveSmallIntegerField):
        least, most = range_of(column)
        return forms.IntegerField(label=label, required=False, min_value=least, max_value=most)
    return forms.CharField(label=label, required=False, max_length=column.max_length)


def range_of(column: Any) -> tuple[int, int | None]:
    """What the model's own constraints let this column hold."""
    least, most = 0, None
    for constraint in column.model._meta.constraints:
        for name, value in _leaves(getattr(constraint, "condition", None)):
            if name == f"{column.name}__range":
                least, most = value
            elif name == f"{column.name}__lte":
                most = value
    return least, most


def _leaves(condition: Any) -> list[tuple[str, Any]]:
    if not isinstance(condition, models.Q):
        return []
    found: list[tuple[str, Any]] = []
    for child in condition.children:
        if isinstance(child, models.Q):
            found += _leaves(child)
        elif isinstance(child, tuple):
            found.append(child)
    return found


def answers_in(told: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a form was told, parted: the referral's own columns, and the answers by the names of the model's."""
    own = {name: value for name, value in told.items() if not name.startswith(PREFIX)}
    return own, {name.removeprefix(PREFIX): value for name, value in told.items() if name.startswith(PREFIX)}


def initial_of(intake: Intake) -> dict[str, Any]:
    return {PREFIX + column.name: _typed(getattr(intake, column.name)) for column in questions_of(type(intake))}


def _typed(value: Any) -> Any:
    return value.reference if isinstance(value, Organisation) else value


def rows_of(model: type[Intake], intake: Intake | None) -> list[dict[str, str]]:
    """Each question with its answer, as a page says it."""
    return [
        {"key": str(column.verbose_name), "value": answer_in_words(column, intake)} for column in questions_of(model)
    ]


def answer_in_words(column: Any, intake: Intake | None) -> str:
    value = getattr(intake, column.name) if intake is not None else None
    if value is None or (value == "" and not column.choices):
        return "Not asked"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value)) or "Not asked"
    return in_words(value) if isinstance(column, models.DateField) else str(value)
