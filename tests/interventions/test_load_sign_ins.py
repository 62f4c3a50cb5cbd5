"""One invented person a role, for the demonstration alone."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from interventions.demo import PASSWORD, SIGN_INS
from interventions.models import Organisation
from tests.factories import ProgrammeFactory
from vrn_cases.access.models import Membership, User
from vrn_cases.access.roles import ROLES, Role
from vrn_cases.access.services import close_user
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def programmes(db: None) -> None:
    for code in ("VIP", "PHOENIX"):
        ProgrammeFactory(code=code)


def load() -> str:
    said = StringIO()
    call_command("load_sign_ins", stdout=said)
    return said.getvalue()


def test_one_person_a_role_marked_as_invented(programmes: None) -> None:
    load()
    held = {row.role: row for row in Membership.objects.select_related("user", "programme", "organisation")}
    assert set(held) == set(Role)
    assert User.objects.count() == len(Role)
    for role, row in held.items():
        assert row.user.name == f"Invented {Role(role).label}"
        assert row.user.email.endswith("@demonstration.invalid")
        assert row.user.check_password(PASSWORD)
        assert (row.organisation is not None) == ROLES[Role(role)].own_organisation_only


def test_where_they_hold_their_roles(programmes: None) -> None:
    load()
    held = {row.role: row for row in Membership.objects.select_related("programme", "organisation")}
    in_vip = [Role.CASEWORKER, Role.PROGRAMME_LEAD, Role.SAFEGUARDING_LEAD]
    assert {held[role].programme.code for role in in_vip} == {"VIP"}
    assert held[Role.EVALUATOR].programme.code == "PHOENIX"
    assert held[Role.DELIVERY_PARTNER].organisation.name == "Turning Point"


def test_organisation_of_the_reference_data_is_used(programmes: None) -> None:
    partner = Organisation.objects.create(name="Turning Point", reference="NTEST")
    load()
    assert Membership.objects.get(role=Role.DELIVERY_PARTNER).organisation == partner


def test_each_can_sign_in(programmes: None) -> None:
    load()
    for sign_in in SIGN_INS:
        answer = Client().post("/accounts/login/", {"login": sign_in.email, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/"), sign_in.email


def test_second_time_changes_nothing(programmes: None) -> None:
    load()
    events = AuditEvent.objects.count()
    close_user(user=User.objects.get(email="analyst@demonstration.invalid"), revision=None, by="command:test")
    assert "0 added, 14 there before and left alone." in load()
    assert AuditEvent.objects.count() == events + 1
    assert User.objects.get(email="analyst@demonstration.invalid").closed_at


def test_made_through_the_services_and_without_mail(programmes: None) -> None:
    load()
    events = AuditEvent.objects.filter(actor="command:load_sign_ins")
    assert events.filter(action=Action.USER_INVITED).count() == len(Role)
    assert events.filter(action=Action.MEMBERSHIP_GIVEN).count() == len(Role)
    assert not Notice.objects.exists()


def test_table_tells_role_address_and_password(programmes: None) -> None:
    lines = load().splitlines()
    assert lines[0].split() == ["Role", "Email", "address", "Password"]
    assert len(lines) == len(Role) + 2
    assert all(line.endswith(PASSWORD) for line in lines[1:-1])


def test_before_the_reference_data(db: None) -> None:
    with pytest.raises(CommandError, match="load_reference"):
        load()


@pytest.mark.parametrize("setting", [{"PRODUCTION": True}, {"DEMONSTRATION": False}])
def test_refused_where_people_are_real(programmes: None, settings: Any, setting: dict[str, bool]) -> None:
    for name, value in setting.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match="never with VRN_MODE=production"):
        load()
    assert not User.objects.exists()
