"""Clients that load one server from a process of their own: `python -m bench.j6_clients`, told by JSON on its input.

Each client is one person at one form. It opens the page, fills it in as a person would and sends it again and again,
each time with a new submission key, as each opening of the page would give. Only 127.0.0.1 is ever asked.
"""

import json
import sys
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 60
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Boxes(HTMLParser):
    """What the boxes of the page's forms hold; of a list of choices the first that is one."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, str] = {}
        self.list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "select":
            self.list = name
        elif (
            tag == "option" and self.list and ("selected" in told or (told.get("value") and self.list not in self.held))
        ):
            self.held[self.list] = told.get("value", "")
        elif tag == "input" and name and told.get("type") not in ("radio", "checkbox", "submit"):
            self.held[name] = told.get("value", "")
        elif tag == "input" and told.get("type") == "radio" and "checked" in told:
            self.held[name] = told["value"]
        elif tag == "textarea" and name:
            self.held.setdefault(name, "")


def filled_in(page: str, answers: Mapping[str, str]) -> dict[str, str]:
    """The page's form with these answers beside what it came with."""
    boxes = Boxes()
    boxes.feed(page)
    return {**boxes.held, **answers}


class Client:
    """One person, signed in by a cookie."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookies = port, {"sessionid": cookie}

    def ask(self, method: str, address: str, body: str | None = None) -> tuple[int, str, str]:
        """Status, where to go next, and the page."""
        link = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = {"Cookie": cookies, "Origin": f"http://{HOST}:{self.port}", **(FORM if body else {})}
            link.request(method, address, body, headers)
            answer = link.getresponse()
            page = answer.read().decode()
            self._keep(answer)
            return answer.status, answer.headers.get("Location", ""), page
        finally:
            link.close()

    def _keep(self, answer: HTTPResponse) -> None:
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value


def save_until(client: Client, address: str, answers: Mapping[str, str], end: float) -> Counter[str]:
    """Send the form until the end; what came of it, by what it was."""
    status, _, page = client.ask("GET", address)
    if status != 200:
        return Counter({f"the form answered {status}": 1})
    form, came = filled_in(page, answers), Counter[str]()
    while time.monotonic() < end:
        body = urlencode({**form, "submission_key": str(uuid.uuid4())})
        came[_sent(client, address, body)] += 1
    return came


def _sent(client: Client, address: str, body: str) -> str:
    try:
        status, _, _ = client.ask("POST", address, body)
    except (OSError, HTTPException) as problem:
        return type(problem).__name__
    return "saved" if status == 302 else f"answered {status}"


def read_until(client: Client, address: str, end: float) -> Counter[str]:
    came = Counter[str]()
    while time.monotonic() < end:
        try:
            status, _, _ = client.ask("GET", address)
        except (OSError, HTTPException) as problem:
            came[type(problem).__name__] += 1
            continue
        came["read" if status == 200 else f"answered {status}"] += 1
    return came


def load(told: dict[str, Any]) -> dict[str, Any]:
    """What came of everything that all clients sent, and in how many seconds."""
    begun = time.monotonic()
    end = begun + told["seconds"]

    def work(one: dict[str, Any]) -> Counter[str]:
        client = Client(told["port"], one["cookie"])
        if told["answers"] is None:
            return read_until(client, one["address"], end)
        return save_until(client, one["address"], told["answers"], end)

    with ThreadPoolExecutor(len(told["clients"])) as pool:
        came = sum(pool.map(work, told["clients"]), Counter[str]())
    return {"came": came, "seconds": time.monotonic() - begun}


if __name__ == "__main__":
    json.dump(load(json.load(sys.stdin)), sys.stdout)
