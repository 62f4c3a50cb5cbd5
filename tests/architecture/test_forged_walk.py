"""Whatever somebody writes into an address or a box, no page breaks: it says no, or shows what is there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.test import Client

from tests.architecture.addresses import our_addresses
from tests.architecture.people import network_holder, signed_in, with_roles
from tests.architecture.records import Side
from tests.architecture.walk import url_of, verb_of
from tests.architecture.ways import WAYS
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db
SCRIPT = "'\"><script>alert(1)</script>"
HOSTILE = (
    "x",
    "a\0b",
    SCRIPT,
    "{{ 7*7 }}{% debug %}",
    "-1",
    "1e999",
    "9" * 400,
    "²",
    "2023/24",
    "0001-01-01",
    "9999-12-31",
    "\u202e\u200b\ufeff🙂",
    "é" * 5_000,
)
# Pages whose form is sent to another address of ours, which keeps what must not stand in an address.
SENT_ELSEWHERE = {"people"}
ODD_FOR_A_FILTER = ("\0", "x", "9" * 400, "²", "0001-01-01", "9999-12-31", "31/12/9999", SCRIPT)
# What addresses that are no lists read from their query, and a name that nobody reads.
PARAMETERS = [
    "after",
    "before",
    "sort",
    "format",
    "edition",
    "key",
    "year",
    "period",
    "programme",
    "scope",
    "page",
    "to",
    "from",
    "kind",
    "words",
]


@pytest.fixture
def everywhere() -> list[tuple[str, Client, str]]:
    """Each of our addresses by name, with somebody who may open it."""
    reader = with_roles((Role.ANALYST, None), (Role.DIRECTOR, None))
    side, clients = Side(reader), {None: signed_in(reader)}
    found = []
    for name, address in our_addresses().items():
        verb: P | None = verb_of(address)
        if verb not in clients:
            clients[verb] = signed_in(network_holder(verb, side))
        found.append((name, clients[verb], url_of(name, WAYS[name].make(side) if name in WAYS else ())))
    return found


def broken(name: str, client: Client, url: str, query: dict[str, str]) -> list[str]:
    response = client.get(url, query, follow=True)  # what must not stand in an address is led away from it
    if response.status_code in (200, 404, 405) and b"<script>alert(1)" not in response.getvalue():
        return []
    return [f"{name} answers {response.status_code} to {query}"]


def test_no_query_breaks_a_page(everywhere: list[tuple[str, Client, str]]) -> None:
    wrong = []
    for name, client, url in everywhere:
        for value in ("\0", "²", "9999/00", "9" * 400, "'\"><script>alert(1)</script>"):
            wrong += broken(name, client, url, dict.fromkeys(PARAMETERS, value))
    assert not wrong, "\n".join(wrong)


def test_no_filter_breaks_a_list(everywhere: list[tuple[str, Client, str]]) -> None:
    wrong, lists = [], 0
    for name, client, url in everywhere:
        context = client.get(url).context
        if context is None or "list" not in context:
            continue
        lists += 1
        for field in context["list"].filter.form:
            for value in ODD_FOR_A_FILTER:
                wrong += broken(name, client, url, {field.html_name: value})
    assert lists > 5
    assert not wrong, "\n".join(wrong)


def boxes(form: forms.Form) -> Iterator[str]:
    """The names under which the form's boxes are sent."""
    for field in form:
        suffixes = getattr(field.field.widget, "widgets_names", None) or [""]
        yield from (f"{field.html_name}{suffix}" for suffix in suffixes)


def test_no_answer_breaks_a_form(everywhere: list[tuple[str, Client, str]]) -> None:
    """Every box holds the same but the hidden ones, so that the form is as good as it can be; once they do too."""
    wrong = []
    for name, client, url in everywhere:
        form = _form(client.get(url))
        if form is None or name in SENT_ELSEWHERE:
            continue
        hidden = {box.html_name: box.value() for box in form.hidden_fields() if box.value() is not None}
        for value, kept in ((SCRIPT, {}), *((value, hidden) for value in HOSTILE)):
            sent: dict[str, Any] = {**dict.fromkeys(boxes(form), value), **kept, "csrfmiddlewaretoken": "x"}
            with transaction.atomic():
                response = client.post(url, sent)
                transaction.set_rollback(True)
            if response.status_code not in (200, 302, 409, 422) or b"<script>alert(1)" in response.getvalue():
                wrong.append(f"{name} answers {response.status_code} to {value[:40]!r}")
    assert not wrong, "\n".join(wrong)


def _form(response: Any) -> forms.Form | None:
    return response.context.get("form") if response.context else None
