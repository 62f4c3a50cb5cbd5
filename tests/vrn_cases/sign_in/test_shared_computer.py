"""A shared computer, said at sign-in: locks after five idle minutes, and gives no file to anybody."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.architecture.people import with_roles
from tests.architecture.records import Side
from tests.architecture.ways import WAYS, in_address
from tests.factories import MembershipFactory, ProgrammeFactory, UserFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.access.session import SHARED_COMPUTER
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password for tests"
POLL = {"headers": {"X-Polling": "1"}}


def sign_in(user: User, **more: str) -> Client:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})
    assert answer.status_code == 302
    return client


@pytest.fixture
def client(clock: Any) -> Client:
    client = sign_in(UserFactory(), shared_computer="on")
    client.get("/")
    return client


def test_said_at_sign_in_and_shown_in_view(client: Client) -> None:
    page = client.get("/").text
    assert ">Shared computer</a>" in page
    assert 'data-idle-seconds="300"' in page


def test_not_said_at_sign_in(clock: Any) -> None:
    client = sign_in(UserFactory())
    assert "Shared computer" not in client.get("/").text
    assert "data-idle-seconds" not in client.get("/").text
    clock.shift(timedelta(minutes=29))
    assert client.get("/").status_code == 200


def test_what_somebody_said_before_does_not_count_for_the_next(clock: Any) -> None:
    client = sign_in(UserFactory(), shared_computer="on")
    client.post(reverse("account_logout"))
    other = UserFactory()
    client.post(reverse("account_login"), {"login": other.email, "password": PASSWORD})
    assert not client.session[SHARED_COMPUTER]


@pytest.mark.parametrize(("idle", "status"), [(294, 200), (300, 423), (1000, 423)])
def test_locks_after_five_idle_minutes(client: Client, clock: Any, idle: int, status: int) -> None:
    clock.shift(timedelta(seconds=idle))
    assert client.get("/").status_code == status
    assert client.get("/").status_code == status
    told = AuditEvent.objects.filter(action=Action.SESSION_LOCKED).values_list("detail", flat=True)
    assert list(told) == (['{"because":"idle"}'] if status == 423 else [])


def test_whatever_somebody_does_starts_the_five_minutes_again(client: Client, clock: Any) -> None:
    for _ in range(5):
        clock.shift(timedelta(minutes=4))
        assert client.get("/").status_code == 200
        clock.shift(timedelta(minutes=4))
        assert client.post(reverse("stay_signed_in")).status_code == 204


def test_polling_is_no_sign_of_life_and_meets_the_lock(client: Client, clock: Any) -> None:
    for _ in range(4):
        clock.shift(timedelta(minutes=1, seconds=5))
        assert client.get("/", **POLL).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert client.get("/", **POLL).status_code == 423
    assert client.get("/").status_code == 423


def test_opening_it_starts_the_five_minutes_again(client: Client, clock: Any) -> None:
    clock.shift(timedelta(minutes=6))
    assert client.get("/").status_code == 423
    clock.shift(timedelta(minutes=2))
    assert client.post(reverse("unlock"), {"password": PASSWORD}).status_code == 302
    clock.shift(timedelta(minutes=4))
    assert client.get("/").status_code == 200


def test_what_was_sent_too_late_is_kept(client: Client, clock: Any) -> None:
    clock.shift(timedelta(minutes=6))
    assert client.post(reverse("this_computer"), {"lock_key": "on"}).status_code == 423
    assert client.post(reverse("unlock"), {"password": PASSWORD})["Location"] == reverse("send_again")


def test_it_can_be_said_later_and_is_not_taken_back(clock: Any) -> None:
    client = sign_in(UserFactory())
    client.post(reverse("this_computer"), {"lock_key": "on", "shared_computer": "on"})
    assert client.session[SHARED_COMPUTER]
    client.post(reverse("this_computer"), {"lock_key": "on"})
    assert client.session[SHARED_COMPUTER]
    assert 'name="shared_computer"' not in client.get(reverse("this_computer")).text


DOWNLOADS = {"file": "", "return_workbook": "", "indicator_workbook": "", "returns": "?format=xlsx"}


@pytest.mark.parametrize("name", DOWNLOADS)
def test_no_file_is_given_nor_told_as_given(name: str, client_for: Any) -> None:
    programme = ProgrammeFactory()
    user = with_roles((Role.ANALYST, None))
    side = Side(user, programme)
    MembershipFactory(user=user, role=Role.PROGRAMME_LEAD, programme=programme)
    made = WAYS[name].make(side) if name in WAYS else (side.return_,)[:0]
    assert side.return_
    url = reverse(name, args=in_address(made)) + DOWNLOADS[name]
    client = client_for(user)
    given = client.get(url)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.getvalue()
    before = AuditEvent.objects.count()
    session = client.session
    session[SHARED_COMPUTER] = True
    session.save()
    answer = client.get(url)
    assert answer.status_code == 403
    assert "Content-Disposition" not in answer.headers
    assert "Not downloaded: this computer is shared" in answer.text
    assert "sign in on a computer that only you use" in answer.text
    assert AuditEvent.objects.count() == before


OFFERS = re.compile(r'url "file"|_workbook"|mfa_download|format=xlsx|(excel_|named_|workbook_|document.)url }}')
SAID = "No downloads: this computer is shared."


@pytest.mark.parametrize("shared", [False, True])
def test_no_page_offers_a_file_that_would_be_refused(shared: bool, client_for: Any) -> None:
    programme = ProgrammeFactory()
    user = with_roles((Role.ANALYST, None))
    side = Side(user, programme)
    MembershipFactory(user=user, role=Role.PROGRAMME_LEAD, programme=programme)
    assert side.return_
    client = client_for(user)
    session = client.session
    session[SHARED_COMPUTER] = shared
    session.save()
    address = reverse("return_upload_form", args=[side.return_.reference])
    for url, offer in ((reverse("returns"), "?format=xlsx"), (address, f"/returns/{side.return_.reference}/workbook/")):
        page = client.get(url).text
        assert (offer in page, SAID in page) == (not shared, shared), url


def test_every_template_that_offers_a_file_asks_whether_it_may() -> None:
    """The tag `download` alone knows; what is said in its place is tried above."""
    folders = settings.BASE_DIR / "templates"
    beside = re.compile(r"{% download\b.*?{% enddownload %}", re.DOTALL)
    pages = {path: path.read_text(encoding="utf-8") for path in folders.rglob("*.html")}
    assert sum(1 for text in pages.values() if "{% download" in text) > 5
    wrong = [str(path.relative_to(folders)) for path, text in pages.items() if OFFERS.search(beside.sub("", text))]
    assert not wrong


def test_recovery_codes_are_shown_and_not_downloaded(client: Client) -> None:
    user = User.objects.get()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_pages_still_leave_their_events(make_user: Any, client_for: Any) -> None:
    client = client_for(make_user(Role.ANALYST))
    session = client.session
    session[SHARED_COMPUTER] = True
    session.save()
    assert client.get(reverse("returns")).status_code == 200
    assert AuditEvent.objects.filter(action=Action.LIST_SHOWN).exists()
