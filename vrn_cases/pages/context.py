from typing import Any

from django.conf import settings
from django.http import HttpRequest

from vrn_cases.pages.navigation import navigation
from vrn_cases.pages.selectors import names_are_hidden

SERVICE_NAME = "Violence Reduction Network"


def every_page(request: HttpRequest) -> dict[str, Any]:
    """What the base template of every page needs."""
    return {
        "service_name": SERVICE_NAME,
        "navigation": navigation(request),
        "unread_messages": getattr(getattr(request, "user", None), "unread_messages", 0),
        "names_hidden": names_are_hidden(),
        "demonstration": settings.DEMONSTRATION,
        "contact_email": settings.CONTACT_EMAIL,
        "session_seconds": settings.SESSION_COOKIE_AGE,
    }
