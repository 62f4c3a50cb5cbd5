"""Versioned lists are read as at a day; sets of age bands differ on purpose."""

from datetime import date

import pytest

from interventions.programmes.models import Area, ListEntry, ListName
from interventions.programmes.selectors import areas_on, band_of, entries_in_force, factors_by_level, framework_on
from interventions.programmes.services import put_area, put_framework, put_list_entry, put_priority
from tests.factories import SourceFactory
from vrn_cases.audit.models import AuditEvent

TODAY = date(2024, 4, 15)


def band(code: str, least: int | None, most: int | None) -> ListEntry:
    return ListEntry(list=ListName.AGE_BAND, code=code, label=code, position=1, least=least, most=most)


UNDER_25 = [band("under-25", 0, 24), band("25-and-over", 25, None), band("not-known", None, None)]
FROM_18_TO_25 = [band("under-18", 0, 17), band("18-25", 18, 25), band("26-and-over", 26, None)]


@pytest.mark.parametrize(
    ("age", "under_25", "within_18_to_25"),
    [(17, "under-25", "under-18"), (18, "under-25", "18-25"), (24, "under-25", "18-25"),
     (25, "25-and-over", "18-25"), (26, "25-and-over", "26-and-over")],
)  # fmt: skip
def test_somebody_of_25_is_not_under_25_and_is_within_18_to_25(age: int, under_25: str, within_18_to_25: str) -> None:
    """Worked example E15: the two sets must differ for the same person."""
    first, second = band_of(age, UNDER_25), band_of(age, FROM_18_TO_25)
    assert first is not None
    assert second is not None
    assert (first.code, second.code) == (under_25, within_18_to_25)


def test_no_age_falls_into_what_is_not_known() -> None:
    assert band_of(40, [band("not-known", None, None)]) is None


@pytest.mark.django_db
def test_entries_are_those_in_force_on_the_day_in_the_lists_order() -> None:
    for position, code, since, until in (
        (2, "new", date(2024, 4, 1), None),
        (1, "always", None, None),
        (3, "old", None, date(2024, 4, 1)),
    ):
        put_list_entry(
            name=ListName.SEX, code=code, valid_from=since, valid_until=until, label=code, position=position, by="test"
        )
    assert [entry.code for entry in entries_in_force(ListName.SEX, date(2024, 3, 31))] == ["always", "old"]
    assert [entry.code for entry in entries_in_force(ListName.SEX, date(2024, 4, 1))] == ["always", "new"]
    assert entries_in_force(ListName.AGE_BAND, TODAY) == []


@pytest.mark.django_db
def test_the_strategy_in_force_changes_with_the_day() -> None:
    source = SourceFactory()
    four = put_framework(name="Four", valid_from=date(2020, 4, 1), valid_until=date(2024, 1, 31), by="test")
    seven = put_framework(name="Seven", valid_from=date(2024, 1, 31), valid_until=None, by="test")
    for framework, count in ((four, 4), (seven, 7)):
        for number in range(count, 0, -1):
            put_priority(framework=framework, number=number, text=f"Priority {number}", source=source, by="test")

    def numbers(day: date) -> list[int]:
        framework = framework_on(day)
        return [priority.number for priority in framework.priorities.all()] if framework else []

    assert numbers(date(2020, 3, 31)) == []
    assert numbers(date(2024, 1, 30)) == [1, 2, 3, 4]
    assert numbers(date(2024, 1, 31)) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.django_db
def test_areas_stand_under_the_area_that_holds_them() -> None:
    whole = put_area(code="ALL", name="Whole", level="partnership", parent=None, priority_area=False, by="test")
    for code, name, parent in (("B", "Beeches", whole), ("A", "Ashes", whole)):
        put_area(code=code, name=name, level="upper_tier", parent=parent, priority_area=False, by="test")
    inner = put_area(code="A1", name="Inner", level="district", parent=Area.objects.get(code="A"),
                     priority_area=True, by="test")  # fmt: skip
    assert [area.name for area in areas_on(TODAY)] == ["Whole", "Ashes", "Inner", "Beeches"]
    assert inner.level_in_words == "District"


@pytest.mark.django_db
def test_factors_go_from_the_individual_to_the_community() -> None:
    for position, (code, group) in enumerate((("a", "individual"), ("b", "community"), ("c", "individual")), start=1):
        put_list_entry(name=ListName.RISK_FACTOR, code=code, valid_from=None, label=code, group=group,
                       position=position, by="test")  # fmt: skip
    groups = factors_by_level(ListName.RISK_FACTOR, TODAY)
    assert [(group.title, [row.label for row in group.rows]) for group in groups] == [
        ("Individual", ["a", "c"]),
        ("Community", ["b"]),
    ]


@pytest.mark.django_db
def test_putting_an_entry_twice_writes_once_and_a_change_is_an_event_with_old_and_new() -> None:
    values = {"name": ListName.SEX, "code": "x", "valid_from": None, "position": 1, "by": "test"}
    put_list_entry(label="First", **values)
    put_list_entry(label="First", **values)
    assert AuditEvent.objects.count() == 1
    entry = put_list_entry(label="Second", **values)
    assert (entry.label, ListEntry.objects.count(), AuditEvent.objects.count()) == ("Second", 1, 2)


def test_a_group_is_told_in_words() -> None:
    told = [ListEntry(group=group).group_in_words for group in ("youth_justice", "Black, Black British", "")]
    assert told == ["Youth justice", "Black, Black British", ""]
