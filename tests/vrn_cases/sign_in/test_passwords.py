"""Setting a password by a link: it tells nobody who has an account, works once, for three days, and leaves an event."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.notices.models import Notice
from vrn_cases.settings import PASSWORD_HASHERS

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password for tests"
NEW = "four words nobody would guess"


def words(page: Any) -> str:
    """What a page says, without the token that every page has its own of."""
    return re.sub(r'<meta name="csrf-token"[^>]*>', "", page.content.decode())


def ask(email: str) -> Any:
    return Client().post(reverse("account_reset_password"), {"email": email}, follow=True)


def link_in_mail() -> str:
    (found,) = re.findall(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    return found


def test_the_link_leads_to_the_service_whatever_host_was_sent(settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["vrn.example.invalid"], "https://vrn.example.invalid"
    somebody_else = Client(HTTP_HOST="vrn.example.invalid:8443")
    somebody_else.post(reverse("account_reset_password"), {"email": UserFactory().email})
    assert f" https://vrn.example.invalid{link_in_mail()}" in re.sub(r"\s+", " ", str(mail.outbox[-1].body))


def choose(link: str, password: str = NEW) -> Any:
    client = Client()
    page = client.get(link)
    if page.status_code == 200:
        return page
    return client.post(page["Location"], {"password1": password})


def test_page_does_not_tell_whether_an_address_is_known() -> None:
    user, closed = UserFactory(), UserFactory(closed_at=timezone.now())
    pages = [ask(address) for address in (user.email, closed.email, "nobody@example.invalid")]
    assert len({(page.status_code, words(page)) for page in pages}) == 1
    assert len(mail.outbox) == 3  # each address is answered in its own mailbox, so that it takes as long
    assert [("/key/" in str(message.body)) for message in mail.outbox] == [True, False, False]
    assert "/signup/" not in "".join(str(message.body) for message in mail.outbox)


def test_mail_server_that_is_away_tells_nothing_either(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.vrn_cases.sign_in.broken_mail.Broken"
    user = UserFactory()
    assert words(ask(user.email)) == words(ask("nobody@example.invalid"))


def test_link_works_once() -> None:
    user = UserFactory()
    ask(user.email)
    link = link_in_mail()
    assert choose(link)["Location"] == reverse("account_reset_password_from_key_done")
    assert User.objects.get(pk=user.pk).check_password(NEW)
    again = choose(link, "yet another long password")
    assert "This link no longer works" in again.content.decode()
    assert User.objects.get(pk=user.pk).check_password(NEW)


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_link_works_for_three_days(clock: Any, hours: int, works: bool) -> None:
    user = UserFactory()
    ask(user.email)
    link = link_in_mail()
    clock.shift(timedelta(hours=hours))
    response = choose(link)
    assert User.objects.get(pk=user.pk).check_password(NEW) is works
    if not works:
        assert "Ask for a new link" in response.content.decode()


def test_link_dies_with_the_next_sign_in() -> None:
    user = UserFactory()
    ask(user.email)
    Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert "This link no longer works" in choose(link_in_mail()).content.decode()


@pytest.mark.parametrize("weak", ["short", "password1234", "12345678901234"])
def test_weak_passwords(weak: str) -> None:
    user = UserFactory()
    ask(user.email)
    assert choose(link_in_mail(), weak).context["form"].errors["password1"]


def test_changing_ends_the_other_sessions_and_tells_the_owner() -> None:
    user = UserFactory()
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})
    assert here.get(reverse("mfa_index")).status_code == 200
    assert there.get(reverse("mfa_index")).status_code == 302
    assert Notice.objects.get(to=user).subject == "Your password was changed"
    event = AuditEvent.objects.get(action=Action.PASSWORD_CHANGED)
    assert (event.actor, event.subject_id) == (str(user.uid), user.reference)


def test_wrong_old_password() -> None:
    user, client = UserFactory(), Client()
    client.force_login(user)
    response = client.post(reverse("account_change_password"), {"oldpassword": "wrong", "password1": NEW})
    assert response.context["form"].errors["oldpassword"]
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_signing_in_and_out_leave_events() -> None:
    user, client = UserFactory(), Client()
    client.post(reverse("account_login"), {"login": user.email.upper(), "password": PASSWORD})
    client.post(reverse("account_logout"))
    told = AuditEvent.objects.order_by("id").values_list("action", "actor", "subject_id")
    uid = str(user.uid)
    assert list(told) == [(Action.SIGNED_IN, uid, user.reference), (Action.SIGNED_OUT, uid, user.reference)]


def test_product_hashes_with_argon2() -> None:
    assert PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert configured.PASSWORD_HASHERS != PASSWORD_HASHERS  # tests use a fast one
