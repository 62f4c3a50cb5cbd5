"""The lock: nothing but the lock page opens, for any tab; it opens again by password or passkey, and loses nothing."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.webauthn.internal import auth as passkeys
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.architecture.addresses import every_address
from tests.architecture.test_gate_walk import somewhere
from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.access.session import LOCKED_AT
from vrn_cases.access.session_store import SessionStore
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.sign_in.middleware import OPEN_WHILE_LOCKED
from vrn_cases.sign_in.services import KEPT
from vrn_cases.sign_in.wording import ERRORS

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password for tests"
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def client(user: User, client_for: Any) -> Client:
    return client_for(user)


@pytest.fixture
def locked(client: Client) -> Client:
    assert client.post(reverse("lock"), {"next": "/accounts/sessions/"})["Location"] == "/accounts/sessions/"
    return client


def events(user: User) -> list[tuple[str, str]]:
    about = AuditEvent.objects.filter(subject_id=user.reference, action__in=["session_locked", "session_opened"])
    return list(about.order_by("id").values_list("action", "detail"))


def test_every_address_answers_with_the_lock_page_until_it_is_opened(locked: Client, user: User) -> None:
    answers = {
        f"{method} {name}": getattr(locked, method)(somewhere(address))
        for name, address in every_address().items()
        for method in ("get", "post")
        if name not in OPEN_WHILE_LOCKED
    }
    open_ = [name for name, one in answers.items() if one.status_code != 423 or "Your password" not in one.text]
    assert not open_
    assert locked.get("/nothing/is/here/").status_code == 423
    assert locked.post(reverse("unlock"), {"password": PASSWORD, "next": "/help/"})["Location"] == "/help/"
    assert locked.get("/help/").status_code == 200
    assert events(user) == [
        (Action.SESSION_LOCKED, '{"because":"asked"}'),
        (Action.SESSION_OPENED, '{"proof":"password"}'),
    ]


@pytest.mark.parametrize("header", ["HX-Request", "X-Polling"])
def test_a_part_of_a_page_answers_with_nothing(locked: Client, header: str) -> None:
    answer = locked.get("/", headers={header: "true"})
    assert (answer.status_code, answer.content) == (423, b"")


def test_the_lock_page_leads_back_to_where_one_was_and_shows_nothing_of_it(locked: Client) -> None:
    page = locked.get("/accounts/sessions/?a=b").content.decode()
    assert 'name="next" value="/accounts/sessions/?a=b"' in page
    assert "Where you are signed in" not in page
    assert "<title>Locked" in page.replace("\n", "")


def test_locking_twice_is_told_once(locked: Client, user: User) -> None:
    locked.post(reverse("lock"))
    assert len(events(user)) == 1


def test_a_link_locks_nothing(client: Client) -> None:
    assert client.get(reverse("lock")).status_code == 405
    assert LOCKED_AT not in client.session


def test_signing_out_is_always_possible(locked: Client) -> None:
    assert locked.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert LOCKED_AT not in locked.session


def test_whoever_signs_in_again_is_not_locked(locked: Client, user: User) -> None:
    locked.post(reverse("account_logout"))
    locked.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert locked.get("/").status_code == 200


def test_other_sessions_of_the_same_person_stay_open(locked: Client, user: User, client_for: Any) -> None:
    assert client_for(user).get("/").status_code == 200


def test_a_wrong_password_keeps_it_locked_and_says_so(locked: Client, user: User) -> None:
    page = locked.post(reverse("unlock"), {"password": "wrong", "next": "/help/"})
    assert page.status_code == 422
    assert ERRORS["incorrect_password"] in page.content.decode()
    assert 'value="/help/"' in page.content.decode()
    assert "wrong" not in page.content.decode().replace("wrong tries", "")
    assert locked.get("/").status_code == 423
    assert locked.post(reverse("unlock"), {"password": "wrong"}, **JSON).json()["errors"] == [
        ERRORS["incorrect_password"]
    ]
    assert locked.post(reverse("unlock"), {"password": ""}, **JSON).json()["errors"] == ["Type your password."]


def test_somebody_elses_password_does_not_open_it(locked: Client) -> None:
    other = UserFactory()
    other.set_password("another long password for tests")
    other.save()
    assert locked.post(reverse("unlock"), {"password": "another long password for tests"}).status_code == 422


def test_wrong_tries_count_with_those_of_the_sign_in_page(locked: Client, user: User, clock: Any) -> None:
    for number in range(3):
        locked.post(reverse("unlock"), {"password": "wrong"}, REMOTE_ADDR=f"192.0.2.{number}")
    for number in range(2):
        Client(REMOTE_ADDR=f"192.0.2.1{number}").post(
            reverse("account_login"), {"login": user.email, "password": "wrong"}
        )
    page = locked.post(reverse("unlock"), {"password": PASSWORD})
    assert ERRORS["too_many_login_attempts"] in page.content.decode()
    assert AuditEvent.objects.filter(action=Action.SIGN_IN_FAILED, subject_id=user.reference).count() == 5
    assert AuditEvent.objects.filter(action=Action.SIGN_IN_LOCKED, subject_id=user.reference).count() == 1
    clock.shift(timedelta(minutes=15))
    assert locked.post(reverse("unlock"), {"password": PASSWORD}).status_code == 302


def test_a_passkey_opens_it(locked: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(passkeys, "parse_authentication_response", seen.append)
    monkeypatch.setattr(passkeys, "complete_authentication", lambda owner, credential: seen.append(owner))
    answer = locked.post(reverse("unlock"), {"credential": '{"id": "x"}'}, **JSON)
    assert (answer.status_code, answer.json()) == (200, {"next": "/"})
    assert seen == [{"id": "x"}, user]
    assert events(user)[-1] == (Action.SESSION_OPENED, '{"proof":"passkey"}')


def test_a_passkey_that_does_not_fit_does_not_open_it(
    locked: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise ValidationError("No.")

    monkeypatch.setattr(passkeys, "parse_authentication_response", lambda credential: None)
    monkeypatch.setattr(passkeys, "complete_authentication", refuse)
    for _ in range(5):
        assert locked.post(reverse("unlock"), {"credential": '{"id": "x"}'}, **JSON).json()["errors"] == ["No."]
    errors = locked.post(reverse("unlock"), {"credential": '{"id": "x"}'}, **JSON).json()["errors"]
    assert errors == [ERRORS["too_many_login_attempts"]]
    assert locked.post(reverse("unlock"), {"credential": "no json"}, **JSON).status_code == 422
    assert locked.get("/").status_code == 423


def test_who_has_no_passkey_is_offered_none(locked: Client) -> None:
    assert locked.get(reverse("unlock_passkey")).json()["publicKey"].get("allowCredentials", []) == []


def test_scripts_are_told_whether_it_is_locked(locked: Client) -> None:
    assert locked.get(reverse("unlock"), **JSON).json() == {"errors": [], "locked": True}
    assert locked.post(reverse("unlock"), {"password": PASSWORD}, **JSON).json() == {"next": "/"}
    assert locked.get(reverse("unlock"), **JSON).json() == {"errors": [], "locked": False}
    assert locked.get(reverse("unlock"))["Location"] == "/"


def test_what_was_sent_while_it_was_locked_is_kept_encrypted_and_offered(locked: Client) -> None:
    typed = {"text": "typed & <kept>", "csrfmiddlewaretoken": "t", "password": "never"}
    assert "is kept" in locked.post("/reports/draft/?a=b", typed).content.decode()
    assert "typed" not in str(locked.session[KEPT])
    assert locked.post(reverse("unlock"), {"password": PASSWORD})["Location"] == reverse("send_again")
    page = locked.get(reverse("send_again")).content.decode()
    assert 'action="/reports/draft/"' in page
    assert 'name="text" value="typed &amp; &lt;kept&gt;"' in page
    assert "never" not in page
    assert locked.post(reverse("send_again"))["Location"] == "/reports/draft/"
    assert KEPT not in locked.session
    assert locked.get(reverse("send_again"))["Location"] == "/"


@pytest.mark.parametrize("sent", [{"text": "x" * 200_000}, {}])
def test_what_cannot_be_kept_is_told(locked: Client, sent: dict[str, str]) -> None:
    assert "could not be kept" in locked.post("/reports/draft/", sent).content.decode()


def test_a_second_form_does_not_push_out_the_first(locked: Client) -> None:
    locked.post("/reports/draft/", {"text": "first"})
    assert "could not be kept" in locked.post("/people/invite/", {"text": "second"}).content.decode()
    locked.post(reverse("unlock"), {"password": PASSWORD})
    assert 'value="first"' in locked.get(reverse("send_again")).content.decode()


def test_a_later_lock_forgets_what_an_earlier_one_kept(locked: Client) -> None:
    locked.post("/reports/draft/", {"text": "first"})
    locked.post(reverse("unlock"), {"password": PASSWORD})
    locked.post(reverse("lock"))
    assert locked.post(reverse("unlock"), {"password": PASSWORD})["Location"] == "/"


def test_being_locked_does_not_keep_a_session_alive(clock: Any, locked: Client) -> None:
    for _ in range(2):
        clock.shift(timedelta(minutes=10))
        assert locked.get("/").status_code == 423
    clock.shift(timedelta(minutes=10, seconds=1))
    assert locked.get("/")["Location"].startswith(reverse("account_login"))


def test_the_key_can_be_switched_off_and_is_said_in_view(client: Client) -> None:
    assert 'data-key="F9"' in client.get("/").content.decode()
    assert "(key F9)" in client.get("/").content.decode()
    client.post(reverse("this_computer"), {})
    page = client.get("/").content.decode()
    assert "data-key" not in page
    assert "F9" not in page
    client.post(reverse("this_computer"), {"lock_key": "on"})
    assert 'data-key="F9"' in client.get("/").content.decode()


@pytest.mark.parametrize("locks", [True, False])
def test_a_request_that_began_before_does_not_undo_it(client: Client, locks: bool) -> None:
    """Sessions are written whole: what began before the lock, or before it was opened, ends after it."""
    key = client.session.session_key
    if not locks:
        client.post(reverse("lock"))
    early = SessionStore(key)
    assert (LOCKED_AT in early) is not locks
    client.post(reverse("lock")) if locks else client.post(reverse("unlock"), {"password": PASSWORD})
    early["moved"] = 1
    early.save()
    later = SessionStore(key)
    assert (LOCKED_AT in later, later["moved"]) == (locks, 1)
