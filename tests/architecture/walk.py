"""One walk to every address of ours, as somebody who may open it; what was found there is judged by several tests."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.architecture.addresses import Address, our_addresses
from tests.architecture.people import network_holder, signed_in, with_roles
from tests.architecture.records import Side
from tests.architecture.ways import WAYS, in_address
from tests.vrn_cases.pages.drawn import Drawn
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.models import Record


@dataclass(frozen=True)
class Visit:
    """What came of opening one address: the answer, the events that it left, and the record that it named."""

    name: str
    url: str
    status: int
    headers: dict[str, str]
    html: str
    events: list[tuple[str, str]]  # action, subject
    references: tuple[str, ...]
    queries: int
    posted: int  # the status of an empty form sent there

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def drawn(self) -> Drawn:
        return Drawn(self.html)

    @property
    def writes(self) -> bool:
        return self.posted != 405


def verb_of(address: Address) -> P | None:
    way = WAYS.get(address.name)
    if way is not None and way.verb is not None:
        return way.verb
    return address.verbs[0] if address.verbs else None


def visit_everything() -> dict[str, Visit]:
    """Every address of ours by name. Writes, so it belongs in a transaction that is rolled back."""
    clients: dict[P | None, Client] = {}
    reader = with_roles((Role.ANALYST, None))
    clients[None] = signed_in(reader)
    side = Side(reader)
    assert side.return_  # overdue, so that there is something to chase
    found = {}
    for name, address in our_addresses().items():
        verb = verb_of(address)
        if verb not in clients:
            clients[verb] = signed_in(network_holder(verb, side))
        found[name] = visit(clients[verb], address, side)
    return found


def url_of(name: str, made: tuple[Any, ...]) -> str:
    return reverse(name, args=in_address(made))


def visit(client: Client, address: Address, side: Side) -> Visit:
    way = WAYS.get(address.name)
    made = way.make(side) if way else ()
    url = url_of(address.name, made)
    asked = {"key": a_figure_of(client, made)} if way and way.query == "figure" else {}
    before = _last_event()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url, asked)
        body = response.getvalue()
    events = AuditEvent.objects.filter(pk__gt=before).order_by("id").values_list("action", "subject_id")
    kind = response.headers.get("Content-Type", "")
    return Visit(
        name=address.name,
        url=url,
        status=response.status_code,
        headers=dict(response.headers),
        html=body.decode() if kind.startswith("text/html") else "",
        events=list(events),
        references=tuple(one.reference for one in made if isinstance(one, Record)),
        queries=len(queries),
        posted=client.post(url).status_code,
    )


def a_figure_of(client: Client, made: tuple[Any, ...]) -> str:
    """The key of a figure, made of returns, that the report's own page leads to."""
    page = Drawn(client.get(url_of("report", made)).content.decode())
    led = [urlsplit(link.attributes.get("href") or "") for link in page.all("a")]
    keys = [parse_qs(address.query)["key"][0] for address in led if address.path.endswith("/figures/")]
    return next(key for key in keys if key.startswith("RET-"))


def _last_event() -> int:
    return AuditEvent.objects.order_by("-id").values_list("pk", flat=True).first() or 0
