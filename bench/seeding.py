"""Invented programmes and their accepted returns, written in bulk under every constraint of the database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench.asked import Size
from bench.invented_numbers import numbers_of
from bench.timing import same
from interventions.programmes.models import (
    DeliveryModel,
    Organisation,
    Population,
    PreventionLevel,
    Programme,
    StatedAs,
)
from monitoring.indicators.models import Cell
from monitoring.indicators.services import aggregate
from monitoring.periods.windows import Quarter
from monitoring.returns.asked import Answers, Row, rows_of_template
from monitoring.returns.checks import contradictions
from monitoring.returns.models import Return, ReturnTemplate, ReturnVersion
from monitoring.returns.partner_return import PARTNER_RETURN
from monitoring.returns.services.answers import insert_answers
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.services import add_user, give_role
from vrn_cases.records.references import new_reference
from vrn_cases.static_files import collect_static_files

FIRST_QUARTER = 8088  # 2022/23 Q1
RETURNS_AT_ONCE = 200
BY = "command:bench"
ANALYST = "analyst@bench.invalid"
SUMMED = {"RET-01": "referrals_received", "RET-02": "people_started", "RET-05": "sessions_offered", "RET-10": "spend"}

Key = tuple[str, int, int, str, str]  # line, programme (0: all), quarter, breakdown, part
Sums = Counter[Key]


def prepare(size: Size) -> Sums:
    """An empty database filled, with every figure worked out once; returns plain sums of what was written."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0, stdout=StringIO())
    collect_static_files()
    analyst()
    return fill(size)


def fill(size: Size) -> Sums:
    """The size's programmes and returns; raises AnswersDiffer when a figure is not the plain sum of them."""
    sums = Sums()
    for chunk in in_chunks(_returns(size, _programmes(size)), RETURNS_AT_ONCE):
        _write(chunk, sums)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    aggregate(by=BY)
    figures_are(sums)
    return sums


def analyst() -> User:
    """Somebody who may see and download everything that the benchmark asks for."""
    user = add_user(email=ANALYST, name="Invented Analyst", by=BY)
    give_role(user=user, role=Role.ANALYST, agency_kind=AgencyKind.CENTRAL_TEAM, starts_on=timezone.localdate(), by=BY)
    return user


def in_chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


def references(kind: str, count: int) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        found.add(new_reference(kind))
    return sorted(found)


def _programmes(size: Size) -> list[tuple[Programme, Organisation]]:
    names = references(Organisation.reference_kind, size.programmes)
    Organisation.objects.bulk_create(
        Organisation(reference=reference, name=f"Invented Organisation {number}")
        for number, reference in enumerate(names, 1)
    )
    codes = references(Programme.reference_kind, size.programmes)
    Programme.objects.bulk_create(
        Programme(
            reference=reference,
            code=f"bench-{number}",
            name=f"Invented Programme {number}",
            delivery_model=DeliveryModel.CASEWORK,
            delivered_by=f"Invented Organisation {number}",
            prevention_level=PreventionLevel.SECONDARY,
            population=Population.TARGETED,
            setting="Community",
            what="Invented: support from a worker for young people.",
            stated_as=StatedAs.DELIVERED,
        )
        for number, reference in enumerate(codes, 1)
    )
    programmes = Programme.objects.filter(reference__in=codes).order_by("id")
    return list(zip(programmes, Organisation.objects.filter(reference__in=names).order_by("id"), strict=True))


def _returns(size: Size, running: Sequence[tuple[Programme, Organisation]]) -> Iterator[Return]:
    template = ReturnTemplate.objects.filter(code=PARTNER_RETURN).latest("version")
    free = iter(references(Return.reference_kind, size.returns))
    for number in range(FIRST_QUARTER, FIRST_QUARTER + size.quarters):
        quarter = Quarter(number)
        start, end = quarter.window.start, quarter.window.end
        for programme, organisation in running:
            yield Return(
                reference=next(free),
                template=template,
                programme=programme,
                organisation=organisation,
                start=start,
                end=end,
                label=quarter.label,
                due_on=end + timedelta(days=30),
                asked_for_at=timezone.now(),
            )


@transaction.atomic
def _write(returns: list[Return], sums: Sums) -> None:
    now = timezone.now()
    made = Return.objects.bulk_create(returns)
    free = references(ReturnVersion.reference_kind, len(made))
    versions = ReturnVersion.objects.bulk_create(
        ReturnVersion(reference=reference, of=of, number=1, made_at=now, submitted_at=now, accepted_at=now)
        for reference, of in zip(free, made, strict=True)
    )
    asked: dict[date, list[Row]] = {}
    for version in versions:
        of, start = version.of, version.of.start
        assert start is not None  # each is of a whole quarter
        if start not in asked:
            asked[start] = rows_of_template(of.template, start)
        told = numbers_of(asked[start], Random(of.programme.code + of.label))
        same(contradictions(asked[start], told), [], "an invented return")
        insert_answers(version, asked[start], told)
        _add(sums, of, Quarter.holding(start).number, told)


def _add(sums: Sums, of: Return, quarter: int, told: Answers) -> None:
    for (line, breakdown, part), given in told.items():
        if isinstance(given.value, int):
            for programme in (0, of.programme_id):
                sums[line, programme, quarter, breakdown, part] += given.value


def figures_are(sums: Sums) -> None:
    """Raises AnswersDiffer unless the stored figures of every quarter, programme and part are these plain sums."""
    for code, line in SUMMED.items():
        wanted = {key[1:]: total for key, total in sums.items() if key[0] == line and total and _told(code, key)}
        same(stored(code), wanted, f"{code} over all quarters, programmes and parts")


def _told(code: str, key: Key) -> bool:
    return not key[3] or code == "RET-02"  # the others are not broken down in the figures


def stored(code: str) -> dict[tuple[int, int, str, str], int]:
    """The stored figure of each programme (0: the network), quarter, breakdown and part."""
    cells = Cell.objects.filter(grain="return_line", window_kind="quarter", provider=0).order_by()
    names = ("programme", "quarter", "breakdown", "part", "figures")
    rows = cells.values_list(*names)
    found = {
        (scope, quarter, name, part): told.get(code, {}).get("sum", 0) for scope, quarter, name, part, told in rows
    }
    return {key: value for key, value in found.items() if value}
