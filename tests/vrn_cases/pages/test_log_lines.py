"""Log lines of requests that were turned away: the status and which address it was, never what was typed there."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from vrn_cases.pages.logs import JsonLines


@pytest.mark.parametrize(
    ("method", "path", "message"),
    [
        ("get", "/people/Zebulon Invented/", "answered 404 at user"),
        ("get", "/Zebulon/?q=Zebulon", "answered 404 at no address of ours"),
        ("post", "/help/?Zebulon", "answered 405 at help"),
        ("get", "/log/?Zebulon", "answered 403 at audit"),
    ],
)
def test_a_path_is_not_told(
    method: str, path: str, message: str, make_user: Any, client_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client: Client = client_for(make_user("administrator"))
    with caplog.at_level(logging.WARNING, logger="django.request"):
        getattr(client, method)(path)
    told = [json.loads(JsonLines().format(record)) for record in caplog.records if hasattr(record, "status_code")]
    assert [line["message"] for line in told] == [message]
    assert "Zebulon" not in json.dumps(told)


def test_other_lines_keep_their_words() -> None:
    record = logging.LogRecord("vrn_cases.files", logging.ERROR, "", 0, "file %s is missing", ("F2",), None)
    assert json.loads(JsonLines().format(record))["message"] == "file F2 is missing"
