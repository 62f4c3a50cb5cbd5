from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from tests.factories import UserFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.notices.models import Notice
from vrn_cases.notices.selectors import mail_trouble
from vrn_cases.notices.services import mark_read, remove_old_notices, send_notices, write_notice


def tell(*users: User, key: str = "return-sent-back:R2222222", path: str = "/returns/") -> None:
    write_notice(key=key, to=users, subject="A return was sent back", body="R2222222 needs a correction.", path=path)


def test_one_cause_writes_one_message_per_user(db: None) -> None:
    first, second = UserFactory(), UserFactory()
    tell(first, second)
    tell(first)
    assert Notice.objects.count() == 2
    tell(first, key="another cause")
    assert Notice.objects.count() == 3


def test_a_closed_account_gets_none_and_is_sent_none(db: None) -> None:
    tell(UserFactory(closed_at=timezone.now()))
    assert not Notice.objects.exists()
    closed_later = UserFactory()
    tell(closed_later)
    User.objects.filter(pk=closed_later.pk).update(closed_at=timezone.now())
    assert send_notices() == 0
    assert mail.outbox == []
    assert not mail_trouble()


def test_a_message_is_sent_once(db: None) -> None:
    user = UserFactory()
    tell(user)
    assert send_notices() == 1
    assert send_notices() == 0
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    assert sent.subject == "A return was sent back"
    assert sent.body == "R2222222 needs a correction.\n\nhttp://127.0.0.1:8000/returns/"


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(at_once: Any) -> None:
    tell(*[UserFactory() for _ in range(10)])
    sent = at_once(send_notices, send_notices)
    assert sum(sent) == len(mail.outbox) == 10
    assert len({message.to[0] for message in mail.outbox}) == 10


def test_a_crash_while_sending_never_sends_twice_and_is_shown(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    tell(UserFactory())

    def crash(self: Any, messages: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", crash)
        with pytest.raises(KeyboardInterrupt):
            send_notices()
    assert send_notices() == 0
    assert mail.outbox == []
    clock.shift(601)
    assert mail_trouble().failed == 1


def test_a_mail_server_that_is_away_is_tried_again_and_nothing_is_lost(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    tell(UserFactory(), UserFactory())

    def away(self: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "open", away)
        assert send_notices() == 0
        assert not mail_trouble()
        clock.shift(601)
        assert (mail_trouble().waiting, mail_trouble().failed) == (2, 0)
    assert send_notices() == 2
    assert not mail_trouble()


def test_one_message_that_cannot_be_sent_keeps_back_no_other(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    bad, good = UserFactory(), UserFactory()
    tell(bad, good)
    real = EmailBackend.send_messages

    def picky(self: Any, messages: list[Any]) -> int:
        if messages[0].to == [bad.email]:
            raise UnicodeEncodeError("ascii", "x", 0, 1, "no such address")
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", picky)
    assert send_notices() == 1
    assert mail.outbox[0].to == [good.email]
    assert Notice.objects.get(to=bad).problem == "Not sent: UnicodeEncodeError"
    clock.shift(601)
    assert mail_trouble().failed == 1


def page_of(client: Client, url: str = "/messages/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_lists_ones_own_messages_and_marks_the_unread(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    user, other = make_user(), make_user()
    tell(user)
    tell(other, key="for somebody else")
    client = client_for(user)
    page = page_of(client)
    assert page.count("<article") == 1
    assert ">New</strong>" in page
    assert "Messages (1 unread)" in page
    assert client.post("/messages/read/").status_code == 302
    page = page_of(client)
    assert ">New</strong>" not in page
    assert "new)" not in page
    assert Notice.objects.get(to=other).read_at is None


def test_every_page_counts_the_unread_without_a_query_of_its_own(
    make_user: Callable[..., User], client_for: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    user = make_user()
    tell(user, key="one")
    tell(user, key="two")
    client = client_for(user)
    client.get("/help/")
    with django_assert_num_queries(3):  # session, user, memberships
        page = page_of(client, "/help/")
    assert "Messages (2 new)" in page


def test_opening_a_message_marks_it_and_leads_to_what_it_is_about(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    user = make_user()
    tell(user, key="one")
    tell(user, key="two")
    notice = Notice.objects.get(key__startswith="one")
    response = client_for(user).post(f"/messages/{notice.uid}/read/", {"open": "1"})
    assert response["Location"] == "/returns/"
    assert list(Notice.objects.filter(read_at=None).values_list("key", flat=True)) == [f"two:{user.reference}"]


def test_a_message_never_leads_out_of_the_service(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    user = make_user()
    tell(user, path="https://elsewhere.example/")
    notice = Notice.objects.get()
    response = client_for(user).post(f"/messages/{notice.uid}/read/", {"open": "1"})
    assert response["Location"] == "/messages/"


def test_somebody_elses_message_is_not_there_and_stays_unread(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    tell(make_user())
    notice = Notice.objects.get()
    client = client_for(make_user())
    assert client.post(f"/messages/{notice.uid}/read/").status_code == 404
    assert client.get(f"/messages/{notice.uid}/read/").status_code == 405
    assert Notice.objects.get().read_at is None


def test_many_messages_come_in_pages(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> None:
    user = make_user()
    for number in range(45):
        tell(user, key=f"{number:02}")
    client, seen, url = client_for(user), [], "/messages/"
    while url:
        response = client.get(url)
        seen += [notice.key[:2] for notice in response.context["shown"].rows]
        url = f"/messages/?after={response.context['shown'].next_token}" if response.context["shown"].next_token else ""
        url = url.replace("+", "%2B")
    assert seen == [f"{number:02}" for number in reversed(range(45))]
    assert "Older messages" in page_of(client)


def test_no_messages(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> None:
    assert "You have no messages." in page_of(client_for(make_user()))


def test_trouble_with_the_mail_server_is_shown_to_administrators_alone(
    make_user: Callable[..., User], client_for: Callable[[User], Client], clock: Any
) -> None:
    tell(make_user())
    clock.shift(601)
    assert "1 waiting" in page_of(client_for(make_user(Role.ADMINISTRATOR)))
    assert "waiting" not in page_of(client_for(make_user(Role.ANALYST)))


def test_messages_go_after_a_year(make_user: Callable[..., User]) -> None:
    tell(make_user())
    Notice.objects.update(written_at=timezone.now() - timedelta(days=364))
    assert remove_old_notices(dry_run=False) == 0
    Notice.objects.update(written_at=timezone.now() - timedelta(days=366))
    assert remove_old_notices() == 1
    assert Notice.objects.exists()
    assert remove_old_notices(dry_run=False) == 1


def test_marking_all_counts_the_unread(make_user: Callable[..., User]) -> None:
    user = make_user()
    tell(user)
    assert mark_read(by=user) == 1
    assert mark_read(by=user) == 0
