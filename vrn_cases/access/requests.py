"""The request that a view behind sign-in is handed."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from vrn_cases.access.models import User
from vrn_cases.access.session_store import SessionStore


class SignedInRequest(HttpRequest):
    """`user` is one of ours and never nobody, because signing in is required of every view but those that say so."""

    user: User
    session: SessionStore
    htmx: HtmxDetails
