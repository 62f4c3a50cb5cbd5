"""Every text of our tables says in the database how long it may be, or which codes it may hold.

The rule: what comes from outside of the code, whether typed, uploaded or read from a reference file, is bounded by
`longest` or `lengths`, a `CharField` at its own `max_length`; a column with choices has them under a check constraint.
PostgreSQL keeps `max_length` by itself and SQLite keeps nothing. What this service alone writes stands below, with the
reason why nothing that anybody wrote reaches it at a length of their own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.db import models
from django.db.models import Q

from vrn_cases.access.models import User
from vrn_cases.privacy.selectors import our_models
from vrn_cases.records.models import Record, lengths

WRITTEN_HERE = {
    "a digest, a keyed hash, or a random name": {
        "interventions.ContactPoint": {"index"},
        "interventions.Person": {"pseudonym"},
        "monitoring.Rendering": {"sha256"},
        "monitoring.RollUp": {"sha256"},
        "monitoring.Snapshot": {"sha256"},
        "vrn_cases.StoredFile": {"sha256", "stored_as"},
        "vrn_cases.Submission": {"fingerprint"},
        "vrn_cases.User": {"password"},
    },
    "the name of something in the code, or a reference": {
        "interventions.Assessment": {"instrument", "form"},
        "interventions.MeasurePlan": {"instrument"},
        "interventions.MergeMove": {"table"},
        "interventions.ScaleScore": {"scale", "standing", "banding", "band"},
        "monitoring.KeptRelease": {"indicator", "what", "reference", "profile"},
        "monitoring.Report": {"definition"},
        "monitoring.RollUp": {"engine"},
        "vrn_cases.Job": {"kind"},
        "vrn_cases.NamedList": {"kind", "title"},
        "vrn_cases.StoredFile": {"content_type", "owner_kind", "owner_reference"},
        "vrn_cases.Submission": {"form"},
        "vrn_cases.Touched": {"kind"},
    },
    "an address of this service": {
        "vrn_cases.Job": {"result_url"},
        "vrn_cases.NamedList": {"path"},
        "vrn_cases.Notice": {"path"},
        "vrn_cases.Submission": {"result"},
        "vrn_cases.WantedList": {"path"},
    },
    "the service's own words about its own work": {
        "vrn_cases.Job": {"result_label", "problem"},
        "vrn_cases.Notice": {"key", "problem"},
    },
    "canonical JSON of what is bounded where it stands": {
        "monitoring.GrantReturn": {"figures", "showings"},
        "monitoring.KeptRelease": {"release", "showings"},
        "monitoring.Rendering": {"document"},
        "monitoring.Snapshot": {"figures"},
        "vrn_cases.Job": {"subject"},
    },
    "worked out again and again from columns that are bounded": {
        "monitoring.Cell": {"grain", "breakdown", "part", "engine"},
        "monitoring.MeasurePairGrain": {"instrument"},
        "monitoring.ReturnLineGrain": {
            "measure",
            "counted",
            "population",
            "additive",
            "breakdown",
            "part",
            "qualifier",
        },
    },
    "folded from names that are bounded, and cut where it is made": {
        "interventions.NameKey": {"key"},
        "interventions.Participant": {"sort_name"},
    },
    "encrypted, of a request that the web server bounds; removed within days": {
        "vrn_cases.Draft": {"body"},
        "vrn_cases.WantedList": {"query"},
    },
    "encrypted, the address of a list and its filters, which the forms of lists bound": {
        "vrn_cases.NamedList": {"query", "filters"},
    },
    "the log: names of the code, and values cut to `MOST_KEPT`; its tables are never made anew": {
        "vrn_cases.AuditEvent": {
            "actor",
            "subject_kind",
            "subject_id",
            "programme",
            "request_id",
            "detail",
            "key_id",
            "digest",
        },
        "vrn_cases.AuditLink": {"link"},
        "vrn_cases.AuditValue": {"field", "salt", "old", "new"},
    },
}
EXCUSED = {
    f"{label}.{name}": reason
    for reason, tables in WRITTEN_HERE.items()
    for label, names in tables.items()
    for name in names
}


def test_every_text_is_bounded_and_every_code_is_checked() -> None:
    assert list(unbounded(our_models(), EXCUSED)) == []


def test_no_column_is_excused_twice() -> None:
    assert len(EXCUSED) == sum(len(names) for tables in WRITTEN_HERE.values() for names in tables.values())


def unbounded(tables: Iterable[type[models.Model]], excused: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each column that lets anything in, and for each excuse that nothing needs."""
    needed = set()
    for model in tables:
        checks = [one.condition for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
        for field in model._meta.concrete_fields:
            name = f"{model._meta.label}.{field.name}"
            if fault := _against(model, field, checks):
                needed.add(name)
                if name not in excused:
                    yield f"{name}: {fault}"
    yield from (f"{name}: excused, and needs no excuse" for name in sorted(set(excused) - needed))


def _against(model: type[models.Model], field: Any, checks: list[Any]) -> str:
    if isinstance(field, models.GeneratedField) or (issubclass(model, Record) and field.name == "reference"):
        return ""  # made by the database, and drawn by `Record.save`
    if field.choices:
        return "" if any(_keeps_choices(check, field) for check in checks) else "its choices are under no check"
    if not isinstance(field, models.CharField | models.TextField):
        return ""
    limits = [value for check in checks for key, value in _leaves(check) if key == f"{field.name}__length__lte"]
    if not limits:
        return "nothing in the database says how long it may be"
    return "" if field.max_length in (None, *limits) else f"it is {field.max_length} long and may hold {min(limits)}"


def _keeps_choices(check: Any, field: Any) -> bool:
    """It names the column's codes: all of them, or fewer in a constraint that is about nothing else."""
    leaves = list(_leaves(check))
    codes = {value for value, _ in field.flatchoices}
    listed = [set(value) for key, value in leaves if key == f"{field.name}__in"]
    alone = {key.split("__")[0] for key, _ in leaves} == {field.name}
    return any(values <= codes and (alone or values | {""} >= codes) for values in listed)


def _leaves(condition: Any) -> Iterator[tuple[str, Any]]:
    for child in getattr(condition, "children", ()):
        if isinstance(child, tuple):
            yield child
        else:
            yield from _leaves(child)


class Kind(models.TextChoices):
    ONE = "one", "One"
    TWO = "two", "Two"


def _table(*constraints: Any, **columns: models.Field) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "tests_text_walk", "constraints": list(constraints)})
    return type("Planted", (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


WORDS = {"words": lambda: models.CharField(max_length=40)}
KIND = {"kind": lambda: models.CharField(max_length=3, choices=Kind)}
NAMED = {"kind_known": Q(kind__in=Kind.values), "told_when_one": ~Q(kind__in=["one"]) | Q(id__gt=3)}


@pytest.mark.parametrize(
    ("constraints", "columns", "faults"),
    [
        ([], WORDS, ["nothing in the database says how long it may be"]),
        ([], {"words": models.TextField}, ["nothing in the database says how long it may be"]),
        (lengths("planted", words=39), WORDS, ["it is 40 long and may hold 39"]),
        (lengths("planted", words=40), WORDS, []),
        ([], KIND, ["its choices are under no check"]),
        ([], {"kind": lambda: models.IntegerField(choices=[(1, "One")])}, ["its choices are under no check"]),
        (["told_when_one"], KIND, ["its choices are under no check"]),
        (["kind_known"], KIND, []),
    ],
)
@pytest.mark.filterwarnings("ignore:Model 'tests_text_walk.planted' was already registered:RuntimeWarning")
def test_each_kind_of_forgetting_is_named(constraints: Any, columns: Any, faults: list[str]) -> None:
    checks = [
        models.CheckConstraint(condition=NAMED[one], name=one) if isinstance(one, str) else one for one in constraints
    ]
    table = _table(*checks, **{name: made() for name, made in columns.items()})
    assert [one.partition(": ")[2] for one in unbounded([table], {})] == faults


def test_an_excuse_that_nothing_needs_is_named() -> None:
    stale = {"vrn_cases.User.password": "", "vrn_cases.User.email": "", "vrn_cases.User.gone": ""}
    assert list(unbounded([User], stale)) == [
        "vrn_cases.User.email: excused, and needs no excuse",
        "vrn_cases.User.gone: excused, and needs no excuse",
    ]
