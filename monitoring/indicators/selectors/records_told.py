"""What a list of records behind a figure says of each, and of which records it may speak.

Of a record of casework it says reference, age band, district and day, to everybody alike: a figure's page is no place
for names. Whoever works with the record finds these behind the reference.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from monitoring.indicators.grains.grain import Grain
from vrn_cases.access.permissions import Permission
from vrn_cases.templatetags.gov_display import as_day

CODED = Permission.CASE_VIEW_CODED


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


TELLING: Mapping[str, Telling] = {
    "monitoring.Return": Telling(("programme", "organisation"), ("-end", "-id")),
    "interventions.Referral": Telling(("programme",), ("-received_on", "-id"), "received_on", "Received"),
    "interventions.Case": Telling(("programme",), ("-opened_on", "-id"), "opened_on", "Opened", "case_coded"),
}


def order_of(grain: Grain) -> tuple[str, ...]:
    return TELLING[grain.records].order


def records_told(user: Any, grain: Grain) -> QuerySet[Any]:
    """The records of which `user` may see at least the reference."""
    model = apps.get_model(grain.records)
    mine = model._default_manager.for_user(user, to=grain.permission)
    if _is_casework(grain):
        coded = model._default_manager.for_user(user, to=CODED)
        mine = model._default_manager.filter(pk__in=mine.values("pk")) | model._default_manager.filter(
            pk__in=coded.values("pk")
        )
    return mine.select_related(*TELLING[grain.records].joined)


def _is_casework(grain: Grain) -> bool:
    return bool(grain.person)


def told_of(user: Any, grain: Grain, records: Sequence[Any], puts_in: Mapping[int, str]) -> list[Told]:
    address = _addresses(user, grain, records)
    about = _abouts(grain, [record.pk for record in records])
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


def _abouts(grain: Grain, sources: Iterable[int]) -> dict[int, str]:
    """Age band and district of each, as the grain has them."""
    if not _is_casework(grain):
        return {}
    rows = grain.model._default_manager.filter(**{f"{grain.source}__in": list(sources)}).order_by()
    words = {name: _labels(grain, name) for name in ("age_band", "district")}
    return {
        source: f"{words['age_band'](band)}, {words['district'](district)}"
        for source, band, district in rows.values_list(grain.source, "age_band", "district").distinct()
    }


def _labels(grain: Grain, name: str) -> Callable[[int], str]:
    breakdown = grain.breakdowns[name]
    codes = breakdown.codes() if breakdown.codes else {}
    labels = breakdown.labels() if breakdown.labels else {}
    return lambda number: labels.get(codes[number], codes[number].replace("-", " ").capitalize())
