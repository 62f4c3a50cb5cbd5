"""An invitation from the administrator's page to the first sign-in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import ProgrammeFactory, UserFactory
from tests.vrn_cases.users.test_pages import send
from vrn_cases.access import rules
from vrn_cases.access.models import User, UserState
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.services import close_user
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.notices.models import Notice
from vrn_cases.notices.services import send_notices
from vrn_cases.records.refusals import Refused
from vrn_cases.users.services import invite, reopen_and_invite, send_invitation_again

pytestmark = pytest.mark.django_db
EMAIL = "invited@example.invalid"
PASSWORD = "four words nobody would guess"


@pytest.fixture
def administrator(make_user: Any) -> User:
    return make_user(Role.ADMINISTRATOR)


def answers(**changed: Any) -> dict[str, Any]:
    return {
        "email": "Invited@Example.invalid",
        "name": "Invented Newcomer",
        "role": "caseworker",
        "agency_kind": "health",
        "programme": ProgrammeFactory().reference,
        "starts_on": f"{timezone.localdate():%d/%m/%Y}",
        **changed,
    }


def invited(by: User) -> User:
    return invite(
        email=EMAIL,
        name="Invented Newcomer",
        role=Role.CASEWORKER,
        agency_kind=AgencyKind.HEALTH,
        starts_on=timezone.localdate(),
        by=by,
    )


def link() -> str:
    """The link of the newest message that was sent."""
    send_notices()
    (found,) = re.findall(r"http\S+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    return found


def choose_password(address: str) -> Any:
    client = Client()
    page = client.get(address)
    return client.post(page["Location"], {"password1": PASSWORD}) if page.status_code == 302 else page


def sign_in() -> Any:
    return Client().post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})


def test_from_the_page_to_the_first_sign_in(administrator: User, client_for: Any) -> None:
    response = send(client_for(administrator), reverse("user_invite"), **answers())
    person = User.objects.get(email=EMAIL)
    assert response["Location"] == person.get_absolute_url()
    assert (person.name, person.state) == ("Invented Newcomer", UserState.INVITED)
    assert person.memberships.get().role == Role.CASEWORKER
    choose_password(link())
    assert mail.outbox[-1].to == [EMAIL]
    assert sign_in().status_code == 302
    assert User.objects.get(pk=person.pk).state == UserState.ACTIVE


def test_sent_twice_it_invites_once(administrator: User, client_for: Any) -> None:
    client = client_for(administrator)
    form = client.get(reverse("user_invite")).context["form"]
    told = answers(submission_key=form["submission_key"].value())
    places = [client.post(reverse("user_invite"), told).status_code for _ in range(2)]
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Notice.objects.count() == 1
    assert places[0] == 302


def test_address_that_is_taken(administrator: User, client_for: Any) -> None:
    UserFactory(email=EMAIL)
    response = send(client_for(administrator), reverse("user_invite"), **answers())
    assert response.context["form"].errors == {"email": [rules.EMAIL_TAKEN]}


def test_role_that_does_not_fit_leaves_nothing_behind(administrator: User) -> None:
    with pytest.raises(Refused):
        invite(
            email=EMAIL,
            name="Invented Newcomer",
            role=Role.DELIVERY_PARTNER,
            agency_kind=AgencyKind.VOLUNTARY,
            starts_on=timezone.localdate(),
            by=administrator,
        )
    assert not User.objects.filter(email=EMAIL).exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_link_works_for_three_days(administrator: User, clock: Any, hours: int, works: bool) -> None:
    person = invited(administrator)
    address = link()
    clock.shift(timedelta(hours=hours))
    page = choose_password(address)
    assert User.objects.get(pk=person.pk).has_usable_password() is works
    if not works:
        assert "ask whoever invited you to send the invitation again" in page.content.decode()


def test_sent_again_after_it_lapsed(administrator: User, clock: Any) -> None:
    person = invited(administrator)
    first = link()
    clock.shift(timedelta(days=4))
    send_invitation_again(user=person, revision=None, by=administrator)
    assert Notice.objects.count() == 2
    second = link()
    assert second != first
    choose_password(second)
    assert sign_in().status_code == 302
    assert AuditEvent.objects.filter(action=Action.USER_INVITED).count() == 2


def test_not_sent_again_to_who_has_signed_in(administrator: User) -> None:
    with pytest.raises(Refused, match="has signed in before"):
        send_invitation_again(user=UserFactory(last_login=timezone.now()), revision=None, by=administrator)


def test_link_is_dead_once_somebody_is_signed_in(administrator: User) -> None:
    """The message stays on the person's own page, where a link that still worked would need no old password."""
    invited(administrator)
    address = link()
    choose_password(address)
    assert "This link no longer works" in choose_password(address).content.decode()


def test_link_of_an_account_that_was_closed_meanwhile(administrator: User) -> None:
    person = invited(administrator)
    address = link()
    close_user(user=person, revision=None, by=administrator)
    assert "This link no longer works" in choose_password(address).content.decode()


def test_opened_again_with_a_new_link(administrator: User) -> None:
    person = UserFactory(email=EMAIL, closed_at=timezone.now())
    reopen_and_invite(user=person, revision=None, by=administrator)
    choose_password(link())
    assert sign_in().status_code == 302
