"""The gate at every address: signed out, without a role, with a wrong method; and the headers of every answer."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.architecture.addresses import (
    LIBRARY_OPEN_TO_ALL,
    OPEN_TO_ALL,
    WITHOUT_A_VERB,
    Address,
    addresses_of_the_library,
    every_address,
    our_addresses,
)
from tests.architecture.walk import Visit
from vrn_cases.access.models import User

# What stands in the place of a parameter where nothing has to be behind it.
STAND_INS = {"StringConverter": "R2222222", "IntConverter": 1, "UUIDConverter": "00000000-0000-4000-8000-000000000000"}
NO_PAGE_SENT_IT = {"draft_keep", "draft_renew"}  # say so (400) to whoever has no token of a page
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def somewhere(address: Address) -> str:
    """The address with something in the place of each parameter."""
    if address.name == "account_reset_password_from_key":
        return reverse(address.name, kwargs={"uidb36": "1", "key": "set-password"})
    return reverse(address.name, kwargs={name: STAND_INS[type(kind).__name__] for name, kind in address.converters})


def with_any_method(client: Client, url: str) -> list[HttpResponse]:
    return [response for response in (client.get(url), client.post(url)) if response.status_code != 405]


def test_what_asks_for_no_verb_is_named_with_its_reason() -> None:
    without = {name for name, address in our_addresses().items() if not address.verbs}
    assert without == set(WITHOUT_A_VERB), (
        "put @requires(Permission. ...) on the view; or, when everybody who is signed in may open it, "
        "give the reason in WITHOUT_A_VERB"
    )


def test_what_is_open_to_all_is_named() -> None:
    assert {name for name, address in our_addresses().items() if not address.behind_sign_in} == OPEN_TO_ALL
    library = {name for name, address in addresses_of_the_library().items() if not address.behind_sign_in}
    assert library == set(LIBRARY_OPEN_TO_ALL)


@pytest.mark.django_db
def test_signed_out_every_address_leads_to_the_sign_in_page(client: Client) -> None:
    wrong = []
    for name, address in every_address().items():
        for response in with_any_method(client, somewhere(address)):
            led = response.status_code == 302 and response["Location"].startswith(
                f"{reverse(settings.LOGIN_URL)}?next="
            )
            if led != address.behind_sign_in:
                wrong.append(f"{name} answers {response.status_code} to a stranger")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_whoever_holds_no_role_is_refused_everywhere(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    """But where no verb is asked for; and there nothing of others is found."""
    client, wrong = client_for(make_user()), []
    for name, address in our_addresses().items():
        nothing_there = {404} if address.parameters else {200, 204, 302}
        nothing_there |= {400} if name in NO_PAGE_SENT_IT else set()
        expected = {403} if address.verbs else nothing_there
        found = {response.status_code for response in with_any_method(client, somewhere(address))}
        if not found or found - expected:
            wrong.append(f"{name} answers {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_other_methods_are_not_allowed(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> None:
    client = client_for(make_user())
    allowed = [
        f"{name}: say which methods the view takes, with @require_safe or alike"
        for name, address in our_addresses().items()
        for method in (client.put, client.delete)
        if method(somewhere(address)).status_code != 405
    ]
    assert not allowed, "\n".join(allowed)


@pytest.mark.django_db
def test_every_answer_has_the_headers_that_protect_it(visits: dict[str, Visit]) -> None:
    assert set(visits) == set(our_addresses())
    for found in visits.values():
        assert_protected(found.headers)
        assert found.headers["Cache-Control"] == "no-store", found.name


def assert_protected(headers: object) -> None:
    found = dict(headers)
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    policy = found["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "*" not in policy
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert directives["default-src"] == directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["object-src"] == directives["base-uri"] == "'none'"
    assert "camera=()" in found["Permissions-Policy"]


@pytest.mark.django_db
def test_every_answer_that_says_no_is_protected_and_kept_nowhere(
    make_user: Callable[..., User], client_for: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("this page breaks")

    client = client_for(make_user())
    client.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answers = {
        302: Client().get("/"),
        403: client.get(reverse("users")),
        404: client.get("/no/such/page/"),
        405: client.get(reverse("stay_signed_in")),
    }
    told = {status: response.status_code for status, response in answers.items()}
    forged = strict.post(reverse("stay_signed_in"))
    monkeypatch.setattr("vrn_cases.pages.services.render", breaks)
    broken = client.get("/")
    assert told == {status: status for status in answers}
    assert (forged.status_code, broken.status_code) == (403, 500)
    for response in (*answers.values(), forged, broken):
        assert_protected(response.headers)
        assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_the_sign_in_pages_are_protected_and_kept_nowhere(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    for address in addresses_of_the_library().values():
        response = client_for(make_user()).get(somewhere(address))
        assert response.status_code < 500
        assert_protected(response.headers)
        assert response["Cache-Control"] == "no-store", address.name


@pytest.mark.django_db
def test_signing_out_empties_what_the_browser_kept(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    assert '"cache"' in client_for(make_user()).post(reverse("account_logout"))["Clear-Site-Data"]
