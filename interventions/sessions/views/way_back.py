"""Where one came from: the home page's list of what to do, or the record."""

from django.urls import reverse

from interventions.cases.models import Case
from interventions.sessions.models import GroupSession, Session
from vrn_cases.access.requests import SignedInRequest

NAMES = {Case: "The case", Session: "The session", GroupSession: "The group session"}


def way_back(request: SignedInRequest, to: Case | Session | GroupSession) -> dict[str, str]:
    """The address for the page's `back`, and in words where that is."""
    if request.GET.get("from") == "home":
        return {"back": reverse("home"), "back_words": "Home"}
    return {"back": to.get_absolute_url(), "back_words": NAMES[type(to)]}
