"""The invented caseload made larger: copies of its people written in bulk, for trials of size. Never in production.

The rows go past the services: they are marked as invented, and one event stands for all of them. The copies of one
seed over the same caseload are the same, but for ciphertexts and for references that were taken.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from itertools import count, cycle, islice
from typing import Any

from django.conf import settings
from django.db.models import Model

from interventions.demo_copies import Copy, copy_of
from interventions.demo_groups import Gatherings
from interventions.demo_patterns import COPIED, Pattern, patterns
from interventions.demo_people import Inventor
from interventions.demo_writing import insert_rows, let_plans_follow
from interventions.outcomes.services import follow_every_case
from interventions.participants.models import NameKey, Participant
from interventions.participants.services import name_keys
from interventions.sessions.models import GroupSession, Session
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.records.models import Record
from vrn_cases.records.references import ALPHABET, RANDOM_LENGTH, check_character
from vrn_cases.records.refusals import refuse_if

SEED = 20_250_402
BY = "command:load_demo"
PATTERNS_A_STEP = 20  # people of the network, so that no step holds the one write lock for long
NO_PATTERN = "There is nobody in the invented caseload to copy."
NEVER = "Copies of invented people are made in a demonstration alone."

Step = Callable[..., AbstractContextManager[Any]]


def enlarge_casework(
    today: date, *, people: int, first: int, since: date, step: Step, further: float = 0.0, seed: int = SEED
) -> int:
    """Copy the caseload's `first` people until there are at least `people`; returns how many were copied in all.

    Days are moved within `since` and today. `further`: so many more sessions for each one. Goes on where it stopped:
    the copies already there are counted. Raises Refused in production and where there is nobody to copy.
    """
    refuse_if([NEVER] if settings.PRODUCTION or not settings.DEMONSTRATION else [])
    wanted, made = people - first, 0
    with step("Reading the people to copy"):
        known = patterns(first, today)
        refuse_if([] if known else [NO_PATTERN])
        copied = Participant.objects.filter(invented=True).count() - first
        if copied < wanted:
            told = {"people": wanted, "already": copied, "copied_from": first, "seed": seed}
            record(Action.DEMONSTRATION_LOADED, by=BY, subject_kind="demonstration", subject_id="copies", detail=told)
        gatherings = Gatherings()
    inventor, counted = Inventor(today), 0
    for batch in _batches(known):
        size = sum(len(pattern.participants) for _, pattern in batch)
        if made >= wanted:
            break
        made += size
        if made <= copied:
            continue
        with step(f"Copying {made:,} of {wanted:,} people", done=made, total=wanted):
            _write(
                [copy_of(pattern, number, seed=seed, inventor=inventor, since=since) for number, pattern in batch],
                random.Random(f"{seed}:references:{batch[0][0]}"),  # noqa: S311  no secret
                further,
                gatherings,
            )
        if made >= 2 * counted:
            let_plans_follow((*COPIED, GroupSession, NameKey))
            counted = made
    follow_every_case(step=step)
    return made


def _batches(known: Sequence[Pattern]) -> Iterator[list[tuple[int, Pattern]]]:
    """Numbered patterns, over and over, in batches that are the same every time."""
    numbered = zip(count(1), cycle(known), strict=False)
    while True:
        yield list(islice(numbered, PATTERNS_A_STEP))


def _write(copies: list[Copy], chance: random.Random, further: float, gatherings: Gatherings) -> None:
    """Everything of these copies; what points to another new row is written after it."""
    waiting = [(copy, model, copy.pattern.rows[model]) for copy in copies for model in COPIED]
    while waiting:
        waiting = _write_ready(waiting, chance, gatherings)
    more = [one for copy in copies for one in copy.further(copy.pattern.rows[Session], further)]
    _insert(Session, more, chance)


def _write_ready(
    waiting: list[tuple[Copy, type[Model], list[Any]]], chance: random.Random, gatherings: Gatherings
) -> list[tuple[Copy, type[Model], list[Any]]]:
    """Write what points to nothing that is missing, a table at a time; returns what still waits."""
    left: list[tuple[Copy, type[Model], list[Any]]] = []
    for model in COPIED:
        ready: list[tuple[Copy, Any]] = []
        for copy, _, rows in (one for one in waiting if one[1] is model):
            now = [row for row in rows if copy.ready(row)]
            ready += [(copy, row) for row in now]
            later = [row for row in rows if not copy.ready(row)] if len(now) < len(rows) else []
            if later:
                left.append((copy, model, later))
        new = [copy.of(row) for copy, row in ready]
        if model is Session:
            _insert(GroupSession, gatherings.missing(new), chance)
            gatherings.place(new)
        _insert(model, new, chance)
        for (copy, row), one in zip(ready, new, strict=True):
            copy.made[model, row.pk] = one.pk
        if model is Participant:
            _insert(NameKey, name_keys(new), chance)
    return left


def _insert(model: type[Any], rows: list[Any], chance: random.Random) -> None:
    if issubclass(model, Record):
        for row, reference in zip(rows, free_references(model, len(rows), chance), strict=True):
            row.reference = reference
    insert_rows(rows)


def free_references(model: type[Record], wanted: int, chance: random.Random) -> list[str]:
    """As many references as wanted in the order in which they are drawn, unlike each other and none of them taken."""
    found: dict[str, None] = {}
    while len(found) < wanted:
        drawn = dict.fromkeys(_drawn(model.reference_kind, wanted - len(found), chance))
        taken = _taken(model, drawn)
        found |= {one: None for one in drawn if one not in taken}
    return list(found)[:wanted]


def _drawn(kind: str, wanted: int, chance: random.Random) -> Iterator[str]:
    for _ in range(wanted):
        body = kind + "".join(chance.choices(ALPHABET, k=RANDOM_LENGTH))
        yield body + check_character(body)


def _taken(model: type[Record], drawn: Iterable[str]) -> set[str]:
    return set(model._base_manager.filter(reference__in=drawn).values_list("reference", flat=True))
