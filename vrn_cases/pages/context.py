from typing import Any

from django.conf import settings
from django.http import HttpRequest

from vrn_cases.access.session import LOCK_KEY_OFF, SHARED_COMPUTER, SHARED_IDLE_SECONDS
from vrn_cases.pages.navigation import navigation
from vrn_cases.pages.selectors import names_are_hidden

SERVICE_NAME = "Violence Reduction Network"
# No letter, digit or sign, which a person may type or speak by chance (WCAG 2.1.4), so that it can work in a box too.
LOCK_KEY = "F9"


def every_page(request: HttpRequest) -> dict[str, Any]:
    """What the base template of every page needs."""
    session: Any = getattr(request, "session", {})
    return {
        "service_name": SERVICE_NAME,
        "navigation": navigation(request),
        "unread_messages": getattr(getattr(request, "user", None), "unread_messages", 0),
        "names_hidden": names_are_hidden(),
        "demonstration": settings.DEMONSTRATION,
        "contact_email": settings.CONTACT_EMAIL,
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "shared_computer": session.get(SHARED_COMPUTER, False),
        "lock_after_seconds": SHARED_IDLE_SECONDS,
        "lock_key": "" if session.get(LOCK_KEY_OFF) else LOCK_KEY,
    }
