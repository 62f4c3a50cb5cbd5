from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from vrn_cases.access.models import User
from vrn_cases.access.roles import Role


def test_healthz_answers_without_sign_in_and_without_a_session(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert not response.cookies


def test_healthz_says_when_the_database_does_not_answer(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", away)
        response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (503, {"ok": False})


@pytest.mark.parametrize("url", ["/help/", "/help/accessibility/", "/help/privacy/"])
def test_help_can_be_read_signed_in_or_out_and_names_the_mailbox(
    url: str, make_user: Callable[..., User], client_for: Callable[[User], Client], settings: Any
) -> None:
    settings.CONTACT_EMAIL = "ask-here@example.invalid"
    for client in (Client(), client_for(make_user())):
        response = client.get(url)
        assert response.status_code == 200
        assert "mailto:ask-here@example.invalid" in response.content.decode()
    assert Client().post(url).status_code == 405


def test_the_accessibility_statement_says_what_the_regulations_ask_for(db: None) -> None:
    page = Client().get("/help/accessibility/").content.decode()
    for said in (
        "(No. 2) Accessibility Regulations 2018",
        "partially compliant",
        "not been tested",
        "disproportionate burden",
        "Equality Advisory and Support Service",
        "It was prepared on",
    ):
        assert said in page


def test_what_is_wanted_a_few_times_a_year_stands_on_the_home_page_and_not_in_the_menu(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    page = client_for(make_user(Role.PROGRAMME_LEAD)).get("/").content.decode()
    menu, rest = page.split("</header>")
    assert 'href="/cases/"' in menu
    assert 'href="/lists-with-names/"' not in menu
    assert 'href="/lists-with-names/"' in rest
