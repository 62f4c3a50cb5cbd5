"""A return with people around it, as its pages are told of in tests."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from monitoring.returns.asked import rows_asked
from monitoring.returns.models import Return, ReturnVersion
from monitoring.returns.receiving import read_upload
from monitoring.returns.services import (
    save_answers,
    submit_version,
    upload_return,
)
from tests.factories import OrganisationFactory
from tests.monitoring.returns.conftest import GOOD, given
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.files.services import lay_down

IN_WORDS = {**GOOD, "7": "It went well."}


class Story:
    """One return with people around it: its partner, a stranger of another organisation, an analyst, a director."""

    def __init__(self, of: Return, make_user: Callable[..., Any], client_for: Callable[..., Client]) -> None:
        self.of = of
        voluntary = AgencyKind.VOLUNTARY
        self.people = {
            "partner": make_user(Role.DELIVERY_PARTNER, organisation=of.organisation, agency_kind=voluntary),
            "stranger": make_user(Role.DELIVERY_PARTNER, organisation=OrganisationFactory(), agency_kind=voluntary),
            "analyst": make_user(Role.ANALYST),
            "director": make_user(Role.DIRECTOR),
            "board": make_user(Role.BOARD_MEMBER),
        }
        self.clients = {name: client_for(user) for name, user in self.people.items()}

    def saved(self, **changed: Any) -> ReturnVersion:
        rows = rows_asked(self.of)
        values = given(rows, {**IN_WORDS, **changed})
        return save_answers(of=self.of, revision=None, rows=rows, answers=values, by=self.people["partner"])

    def sent(self, **changed: Any) -> ReturnVersion:
        return submit_version(version=self.saved(**changed), revision=None, note="", by=self.people["partner"])

    def uploaded(self, content: bytes) -> Any:
        partner = self.people["partner"]
        upload = upload_return(of=self.of, name="april.xlsx", content=lay_down(content), by=partner)
        return read_upload(upload.file.reference, by=partner, step=lambda message: transaction.atomic())

    def url(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.of.reference, *more])

    def get(self, who: str, name: str, *more: Any) -> Any:
        return self.clients[who].get(self.url(name, *more))

    def post(self, who: str, name: str, *more: Any, **data: Any) -> Any:
        """Fill in the form as it is shown, with what is given in the place of what stands there."""
        client, url = self.clients[who], self.url(name, *more)
        form = client.get(url).context["form"]
        shown = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
        return client.post(url, {**shown, **data})


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())
