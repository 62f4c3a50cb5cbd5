"""The gate: 403 for who holds a verb nowhere, 404 for what is out of scope, 403 for what is seen but not held."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from interventions.models import Programme
from tests.factories import MembershipFactory, ProgrammeFactory
from vrn_cases.access.gate import open_record, refuse_unless_held, requires
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def asked_by(user: User) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


@pytest.fixture
def here() -> Programme:
    return ProgrammeFactory(code="here")


@pytest.fixture
def there() -> Programme:
    return ProgrammeFactory(code="there")


@pytest.fixture
def user(make_user: Any, here: Programme, there: Programme) -> User:
    """Leads here, works there."""
    user = make_user(Role.PROGRAMME_LEAD, programme=here)
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=there)
    return User.objects.get(pk=user.pk)


def opened() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=Action.RECORD_OPENED))


def test_held_there(user: User, here: Programme) -> None:
    assert open_record(asked_by(user), Programme, here.reference, to=P.REFERRAL_DECIDE) == here
    (event,) = opened()
    assert (event.actor, event.subject_kind, event.subject_id, event.programme) == (
        str(user.uid),
        "interventions.programme",
        here.reference,
        "here",
    )
    assert json.loads(event.detail) == {"to": "referral_decide"}


def test_held_elsewhere_only_and_not_visible(user: User, there: Programme) -> None:
    with pytest.raises(Http404):
        open_record(asked_by(user), Programme, there.reference, to=P.REFERRAL_DECIDE)
    assert opened() == []


def test_visible_there_but_not_held(user: User, there: Programme) -> None:
    with pytest.raises(PermissionDenied):
        open_record(asked_by(user), Programme, there.reference, to=P.REFERRAL_DECIDE, see=P.CASE_VIEW)
    assert opened() == []


def test_neither_visible_nor_held(user: User) -> None:
    elsewhere = ProgrammeFactory()
    with pytest.raises(Http404):
        open_record(asked_by(user), Programme, elsewhere.reference, to=P.REFERRAL_DECIDE, see=P.CASE_VIEW)


@pytest.mark.parametrize("wrong", ["", "1", "P", "PAAAAAAA", "nothing", "P2346790", "' OR 1=1"])
def test_what_cannot_be_a_reference_is_not_looked_for(user: User, wrong: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), pytest.raises(Http404):
        open_record(asked_by(user), Programme, wrong, to=P.CASE_VIEW)


def test_reference_of_another_kind(user: User) -> None:
    with pytest.raises(Http404):
        open_record(asked_by(user), Programme, user.reference, to=P.CASE_VIEW)


def test_requires_any_of_its_verbs_anywhere(user: User) -> None:
    @requires(P.USER_MANAGE, P.REFERRAL_DECIDE)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("shown")

    assert view(asked_by(user)).content == b"shown"
    assert view.requires == (P.USER_MANAGE, P.REFERRAL_DECIDE)


def test_requires_refuses_who_holds_none(user: User) -> None:
    @requires(P.USER_MANAGE, P.AUDIT_VIEW)
    def view(request: HttpRequest) -> HttpResponse:
        raise AssertionError("must not be reached")

    with pytest.raises(PermissionDenied):
        view(asked_by(user))


def test_refuse_unless_held_over_this_very_record(user: User, here: Programme, there: Programme) -> None:
    refuse_unless_held(user, P.REFERRAL_DECIDE, here)
    with pytest.raises(PermissionDenied):
        refuse_unless_held(user, P.REFERRAL_DECIDE, there)
