"""An indicator's figures as an Excel file: the page's own figures, the rule they are shown under, and the log."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from monitoring.indicators.deciding import decide_figures
from tests.monitoring.indicators.conftest import Network
from tests.monitoring.indicators.facts import WHOLE
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

Clients = Callable[[User], Client]
Rows = list[tuple[Any, ...]]


@pytest.fixture
def download(make_user: Callable[..., User], client_for: Clients) -> Callable[..., tuple[bytes, Rows]]:
    """`download(role, code, programme=...)`: the file, and the rows of its first sheet."""

    def get(role: Role, code: str = "RET-02", **more: Any) -> tuple[bytes, Rows]:
        client = client_for(make_user(role, **more))
        decide_figures()
        answer = client.get(f"/indicators/{code}/workbook/?window=2023/24+Q1")
        content = b"".join(answer.streaming_content)
        return content, list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))

    return get


def test_the_central_team_takes_exact_figures(reported: Network, download: Any) -> None:
    _, rows = download(Role.ANALYST)
    assert ("The small programme", "2023/24 Q1", "Programme", "The small programme", 3, "people") in [
        row[:6] for row in rows
    ]
    assert ("The whole network", "2023/24 Q1", "Age band", "10 to 14", 10, "people") in [row[:6] for row in rows]
    assert rows[2][0] == "Shown as: Central team: exact figures, nothing is hidden"


def test_a_lead_takes_what_the_page_shows(reported: Network, download: Any) -> None:
    _, rows = download(Role.PROGRAMME_LEAD, programme=reported.large)
    by_programme = {row[3]: row[4] for row in rows if row[2] == "Programme"}
    assert by_programme["The large programme"] == 12
    assert by_programme["The small programme"] == "fewer than 5"
    assert by_programme["The whole network"] == "hidden to protect others"
    told = (
        "Programme team: exact figures of your own programmes. All others as in the Board closed paper: counts under 5"
    )
    assert told in rows[2][0]
    assert [row[4] for row in rows if row[2] == "Age band"] == ["shown for the year alone, to protect those behind it"]
    assert {value for row in rows for value in row if isinstance(value, int)} == {12}


def test_a_share_with_both_numbers_and_its_interval(network: Network, download: Any) -> None:
    network.report(network.large, 1, {("planned_endings", WHOLE): 12, ("people_ended", WHOLE): 15})
    _, rows = download(Role.ANALYST, "RET-04")
    share = next(row for row in rows if row[2] == "Programme" and row[3] == "The large programme")
    assert share[4:10] == (80, "%", 12, 15, 54.8, 93)


def test_it_is_in_the_log_with_its_hash(reported: Network, download: Any) -> None:
    download(Role.ANALYST)
    event = AuditEvent.objects.get(action=Action.LIST_EXPORTED)
    assert event.subject_id == "indicator-RET-02"
    assert '"sha256":' in event.detail
    assert '"shown":"exact"' in event.detail


def test_who_may_not_download_lists(
    reported: Network, make_user: Callable[..., User], client_for: Clients, text: Any
) -> None:
    client = client_for(make_user(Role.EVALUATOR, programme=reported.large))
    assert client.get("/indicators/RET-02/workbook/").status_code == 403
    assert "Download as Excel" not in text(client, "/indicators/RET-02/")
