"""Every address of the service, read from the resolver, with what is said of each that differs from the rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from vrn_cases.access.permissions import Permission

SIGN_IN = "accounts/"


@dataclass(frozen=True)
class Address:
    """One address: its name, its path as the resolver writes it, its parameters with what reads each, and its view."""

    name: str
    path: str
    converters: tuple[tuple[str, Any], ...]
    view: Any

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.converters)

    @property
    def verbs(self) -> tuple[Permission, ...]:
        """The verbs of which one must be held somewhere; none where the view says nothing."""
        return getattr(self.view, "requires", ())

    @property
    def behind_sign_in(self) -> bool:
        return getattr(self.view, "login_required", True)


@cache
def every_address() -> dict[str, Address]:
    """Every address by name. Raises ValueError for one without a name, and for two of one name."""
    found: dict[str, Address] = {}
    for path, converters, pattern in _patterns(get_resolver()):
        name = pattern.name or ""
        if not name or name in found:
            raise ValueError(f"the address {path!r} needs a name of its own, so that the walks can visit it")
        found[name] = Address(name, path, tuple(converters.items()), pattern.callback)
    return found


def our_addresses() -> dict[str, Address]:
    return {name: address for name, address in every_address().items() if not address.path.startswith(SIGN_IN)}


def addresses_of_the_library() -> dict[str, Address]:
    return {name: address for name, address in every_address().items() if address.path.startswith(SIGN_IN)}


def _patterns(resolver: URLResolver) -> Iterator[tuple[str, dict[str, Any], URLPattern]]:
    """Each address's whole path, every parameter in it with what reads it, and its last part."""
    for pattern in resolver.url_patterns:
        path, converters = str(pattern.pattern), pattern.pattern.converters
        if isinstance(pattern, URLPattern):
            yield path, converters, pattern
            continue
        for further, more, address in _patterns(pattern):
            yield path + further, {**converters, **more}, address


# Our addresses that ask for no verb, each with the reason.
WITHOUT_A_VERB = {
    "healthz": "asked by machines; says nothing but that the service is there",
    "help": "how to get help is for everybody",
    "accessibility": "the law wants the statement to be public",
    "privacy": "whoever is written about may read how",
    "list_words": "keeps in one's own session what one searches for, and leads back to the list",
    "stay_signed_in": "only moves the end of one's own session",
    "day_in_words": "says how a day that is typed is read; nothing of anybody's",
    "begun": "one's own drafts",
    "draft_keep": "writes one's own draft alone, by the token of its page",
    "draft_renew": "lets a page that has long been open write on into one's own draft",
    "one_begun": "one's own draft",
    "draft_discard": "one's own draft",
    "list_file_ask": "one's own list, as its page put it into the address; asks for the verb of downloading by itself",
    "home": "shows each person what they may do; somebody without a role sees nothing there",
    "jobs": "shows the work that one asked for oneself; everybody's only with the verb",
    "job": "shows the work that one asked for oneself; everybody's only with the verb",
    "notices": "one's own messages",
    "notices_read": "one's own messages",
    "notice_read": "one's own message",
}
OPEN_TO_ALL = {"draft_keep", "healthz", "help", "accessibility", "privacy"}

# The addresses of the sign-in library that open without signing in, each with the reason. All others want it.
LIBRARY_OPEN_TO_ALL = {
    "account_login": "where one signs in",
    "account_logout": "signing out twice is no fault",
    "account_inactive": "says that an account is closed",
    "account_signup": "says that accounts are by invitation",
    "account_reset_password": "for somebody who forgot the password",
    "account_reset_password_done": "says that a message was sent, whether or not there is an account",
    "account_reset_password_from_key": "the link of an invitation or a forgotten password",
    "account_reset_password_from_key_done": "says that the new password holds",
    "mfa_authenticate": "the second step of signing in",
    "mfa_login_webauthn": "signing in with a passkey",
    "account_email": "a name that the library looks up; nothing is there",
    "account_email_verification_sent": "a name that the library looks up; nothing is there",
    "account_set_password": "a name that the library looks up; nothing is there",
    "account_confirm_login_code": "a name that the library looks up; nothing is there",
}
