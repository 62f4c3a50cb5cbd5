"""Which agency reads what, on real rows: page, list, timeline, search and file say the same as the one rule."""

from collections.abc import Callable
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from interventions.cases.models import Case, Note
from interventions.cases.services import join_referral, write_note
from interventions.participants.models import Participant
from interventions.participants.search_words import asked_for
from interventions.participants.selectors import people_found
from interventions.programmes.models import ListName, Programme
from interventions.referrals.models import Referral
from interventions.referrals.services import receive_referral
from tests.factories import ProgrammeFactory
from tests.factories.casework import OPENED, entry, opened_case
from tests.factories.people import invented_participant
from vrn_cases.access.models import User
from vrn_cases.access.readable import Sensitivity, SourceAuthority, readable_by
from vrn_cases.access.roles import AgencyKind, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FACTS = list(product(SourceAuthority, Sensitivity))
READERS = [
    *((agency, Role.CASEWORKER) for agency in AgencyKind),
    (AgencyKind.VOLUNTARY, Role.PROGRAMME_LEAD),
    (AgencyKind.HEALTH, Role.SAFEGUARDING_LEAD),
]


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def case(programme: Programme) -> Case:
    """A case with a note of every source and sensitivity."""
    case = opened_case(programme)
    for source, level in FACTS:
        text = f"Note {source} {level}."
        write_note(case=case, kind="general", on=OPENED, text=text, source=source, sensitivity=level, by="test")
    return case


def every_referral(programme: Programme, case: Case) -> dict[Any, Referral]:
    """A referral of every source and sensitivity, of somebody else each; a second set is joined to the case."""
    made = {}
    for source, level in FACTS:
        origin = entry(ListName.REFERRED_FROM, f"from-{source.value.replace('_', '-')}")
        type(origin).objects.filter(pk=origin.pk).update(group=source)
        origin.group = source
        told = {"referred_from": origin, "route": entry(ListName.REFERRAL_ROUTE, "phone"), "sensitivity": level}
        who = invented_participant(programme, given_name="Sought", family_name=f"{source} {level}", source=source,
                                   sensitivity=level)  # fmt: skip
        made[source, level] = receive_referral(participant=who, on=OPENED, by="test", **told)
        second = receive_referral(participant=case.participant, on=OPENED, by="test", **told)
        join_referral(referral=second, revision=1, case=case, on=OPENED, by="test")
    return made


def may(agency: AgencyKind, role: Role) -> set[Any]:
    return {fact for fact in FACTS if readable_by(agency, *fact, roles=frozenset({role}))}


@pytest.mark.parametrize(("agency", "role"), READERS)
def test_notes_on_page_and_by_address(
    agency: AgencyKind,
    role: Role,
    case: Case,
    programme: Programme,
    make_user: Callable[..., User],
    client_for: Callable[[User], Client],
):
    user = make_user(role, programme=programme, agency_kind=agency)
    client = client_for(user)
    shown: list[str] = []
    after = ""
    while True:
        page = client.get(case.get_absolute_url(), {"kind": "note", **({"after": after} if after else {})})
        shown += [event.text for event in page.context["events"]]
        after = page.context["older"]
        if not after:
            break
    assert set(shown) == {f"Note {source} {level}." for source, level in may(agency, role)}
    if role == Role.CASEWORKER:
        opened = {
            (note.source, note.sensitivity)
            for note in Note.objects.filter(case=case)
            if client.get(f"{case.get_absolute_url()}notes/{note.reference}/correct/").status_code == 200
        }
        assert opened == may(agency, role)


@pytest.mark.parametrize(("agency", "role"), READERS)
def test_referrals_on_page_list_file_timeline_and_search(
    agency: AgencyKind,
    role: Role,
    case: Case,
    programme: Programme,
    make_user: Callable[..., User],
    client_for: Callable[[User], Client],
):
    referrals = every_referral(programme, case)
    user = make_user(role, programme=programme, agency_kind=agency)
    client, readable = client_for(user), may(agency, role)
    opened = {fact for fact, one in referrals.items() if client.get(one.get_absolute_url()).status_code == 200}
    assert opened == readable
    listed: set[str] = set()
    address = "/referrals/"
    while address:
        rows = client.get(address).context["list"]
        listed |= {row.reference for row in rows.page.rows}
        address = rows.next_url
    assert {fact for fact, one in referrals.items() if one.reference in listed} == readable
    if role != Role.SAFEGUARDING_LEAD:
        file = client.get("/referrals/", {"format": "xlsx"})
        cells = {cell.value for row in load_workbook(BytesIO(file.getvalue())).active.iter_rows() for cell in row}
        assert {fact for fact, one in referrals.items() if one.reference in cells} == readable
    joined = Referral.objects.filter(case=case)
    timeline: list[str] = []
    after = ""
    while True:
        page = client.get(case.get_absolute_url(), {"kind": "referral", **({"after": after} if after else {})})
        timeline += [event.url for event in page.context["events"]]
        after = page.context["older"]
        if not after:
            break
    assert {(one.source, one.sensitivity) for one in joined if one.get_absolute_url() in timeline} == readable
    found = {one.participant.pk for one in people_found(user, asked_for("Sought"))}
    known = Participant.objects.filter(given_name="Sought")
    assert {(one.source, one.sensitivity) for one in known if one.pk in found} == readable
