"""Writes of programmes: once, audited, refused with reasons, and never over somebody else's change."""

from datetime import date
from typing import Any

import pytest

from interventions.programmes.models import Mode, Programme, Running, Source, StatedAs, ToolkitApproach
from interventions.programmes.services import (
    add_programme,
    add_running,
    change_programme,
    end_running,
    put_programme,
)
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.models import Touched
from vrn_cases.records.refusals import Changed, Refused

pytestmark = pytest.mark.django_db
DESCRIPTION: dict[str, Any] = {
    "name": "A programme", "neutral_name": "", "delivery_model": "casework", "delivered_by": "not stated",
    "prevention_level": "secondary", "population": "targeted", "setting": "Community", "what": "Support.",
    "stated_as": "running or delivered", "approach": None,
}  # fmt: skip


@pytest.fixture
def source() -> Source:
    return SourceFactory()


def test_putting_a_programme_twice_writes_once(source: Source) -> None:
    first = put_programme(code="A", sources=[source], by="test", **DESCRIPTION)
    again = put_programme(code="A", sources=[source], by="test", **DESCRIPTION)
    assert (again.pk, again.revision) == (first.pk, 1)
    assert AuditEvent.objects.filter(subject_id=first.reference).count() == 1
    assert Touched.objects.filter(kind="programme", pk_touched=first.pk).count() == 1


def test_another_source_alone_is_a_change(source: Source) -> None:
    put_programme(code="A", sources=[source], by="test", **DESCRIPTION)
    other = SourceFactory()
    changed = put_programme(code="A", sources=[source, other], by="test", **DESCRIPTION)
    assert changed.revision == 2
    assert set(changed.sources.all()) == {source, other}


def test_a_code_is_given_once(source: Source) -> None:
    add_programme(code="A", sources=[source], by="test", **DESCRIPTION)
    with pytest.raises(Refused, match="There is a programme with the code a already"):
        add_programme(code="a", sources=[source], by="test", **DESCRIPTION)
    assert Programme.objects.count() == 1


def test_a_telling_neutral_name_is_refused(source: Source) -> None:
    with pytest.raises(Refused, match="Knife"):
        add_programme(code="A", sources=[source], by="test", **{**DESCRIPTION, "neutral_name": "Knife club"})
    programme = add_programme(code="A", sources=[source], by="test", **DESCRIPTION)
    with pytest.raises(Refused, match="Gangs"):
        change_programme(
            programme=programme, revision=1, sources=[source], by="test", **{**DESCRIPTION, "neutral_name": "Gangs out"}
        )


def test_whoever_changes_a_reading_makes_it_a_statement(source: Source) -> None:
    approach = ToolkitApproach.objects.create(
        code="mentoring", name="Mentoring", estimated_impact="moderate", evidence_quality="high", source=source
    )
    programme = ProgrammeFactory(approach=approach, approach_is_reading=True, level_is_reading=True, sources=[source])
    same = {name: getattr(programme, name) for name in DESCRIPTION}
    changed = change_programme(
        programme=programme, revision=1, sources=[source], by="test", **{**same, "what": "Something else."}
    )
    assert (changed.approach_is_reading, changed.level_is_reading) == (True, True)
    changed = change_programme(
        programme=changed,
        revision=2,
        sources=[source],
        by="test",
        **{**same, "approach": None, "population": "universal"},
    )
    assert (changed.approach_is_reading, changed.level_is_reading) == (False, False)


def test_saving_what_stands_writes_nothing_and_an_old_page_is_told(source: Source) -> None:
    programme = ProgrammeFactory(sources=[source])
    same = {name: getattr(programme, name) for name in DESCRIPTION}
    change_programme(programme=programme, revision=1, sources=[source], by="test", **same)
    programme.refresh_from_db()
    assert programme.revision == 1
    change_programme(programme=programme, revision=1, sources=[source], by="test", **{**same, "setting": "School"})
    with pytest.raises(Changed):
        change_programme(programme=programme, revision=1, sources=[source], by="test", **{**same, "setting": "Park"})
    programme.refresh_from_db()
    assert programme.setting == "School"


def run(programme: Programme, organisation: Any, starts_on: date, ends_on: date | None = None) -> Running:
    return add_running(
        programme=programme, revision=programme.revision, organisation=organisation, mode=Mode.RETURN_ONLY,
        starts_on=starts_on, ends_on=ends_on, by="test",
    )  # fmt: skip


def test_ways_of_running_follow_one_another_and_other_providers_do_not_mind() -> None:
    programme, provider = ProgrammeFactory(), OrganisationFactory()
    first = run(programme, provider, date(2023, 4, 1))
    with pytest.raises(Refused, match="Two ways cannot hold on one day"):
        run(programme, provider, date(2024, 4, 1))
    run(programme, OrganisationFactory(), date(2024, 4, 1))
    end_running(running=first, revision=1, ends_on=date(2024, 4, 1), by="test")
    run(programme, provider, date(2024, 4, 1))
    assert programme.runnings.count() == 3
    assert AuditEvent.objects.filter(action=Action.RUNNING_ENDED, subject_id=first.reference).count() == 1
    with pytest.raises(Refused, match="ended already"):
        end_running(running=first, revision=2, ends_on=date(2024, 5, 1), by="test")


def test_what_is_only_planned_cannot_run() -> None:
    with pytest.raises(Refused, match="only planned"):
        run(ProgrammeFactory(stated_as=StatedAs.PLANNED), OrganisationFactory(), date(2024, 4, 1))
