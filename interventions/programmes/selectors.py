"""Reads about programmes, strategies and reference lists; everything versioned is read as at a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from interventions.programmes.models import (
    Area,
    FrameworkOutcome,
    ListEntry,
    ListName,
    Priority,
    Programme,
    Running,
    Source,
    StrategyFramework,
    ToolkitApproach,
)

DOMAINS = {"crime": "Crime", "health": "Health", "risk and protective": "Risk and protective factors"}


def in_force(on: date) -> Q:
    """Rows that are valid on this day: `valid_until` is exclusive, empty ends are open."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_until=None) | Q(valid_until__gt=on))


def entries_in_force(name: ListName | str, on: date) -> list[ListEntry]:
    """The entries of a list that people maintain, as at a day, in the list's order."""
    return list(ListEntry.objects.filter(in_force(on), list=name).order_by("position", "id"))


def band_of(age: int, bands: Sequence[ListEntry]) -> ListEntry | None:
    """The band of a set that holds somebody of this age in completed years; None where no band does."""
    return next((band for band in bands if _holds(band, age)), None)


def _holds(band: ListEntry, age: int) -> bool:
    if band.least is None and band.most is None:
        return False
    return (band.least is None or age >= band.least) and (band.most is None or age <= band.most)


def framework_on(on: date) -> StrategyFramework | None:
    """The strategy in force on a day, with its priorities in order."""
    found = StrategyFramework.objects.filter(in_force(on)).order_by("-valid_from", "-id")
    return found.prefetch_related(_PRIORITIES).first()


def frameworks() -> QuerySet[StrategyFramework]:
    """Every strategy with its priorities, the latest first."""
    return StrategyFramework.objects.order_by("-valid_from", "-id").prefetch_related(_PRIORITIES)


_PRIORITIES = Prefetch("priorities", queryset=Priority.objects.order_by("number").select_related("source"))


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[FrameworkOutcome] | list[ListEntry] | list[Area]


def outcomes_by_domain() -> list[Group]:
    """The outcomes framework, domain by domain in the order that the source prints."""
    rows = list(FrameworkOutcome.objects.select_related("source").order_by("id"))
    return [Group(DOMAINS.get(name, name.capitalize()), [row for row in rows if row.domain == name])
            for name in dict.fromkeys(row.domain for row in rows)]  # fmt: skip


def factors_by_level(name: ListName, on: date) -> list[Group]:
    """Risk or protective factors, from the individual to the community."""
    rows = entries_in_force(name, on)
    return [
        Group(level.capitalize(), [row for row in rows if row.group == level])
        for level in dict.fromkeys(row.group for row in rows)
    ]


def areas_on(on: date) -> list[Area]:
    """Every area in force, each under the area that holds it."""
    rows = list(Area.objects.filter(in_force(on)).select_related("parent").order_by("name", "id"))

    def under(parent: Area | None) -> list[Area]:
        mine = [row for row in rows if row.parent_id == (parent.pk if parent else None)]
        return [area for row in mine for area in (row, *under(row))]

    return under(None)


def toolkit(programmes: QuerySet[Programme] | None = None) -> QuerySet[ToolkitApproach]:
    """Every approach of the toolkit as its edition prints it, with those of the programmes that take it."""
    mine = Programme.objects.none() if programmes is None else programmes.order_by("name", "id")
    return (
        ToolkitApproach.objects.select_related("source")
        .prefetch_related(Prefetch("programmes", queryset=mine))
        .order_by("source__code", "id")
    )


def lists_on(on: date) -> list[Group]:
    """Every list that people maintain, as at a day, but those of factors, which have a page of their own."""
    names = [name for name in ListName if name not in (ListName.RISK_FACTOR, ListName.PROTECTIVE_FACTOR)]
    entries: dict[str, list[ListEntry]] = {name: [] for name in names}
    for entry in ListEntry.objects.filter(in_force(on), list__in=names).order_by("position", "id"):
        entries[entry.list].append(entry)
    return [Group(name.label, entries[name]) for name in names]


def sources_named() -> QuerySet[Source]:
    """The documents that pages name by their codes, in the order of these."""
    return Source.objects.order_by("code")


def runnings_of(programme: Programme) -> QuerySet[Running]:
    """How the programme ran, the latest first."""
    return programme.runnings.select_related("organisation", "programme").order_by("-starts_on", "-id")
