"""Small things that pages show in one way only: the mailbox to ask, tag colours, alert kinds, page links."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch
from django.utils.html import format_html

from vrn_cases.pages import selectors
from vrn_cases.records.addresses import address_of

register = template.Library()

ALERT_KINDS = {"debug": "information", "info": "information"}
NO_DOWNLOAD = "No downloads: this computer is shared."
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
            links.append((address_of(name), words))
        except NoReverseMatch:
            continue
    return links


@register.filter
def address(name: str) -> str:
    """`{{ "notices"|address }}`: as `{% url "notices" %}`, worked out once, for what stands on every page."""
    return address_of(name)


@register.simple_block_tag(takes_context=True)
def download(context: Context, content: str, instead: str = "", when: bool = True) -> str:
    """`{% download %}<a href="...">Download as Excel</a>{% enddownload %}`: what offers a file, and on a shared
    computer, where every file is refused, the reason in its place; after the words `instead`, where some stand there.
    `when` says whether it offers a file at all, for a template that draws several things in one way.
    """
    if not when or not context.get("shared_computer"):
        return content
    said = '{}<span class="govuk-hint govuk-!-margin-bottom-0">{}</span>'
    return format_html(said, f"{instead}. " if instead else "", NO_DOWNLOAD)


@register.filter
def alert_kind(message: Any) -> str:
    """Which MOJ alert a message of django.contrib.messages becomes."""
    return ALERT_KINDS.get(message.level_tag, message.level_tag or "information")


@register.filter(expects_localtime=True)
def as_day(value: date | None) -> str:
    """A date or an instant as people write a day: "5 November 2026". Nothing becomes nothing."""
    return f"{value.day} {value:%B %Y}" if value else ""


def as_short_day(value: date | None) -> str:
    """ "5 Nov 2026" on one line, where many days stand side by side."""
    return f"{value.day}\N{NO-BREAK SPACE}{value:%b}\N{NO-BREAK SPACE}{value.year}" if value else ""


@register.filter(expects_localtime=True)
def as_moment(value: datetime | None) -> str:
    """An instant as people write it, in the service's time zone: "5 November 2026, 3:15pm", "1 May 2026, 9am"."""
    return f"{as_day(value)}, {as_time(value)}" if value else ""


@register.filter(expects_localtime=True)
def as_time(value: datetime) -> str:
    """The time of day of an instant, in the service's time zone: "3:15pm", "9am"."""
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def shown_name(one: Any, reference: str = "") -> str:
    """`{{ participant|shown_name }}`, or `{{ row.name|shown_name:row.reference }}`; see `pages.selectors`."""
    return selectors.shown_name(one, reference)
