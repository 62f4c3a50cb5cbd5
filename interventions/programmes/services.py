"""Every write of programmes and reference lists. What is put twice is written once: the second time changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.text import slugify

from interventions.programmes.models import (
    Area,
    FrameworkOutcome,
    ListEntry,
    Organisation,
    Priority,
    Programme,
    Running,
    Source,
    StrategyFramework,
    ToolkitApproach,
)
from interventions.programmes.rules import against_ending, against_neutral_name, against_running
from interventions.programmes.selectors import runnings_of
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, differing, locked, put, write

M = TypeVar("M", bound=models.Model)


@transaction.atomic
def put_source(*, code: str, title: str, dated: str, by: Any) -> Source:
    return _put_row(Source, {"code": code}, {"title": title, "dated": dated}, by=by)


@transaction.atomic
def put_approach(
    *, name: str, estimated_impact: str, evidence_quality: str, source: Source, by: Any
) -> ToolkitApproach:
    """One approach of the toolkit in the edition that `source` prints; an edition never overwrites another."""
    return _put_row(
        ToolkitApproach,
        {"code": slugify(name), "source": source},
        {"name": name, "estimated_impact": estimated_impact, "evidence_quality": evidence_quality},
        by=by,
    )


@transaction.atomic
def put_area(*, code: str, name: str, level: str, parent: Area | None, priority_area: bool, by: Any) -> Area:
    return _put_row(
        Area,
        {"code": code, "valid_from": None},
        {"name": name, "level": level, "parent": parent, "priority_area": priority_area},
        by=by,
    )


@transaction.atomic
def put_framework(*, name: str, valid_from: date, valid_until: date | None, by: Any) -> StrategyFramework:
    return _put_row(StrategyFramework, {"name": name}, {"valid_from": valid_from, "valid_until": valid_until}, by=by)


@transaction.atomic
def put_priority(*, framework: StrategyFramework, number: int, text: str, source: Source, by: Any) -> Priority:
    return _put_row(Priority, {"framework": framework, "number": number}, {"text": text, "source": source}, by=by)


@transaction.atomic
def put_framework_outcome(
    *, domain: str, text: str, good_direction: str, age_scope: str, source: Source, by: Any
) -> FrameworkOutcome:
    return _put_row(
        FrameworkOutcome,
        {"domain": domain, "text": text},
        {"good_direction": good_direction, "age_scope": age_scope, "source": source},
        by=by,
    )


@transaction.atomic
def put_list_entry(*, name: str, code: str, valid_from: date | None, by: Any, **values: Any) -> ListEntry:
    """One entry of a list from a day on; values: label, group, position, least, most, valid_until, source."""
    return _put_row(ListEntry, {"list": name, "code": code, "valid_from": valid_from}, values, by=by)


@transaction.atomic
def put_organisation(*, name: str, by: Any) -> Organisation:
    return put(Organisation, key={"name": name}, action=Action.ORGANISATION_RECORDED, by=by)


@transaction.atomic
def put_programme(*, code: str, sources: Sequence[Source], by: Any, **values: Any) -> Programme:
    """The programme under this code as described; values: the fields of Programme."""
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        return add_programme(code=code, sources=sources, by=by, **values)
    if not differing(programme, values) and _same_sources(programme, sources):
        return programme
    return _change(locked(programme), sources, values, by)


@transaction.atomic
def add_programme(*, code: str, sources: Sequence[Source], by: Any, **values: Any) -> Programme:
    """Add a programme; values: the fields of Programme. Raises Refused."""
    taken = Programme.objects.filter(code__iexact=code).exists()
    refuse_if([f"There is a programme with the code {code} already."] if taken else [])
    refuse_if(against_neutral_name(values.get("neutral_name", "")))
    told = {"sources": [source.code for source in sources]}
    programme = create(Programme, action=Action.PROGRAMME_ADDED, by=by, detail=told, code=code, **values)
    programme.sources.set(sources)
    return programme


@transaction.atomic
def change_programme(
    *, programme: Programme, revision: int | None, sources: Sequence[Source], by: Any, **values: Any
) -> Programme:
    """Describe a programme anew; its code stays. Whoever changes a reading makes it a statement of the network.

    Raises Refused (the neutral name tells too much) or Changed (somebody else has written since).
    """
    programme = locked(programme, revision)
    refuse_if(against_neutral_name(values.get("neutral_name", "")))
    changes = differing(programme, values)
    if {"prevention_level", "population"} & changes.keys():
        changes["level_is_reading"] = False
    if "approach" in changes:
        changes["approach_is_reading"] = False
    if not changes and _same_sources(programme, sources):
        return programme
    return _change(programme, sources, changes, by)


def _change(programme: Programme, sources: Sequence[Source], values: Mapping[str, Any], by: Any) -> Programme:
    told = {} if _same_sources(programme, sources) else {"sources": [source.code for source in sources]}
    programme = write(programme, action=Action.PROGRAMME_CHANGED, by=by, detail=told, **differing(programme, values))
    programme.sources.set(sources)
    return programme


def _same_sources(programme: Programme, sources: Sequence[Source]) -> bool:
    return {row.pk for row in programme.sources.all()} == {row.pk for row in sources}


@transaction.atomic
def add_running(
    *,
    programme: Programme,
    revision: int | None,
    organisation: Organisation,
    mode: str,
    starts_on: date,
    ends_on: date | None,
    by: Any,
) -> Running:
    """Say how an organisation runs a programme from a day until a day (exclusive). Raises Refused or Changed.

    The programme's own lock makes two such writes one after the other, so that neither misses the other's days.
    """
    programme = locked(programme, revision)
    others = list(runnings_of(programme).filter(organisation=organisation))
    refuse_if(against_running(programme, starts_on=starts_on, ends_on=ends_on, others=others))
    return create(
        Running,
        action=Action.RUNNING_ADDED,
        by=by,
        programme=programme,
        organisation=organisation,
        mode=mode,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@transaction.atomic
def end_running(*, running: Running, revision: int | None, ends_on: date, by: Any) -> Running:
    """End a way of running before `ends_on` (exclusive). Raises Refused or Changed."""
    running = locked(running, revision)
    refuse_if(against_ending(running, ends_on=ends_on))
    return write(running, action=Action.RUNNING_ENDED, by=by, ends_on=ends_on)


def _put_row(model: type[M], key: Mapping[str, Any], values: Mapping[str, Any], *, by: Any) -> M:
    """A row of a reference table under its natural key; only what is new or differs is written, with an event."""
    row = model._base_manager.filter(**key).first()
    changes = dict(values) if row is None else differing(row, values)
    if row is not None and not changes:
        return row
    old = {name: None if row is None else getattr(row, name) for name in changes}
    if row is None:
        row = model._base_manager.create(**key, **values)
    else:
        model._base_manager.filter(pk=row.pk).update(**changes)
        row.refresh_from_db()
    record(
        Action.REFERENCE_LOADED,
        by=by,
        subject_kind=model._meta.label_lower,
        subject_id=str(row.pk),
        detail={"key": " ".join(_told(part) for part in key.values() if part is not None)},
        values={name: (_told(old[name]) or None, _told(value) or None) for name, value in changes.items()},
    )
    return row


def _told(value: Any) -> str:
    if value is None:
        return ""
    return str(getattr(value, "code", "") or value)
