"""Events of one transaction are put down together, in their order, and only with what they describe."""

from typing import Any

import pytest
from django.db import transaction

from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent, AuditValue
from vrn_cases.audit.services import SYSTEM, record, together
from vrn_cases.audit.verification import faults_in_audit
from vrn_cases.records.models import Touched

pytestmark = pytest.mark.django_db


def write(name: str) -> None:
    record(
        Action.PROGRAMME_CHANGED,
        by=SYSTEM,
        subject_kind="test",
        subject_id=name,
        values={"name": (None, name), "note": ("", name)},
        marks=[Touched(kind="test", pk_touched=1)],
    )


@transaction.atomic
def write_and_fail(name: str) -> None:
    write(name)
    raise ZeroDivisionError


def names() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("subject_id", flat=True))


def test_three_statements_hold_any_number_of_events(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3), together():
        for name in "abc":
            write(name)
    assert names() == ["a", "b", "c"]
    kept = dict(AuditEvent.objects.values_list("subject_id", "pk"))
    assert {(value.event, value.new) for value in AuditValue.objects.all()} == {(kept[name], name) for name in "abc"}
    assert AuditValue.objects.count() == 6
    assert Touched.objects.count() == 3
    assert not [fault for fault in faults_in_audit() if "altered" in fault]


def test_one_inside_another_is_put_down_by_the_outer(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3), together():
        write("a")
        with together():
            write("b")
    assert names() == ["a", "b"]


def test_a_savepoint_that_is_rolled_back_takes_its_events_along() -> None:
    with together():
        write("a")
        with pytest.raises(ZeroDivisionError):
            write_and_fail("b")
        with transaction.atomic():
            write("c")
    assert names() == ["a", "c"]
    assert Touched.objects.count() == 2


def test_leaving_by_an_exception_leaves_nothing_that_could_be_committed() -> None:
    with transaction.atomic():
        try:
            with together():
                Touched.objects.create(kind="written", pk_touched=1)
                write("a")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    assert not Touched.objects.exists()
    assert not AuditEvent.objects.exists()


def test_afterwards_an_event_is_put_down_at_once_again() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together():
        raise ZeroDivisionError
    write("a")
    assert names() == ["a"]
