"""Invented data is marked wherever it is shown or leaves; and nothing real is called invented."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import ProgrammeFactory
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db
MARK = "invented, except the published record"
PAGES = ("home", "programmes", "returns", "indicators", "usersessions_list", "this_computer", "mfa_index", "help")


@pytest.mark.parametrize("on", [True, False])
def test_every_kind_of_page_is_marked(on: bool, make_user: Any, client_for: Any, settings: Any) -> None:
    settings.DEMONSTRATION = on
    client = client_for(make_user(Role.ANALYST))
    answers = [client.get(reverse(name)) for name in PAGES]
    answers += [client.get("/nothing/here/"), client.get(reverse("users")), Client().get(reverse("account_login"))]
    client.post(reverse("lock"))
    answers.append(client.get("/"))
    assert [answer.status_code for answer in answers[len(PAGES) :]] == [404, 403, 200, 423]
    assert {MARK in answer.text for answer in answers} == {on}


@pytest.mark.parametrize("on", [True, False])
def test_the_file_of_a_list_is_marked(on: bool, make_user: Any, client_for: Any, settings: Any) -> None:
    settings.DEMONSTRATION = on
    ProgrammeFactory()
    answer = client_for(make_user(Role.ANALYST)).get(reverse("programmes"), {"format": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    above = [str(row[0]) for row in sheet.iter_rows(max_row=8, values_only=True)]
    assert any(MARK in line for line in above) is on
