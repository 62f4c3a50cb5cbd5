"""Where personal data stands, by declaration, and what nobody has declared yet."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from vrn_cases.privacy.foreign import FOREIGN, ForeignTable
from vrn_cases.privacy.own import IMPERSONAL_TEXTS
from vrn_cases.records.encryption import EncryptedText

OUR_APPS = ("vrn_cases", "interventions", "monitoring")
ALWAYS_PERSONAL = (models.EmailField, models.GenericIPAddressField, EncryptedText)
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
MACHINERY = frozenset({"reference", "uid"})
PERSONAL_WORDS = ("birth", "surname", "forename", "postcode", "phone", "ethnicity", "religion", "nhs_number")
PEOPLE = {settings.AUTH_USER_MODEL.lower()}  # the tables of persons


def our_models() -> list[type[models.Model]]:
    """Every table of ours, those between two others included."""
    return [model for app in OUR_APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


def declared_personal(model: type[models.Model]) -> frozenset[str]:
    """What the model says of itself. (A column may have the name `personal` too.)"""
    declared: Any = getattr(model, "personal", None)
    return declared if isinstance(declared, frozenset) else frozenset()


def personal_fields(model: type[models.Model]) -> frozenset[str]:
    """The fields that can hold data about a person: those declared, and those that are so by their type."""
    by_type = {field.name for field in model._meta.concrete_fields if _personal_by_type(field)}
    return declared_personal(model) | by_type


def undeclared(
    tables: Iterable[str] | None = None,
    *,
    ours: Iterable[type[models.Model]] | None = None,
    foreign: Mapping[str, ForeignTable] = FOREIGN,
    impersonal: Mapping[str, frozenset[str]] = IMPERSONAL_TEXTS,
) -> Iterator[str]:
    """Each table and field of the database that nobody has declared, and each declaration of what is not there."""
    models_of_ours = our_models() if ours is None else list(ours)
    own_tables = {model._meta.db_table for model in models_of_ours}
    present = set(connection.introspection.table_names() if tables is None else tables)
    for table in sorted(present - own_tables):
        if table in foreign:
            yield from _faults_of_foreign(table, foreign[table])
        else:
            yield f"{table}: a table that is not ours; declare it in vrn_cases/privacy/foreign.py"
    for model in models_of_ours:
        yield from _faults_of_own(model, impersonal.get(model._meta.label, frozenset()))
    for label in sorted(set(impersonal) - {model._meta.label for model in models_of_ours}):
        yield f"{label}: declared in vrn_cases/privacy/own.py, but there is no such table"


def _faults_of_foreign(table: str, declared: ForeignTable) -> Iterator[str]:
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    known = declared.personal | declared.impersonal
    for column in sorted(columns - known):
        yield f"{table}.{column}: say in vrn_cases/privacy/foreign.py whether it is about a person"
    for column in sorted(known - columns):
        yield f"{table}.{column}: declared in vrn_cases/privacy/foreign.py, but there is no such column"
    for column in sorted(declared.personal & declared.impersonal):
        yield f"{table}.{column}: declared as both"


def _faults_of_own(model: type[models.Model], impersonal: frozenset[str]) -> Iterator[str]:
    label = model._meta.label
    names = {field.name for field in model._meta.concrete_fields}
    personal = personal_fields(model)
    for name in sorted((personal | impersonal) - names):
        yield f"{label}.{name}: declared, but there is no such field"
    for name in sorted(personal & impersonal):
        yield f"{label}.{name}: declared as both"
    for field in model._meta.concrete_fields:
        if field.name not in personal | impersonal and _must_be_declared(field):
            yield f"{label}.{field.name}: say in the model's `personal`, or in vrn_cases/privacy/own.py, which it is"


def _personal_by_type(field: models.Field) -> bool:  # type: ignore[type-arg]  # Django's take none at run time
    if isinstance(field, models.ForeignKey):
        return field.remote_field.model._meta.label_lower in PEOPLE
    return isinstance(field, ALWAYS_PERSONAL) or any(word in field.name for word in PERSONAL_WORDS)


def _must_be_declared(field: models.Field) -> bool:  # type: ignore[type-arg]  # as above
    text = isinstance(field, TEXTS) and not field.choices and not isinstance(field, models.GeneratedField)
    return text and field.name not in MACHINERY
