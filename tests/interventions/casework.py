"""What tests of casework pages share: people with roles, and sending a page's own form."""

from typing import Any

from django.test import Client

from tests.factories import MembershipFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def send(client: Client, url: str, **answers: Any) -> Any:
    """Open the page and send its form with these answers in the place of what it shows."""
    form = client.get(url).context["form"]
    shown = {}
    for field in form:
        value, names = field.value(), getattr(field.field.widget, "widgets_names", None)
        if names is None and value is not None:
            shown[field.html_name] = value
    return client.post(url, {**shown, **answers})


def also(user: User, role: Role, programme: Any, agency_kind: AgencyKind = AgencyKind.VOLUNTARY) -> User:
    """The same user with a second role elsewhere."""
    MembershipFactory(user=user, role=role, programme=programme, agency_kind=agency_kind)
    return User.objects.get(pk=user.pk)
