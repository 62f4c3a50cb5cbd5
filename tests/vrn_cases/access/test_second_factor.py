"""A second step is required of whoever can see people or give that right; production refuses to do without."""

import subprocess
import sys
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as configured
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import ROLES, Role
from vrn_cases.access.second_factor import WORDS
from vrn_cases.access.services import remove_second_factor

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = "/messages/"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("role", Role)
def test_who_is_sent_to_set_one_up(role: Role, make_user: Any, client_for: Any) -> None:
    response = client_for(make_user(role)).get(PAGE)
    if ROLES[role].needs_second_factor:
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))
    else:
        assert response.status_code == 200


def test_a_prefix_that_the_request_names_opens_nothing(make_user: Any, client_for: Any) -> None:
    """A server that trusts the header SCRIPT_NAME puts it in front of the path that is resolved."""
    for prefix in ("/accounts", "/help", "/static"):
        assert client_for(make_user(Role.CASEWORKER)).get(PAGE, SCRIPT_NAME=prefix).status_code == 302, prefix


def test_pages_to_set_one_up_open_without_one(make_user: Any, client_for: Any) -> None:
    client = client_for(make_user(Role.CASEWORKER))
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password", "usersessions_list"):
        assert client.get(reverse(name)).status_code == 200, name


def test_reason_is_said_once(make_user: Any, client_for: Any) -> None:
    client = client_for(make_user(Role.CASEWORKER))
    client.get(PAGE)
    client.get(PAGE)
    response = client.get(reverse("mfa_index"))
    assert [str(message) for message in get_messages(response.wsgi_request)] == [WORDS]


def test_who_has_one_goes_on_and_is_not_asked_on_every_page(
    make_user: Any, client_for: Any, django_assert_num_queries: Any
) -> None:
    user = make_user(Role.CASEWORKER)
    TOTP.activate(user, SECRET)
    client = client_for(user)
    assert client.get(PAGE).status_code == 200
    with django_assert_num_queries(4) as asked:  # session, user, memberships, messages
        assert client.get(PAGE).status_code == 200
    assert not [query for query in asked if "mfa_authenticator" in query["sql"]]


def test_removed_by_its_owner_it_is_asked_for_again(make_user: Any, client_for: Any) -> None:
    user = make_user(Role.CASEWORKER)
    TOTP.activate(user, SECRET)
    client = client_for(user)
    client.get(PAGE)
    client.post(reverse("account_reauthenticate"), {"password": "a long enough password for tests"})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert client.get(PAGE).status_code == 302


def test_removed_by_its_owner_no_other_session_of_theirs_goes_on_without(make_user: Any) -> None:
    user, here, elsewhere = make_user(Role.CASEWORKER), Client(), Client()
    for client in (here, elsewhere):
        client.post(reverse("account_login"), {"login": user.email, "password": "a long enough password for tests"})
    TOTP.activate(user, SECRET)
    assert {client.get(PAGE).status_code for client in (here, elsewhere)} == {200}
    here.post(reverse("account_reauthenticate"), {"password": "a long enough password for tests"})
    here.post(reverse("mfa_deactivate_totp"))
    assert here.get(PAGE)["Location"] == reverse("mfa_index")
    assert elsewhere.get(PAGE)["Location"].startswith(reverse("account_login"))


def test_removed_by_an_administrator_it_ends_the_sessions(make_user: Any) -> None:
    user, client = make_user(Role.CASEWORKER), Client()
    client.post(reverse("account_login"), {"login": user.email, "password": "a long enough password for tests"})
    TOTP.activate(user, SECRET)
    assert client.get(PAGE).status_code == 200
    remove_second_factor(user=user, by=make_user(Role.ADMINISTRATOR))
    assert client.get(PAGE)["Location"].startswith(reverse("account_login"))


def test_switched_off_for_a_demonstration(make_user: Any, client_for: Any, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert client_for(make_user(Role.CASEWORKER)).get(PAGE).status_code == 200


def test_secret_is_not_readable_in_the_database() -> None:
    authenticator = TOTP.activate(UserFactory(), SECRET).instance
    stored = Authenticator.objects.get(pk=authenticator.pk).data["secret"]
    assert SECRET not in stored
    assert stored.startswith("v1:")


def test_second_factor_needs_no_role_but_belongs_to_a_user() -> None:
    user = User.objects.get(pk=UserFactory().pk)
    assert not user.needs_second_factor()


def test_production_refuses_to_switch_it_off() -> None:
    made_up = "VGhpcnR5LXR3by1ieXRlcy1vZi1ub3RoaW5nLWF0LWFsbCE="
    environment = {
        "VRN_MODE": "production",
        "SECRET_KEY": "x" * 60,
        "VRN_AUDIT_KEYS": f"k1:{made_up}",
        "VRN_FIELD_KEYS": f"k1:{made_up}",
        "VRN_DATA_DIR": str(configured.DATA_DIR),
        "VRN_SECOND_FACTOR_REQUIRED": "off",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import vrn_cases.settings"],
        env=environment,
        cwd=configured.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "VRN_SECOND_FACTOR_REQUIRED=off is refused" in done.stderr
