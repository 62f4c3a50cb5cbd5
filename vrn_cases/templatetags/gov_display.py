"""Small things that pages show in one way only: the mailbox to ask, tag colours, alert kinds, page links."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse

register = template.Library()

ALERT_KINDS = {"debug": "information", "info": "information"}
SERVICE_LINKS = (("accessibility", "Accessibility statement"), ("help", "Help"), ("privacy", "Privacy notice"))


@register.simple_tag
def contact_email() -> str:
    """The mailbox to write to. A tag, so that pages drawn without any context (400, 500) can name it too."""
    return settings.CONTACT_EMAIL


@register.simple_tag
def service_links() -> list[tuple[str, str]]:
    """Addresses and words of the footer, the same on every page and in the same order (WCAG 3.2.6)."""
    links = []
    for name, words in SERVICE_LINKS:
        try:
            links.append((reverse(name), words))
        except NoReverseMatch:
            continue
    return links


@register.filter
def alert_kind(message: Any) -> str:
    """Which MOJ alert a message of django.contrib.messages becomes."""
    return ALERT_KINDS.get(message.level_tag, message.level_tag or "information")


@register.filter
def as_days(value: Any) -> str:
    """A date or an instant as people write it: "5 November 2026", without the time. Nothing becomes nothing."""
    return f"{value.day} {value:%B %Y}" if value else ""
