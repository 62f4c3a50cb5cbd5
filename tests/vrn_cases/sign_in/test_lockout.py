"""Five wrong passwords, then nobody gets in for a quarter of an hour, whichever process answers."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.sign_in.wording import ERRORS

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password for tests"
SECRET = "JBSWY3DPEHPK3PXP"


def attempt(user: User, password: str = PASSWORD, address: str = "192.0.2.1") -> Any:
    """One attempt from a browser that knows nothing of the others."""
    data = {"login": user.email, "password": password}
    return Client(REMOTE_ADDR=address).post(reverse("account_login"), data)


def locked_out(user: User) -> None:
    for number in range(5):
        assert ERRORS["email_password_mismatch"] in attempt(user, "wrong", f"192.0.2.{number}").content.decode()


def test_counts_are_shared_between_processes() -> None:
    kind = f"{type(cache._connections['default']).__module__}"
    assert kind in ("django.core.cache.backends.db", "django.core.cache.backends.redis")


def test_right_password_after_five_wrong_ones_from_anywhere(clock: Any) -> None:
    user = UserFactory()
    locked_out(user)
    response = attempt(user, PASSWORD, "198.51.100.7")
    assert response.status_code == 200
    assert ERRORS["too_many_login_attempts"] in response.content.decode()
    assert not response.wsgi_request.user.is_authenticated


def test_another_host_or_port_with_each_try_is_counted_all_the_same(clock: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["vrn.example.invalid", "www.vrn.example.invalid"]
    user = UserFactory()
    for host in ("vrn.example.invalid", "www.vrn.example.invalid", *(f"vrn.example.invalid:{n}" for n in (80, 81, 82))):
        data = {"login": user.email.upper(), "password": "wrong"}
        Client(HTTP_HOST=host).post(reverse("account_login"), data)
    response = Client(HTTP_HOST="vrn.example.invalid:83").post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}
    )
    assert ERRORS["too_many_login_attempts"] in response.content.decode()


def test_four_wrong_ones_do_not_lock(clock: Any) -> None:
    user = UserFactory()
    for _ in range(4):
        attempt(user, "wrong")
    assert attempt(user).status_code == 302


def test_open_again_after_a_quarter_of_an_hour(clock: Any) -> None:
    user = UserFactory()
    locked_out(user)
    clock.shift(timedelta(minutes=14, seconds=59))
    assert attempt(user).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert attempt(user).status_code == 302


def test_others_are_not_locked_out(clock: Any) -> None:
    locked_out(UserFactory())
    assert attempt(UserFactory()).status_code == 302


def test_address_without_an_account_is_answered_alike(clock: Any) -> None:
    known, unknown = UserFactory(), User(email="nobody@example.invalid")
    for _ in range(6):
        ours, theirs = attempt(known, "wrong"), attempt(unknown, "wrong")
        assert ours.status_code == theirs.status_code
        assert errors(ours) == errors(theirs)
        assert errors(ours)


def errors(response: Any) -> list[str]:
    return list(response.context["form"].non_field_errors())


def test_events_name_the_account_and_never_what_was_typed(clock: Any) -> None:
    user = UserFactory()
    locked_out(user)
    attempt(user)
    attempt(User(email="my-password-in-the-wrong-box@example.invalid"), "wrong")
    told = list(AuditEvent.objects.order_by("id").values_list("action", "subject_id"))
    assert told == [
        *[(Action.SIGN_IN_FAILED, user.reference)] * 5,
        (Action.SIGN_IN_LOCKED, user.reference),
        (Action.SIGN_IN_FAILED, "unknown"),
    ]
    assert not AuditEvent.objects.filter(detail__contains="wrong").exists()


def code(offset: int = 1) -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())) + offset))


def at_the_second_step(user: User) -> Client:
    client = Client()
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert response["Location"] == reverse("mfa_authenticate")
    return client


def test_password_alone_is_not_enough_for_who_has_a_second_step(clock: Any) -> None:
    user = UserFactory()
    TOTP.activate(user, SECRET)
    client = at_the_second_step(user)
    assert client.get(reverse("mfa_index")).status_code == 302
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code(0)}).status_code == 302
    assert client.get(reverse("mfa_index")).status_code == 200


def test_code_works_once(clock: Any) -> None:
    user = UserFactory()
    TOTP.activate(user, SECRET)
    first, second = at_the_second_step(user), at_the_second_step(user)
    assert first.post(reverse("mfa_authenticate"), {"code": code(0)}).status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": code(0)}).status_code == 200


def test_second_step_locks_too_and_is_told(clock: Any) -> None:
    user = UserFactory()
    TOTP.activate(user, SECRET)
    client = at_the_second_step(user)
    for _ in range(5):
        response = client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert ERRORS["incorrect_code"] in response.content.decode()
    response = client.post(reverse("mfa_authenticate"), {"code": code(0)})
    assert ERRORS["too_many_login_attempts"] in response.content.decode()
    failed = AuditEvent.objects.filter(action=Action.SIGN_IN_FAILED, subject_id=user.reference)
    assert {event.detail for event in failed} == {'{"step":"second"}'}


def test_a_wrong_second_step_is_no_sign_in() -> None:
    user = UserFactory()
    TOTP.activate(user, SECRET)
    at_the_second_step(user).post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not AuditEvent.objects.filter(action=Action.SIGNED_IN).exists()
    assert User.objects.get(pk=user.pk).last_login is None
