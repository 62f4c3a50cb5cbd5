"""What a list of records behind a figure says of each, and of which records it may speak.

Of a record of casework it says reference, age band, district and day, to everybody alike: a figure's page is no place
for names. Whoever works with the record finds these behind the reference.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import reverse

from monitoring.indicators.grains.casework import BY_PERSON
from monitoring.indicators.grains.grain import Breakdown, Grain
from vrn_cases.access.permissions import Permission
from vrn_cases.templatetags.gov_display import as_day

CODED = Permission.CASE_VIEW_CODED
ABOUT = ("age_band", "district")
"""The breakdowns by which a list tells of a record of casework."""


@dataclass(frozen=True)
class Told:
    """`url` empty: its reference may be seen, and the record not opened."""

    reference: str
    url: str
    programme: str
    about: str
    when: str
    puts_in: str


@dataclass(frozen=True)
class Telling:
    """How records of one model stand in the list. `day`: the field of their day, with the word before it.

    `coded`: the address of the page without names, where there is one, for whoever may see only that.
    """

    joined: tuple[str, ...]
    order: tuple[str, ...]
    day: str = ""
    word: str = ""
    coded: str = ""

    @property
    def columns(self) -> list[str]:
        """All that the list reads of a record."""
        names = [f"{model}__name" for model in self.joined]
        return ["reference", self.day or "label", *(one.removeprefix("-") for one in self.order), *names]


TELLING: Mapping[str, Telling] = {
    "monitoring.Return": Telling(("programme", "organisation"), ("-end", "-id")),
    "interventions.Referral": Telling(("programme",), ("-received_on", "-id"), "received_on", "Received"),
    "interventions.Case": Telling(("programme",), ("-opened_on", "-id"), "opened_on", "Opened", "case_coded"),
}


def order_of(grain: Grain) -> tuple[str, ...]:
    return TELLING[grain.records].order


def records_told(user: Any, grain: Grain) -> QuerySet[Any]:
    """The records of which `user` may see at least the reference."""
    rows = apps.get_model(grain.records)._default_manager
    reached = [rows.for_user(user, to=verb) for verb in (grain.permission, *([CODED] if _is_casework(grain) else []))]
    telling, within = TELLING[grain.records], Q()
    if all(one.query.where for one in reached):  # who reaches everything has no condition
        within = reduce(or_, (Q(pk__in=one.values("pk")) for one in reached))
    return rows.filter(within).select_related(*telling.joined).only(*telling.columns)


def told_by(grain: Grain) -> tuple[str, ...]:
    """The columns of the grain by which a list tells of a record."""
    return tuple(BY_PERSON[name].column for name in ABOUT) if _is_casework(grain) else ()


def _is_casework(grain: Grain) -> bool:
    return bool(grain.person)


def told_of(
    user: Any,
    grain: Grain,
    records: Sequence[Any],
    puts_in: Mapping[int, str],
    parts: Mapping[int, tuple[Any, ...]],
    *,
    named_by: Hashable,
) -> list[Told]:
    """`parts`: of each record of casework its parts of `ABOUT`; `named_by`: the mark of what these are named by."""
    address = _addresses(user, grain, records)
    about = _abouts(parts, named_by) if _is_casework(grain) and parts else {}
    return [
        Told(
            record.reference,
            address(record),
            record.programme.name,
            about.get(record.pk) or _from(record),
            _when(grain, record),
            puts_in[record.pk],
        )
        for record in records
    ]


def _from(record: Any) -> str:
    organisation = getattr(record, "organisation", None)
    return organisation.name if organisation else "Published record"


def _when(grain: Grain, record: Any) -> str:
    telling = TELLING[grain.records]
    if not telling.day:
        return str(record.label)
    on: date = getattr(record, telling.day)
    return f"{telling.word} {as_day(on)}"


def _addresses(user: Any, grain: Grain, records: Sequence[Any]) -> Callable[[Any], str]:
    """The page of a record that `user` may open; of others the page without names, or none."""
    if not _is_casework(grain):
        return lambda record: str(record.get_absolute_url())
    model, telling = apps.get_model(grain.records), TELLING[grain.records]
    keys = [record.pk for record in records]
    opened = model._default_manager.for_user(user, to=grain.permission).filter(pk__in=keys)
    may_open = set(opened.values_list("pk", flat=True))

    def address(record: Any) -> str:
        if record.pk in may_open:
            return str(record.get_absolute_url())
        return reverse(telling.coded, args=[record.reference]) if telling.coded else ""

    return address


def _abouts(parts: Mapping[int, tuple[Any, ...]], named_by: Hashable) -> dict[int, str]:
    """Age band and district of each in words."""
    labels = _labels(named_by)
    told = {source: zip(labels, its, strict=True) for source, its in parts.items()}
    return {source: ", ".join(label[part] for label, part in its) for source, its in told.items()}


@lru_cache(maxsize=8)
def _labels(named_by: Hashable) -> tuple[Mapping[int, str], ...]:
    """The label of each part of `ABOUT`, kept under what parts are named by."""
    return tuple(_labels_of(BY_PERSON[name]) for name in ABOUT)


def _labels_of(breakdown: Breakdown) -> Mapping[int, str]:
    codes = breakdown.codes() if breakdown.codes else {}
    labels = breakdown.labels() if breakdown.labels else {}
    return {number: labels.get(code, code.replace("-", " ").capitalize()) for number, code in codes.items()}
