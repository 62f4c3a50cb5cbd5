"""The signed-in floor: a view behind the login that reads the session, the user and 25 rows by one index and joins
strings by hand. No page of the service can cost less."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path

from monitoring.indicators.models import ReturnLineGrain
from vrn_cases.access.models import User

FLOOR = "/bench/floor"
COLUMNS = ("return_id", "programme", "measure", "part", "start", "value")
OK = 200


def floor(request: HttpRequest) -> HttpResponse:
    rows = ReturnLineGrain.objects.order_by("return_id").values_list(*COLUMNS)[:25]
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return HttpResponse(f"<!doctype html><title>{escape(str(request.user))}</title><table>{body}</table>")


urlpatterns = [path("bench/floor", floor), path("", include("vrn_cases.urls"))]


class Reader:
    """Somebody signed in who asks for pages, in this process and through every layer of the service."""

    def __init__(self, user: User) -> None:
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(user)

    def get(self, address: str) -> bytes:
        """The page's bytes. Raises AssertionError when it is not a page."""
        answer = self.client.get(address)
        assert answer.status_code == OK, f"{address} answered {answer.status_code}"
        return answer.content


@contextmanager
def signed_in(user: User) -> Iterator[Reader]:
    """A reader for whom the floor's page is there beside those of the service."""
    with override_settings(ROOT_URLCONF="bench.signed_in"):
        yield Reader(user)
