"""What the log page says about each event: who, about what, and which fields; never what the fields held."""

import json
from collections.abc import Iterable

from django.apps import apps

from vrn_cases.access.models import User
from vrn_cases.audit.models import AuditEvent

RUNS = {"system": "The service itself"}


def names_of_actors(actors: Iterable[str]) -> dict[str, str]:
    """What each actor is called: a person's name and reference, or what ran without one."""
    wanted = set(actors)
    people = User.objects.filter(uid__in=[actor for actor in wanted if _is_uid(actor)])
    names = {
        str(uid): f"{name} ({reference})" for uid, name, reference in people.values_list("uid", "name", "reference")
    }
    return {actor: names.get(actor) or RUNS.get(actor) or actor.replace("command:", "Command ") for actor in wanted}


def _is_uid(actor: str) -> bool:
    return len(actor) == 36 and actor.count("-") == 4


def fields_changed(event: AuditEvent) -> list[str]:
    """Names of the fields that an event changed. What they held is not shown here at all: it is as confidential as
    its record, and is read on the record's own page by whoever may read that."""
    told = json.loads(event.detail or "{}")
    return sorted({*told.get("fields", {}), *told.get("sealed_fields", [])})


def kind_in_words(subject_kind: str) -> str:
    """The kind of thing an event is about, for people: "user", "report"; unknown kinds as they stand."""
    try:
        return str(apps.get_model(subject_kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return subject_kind


def more_about(event: AuditEvent) -> str:
    """Counts that an event keeps beside its subject: how many rows a list showed or a file held."""
    told = json.loads(event.detail or "{}")
    if "shown" in told:
        shown = len(told["shown"])
        return f"{shown} {'row' if shown == 1 else 'rows'} shown"
    if "count" in told:
        return f"{told['count']:,} in all"
    return ""
