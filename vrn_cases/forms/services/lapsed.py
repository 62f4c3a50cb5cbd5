"""What is sent from a page whose session has ended: kept as a draft, as the page's script would have kept it."""

import uuid

from django.http import QueryDict

from vrn_cases.forms.base import DRAFTED, FOR_LATER, MACHINERY
from vrn_cases.forms.drafts import Place, Typed, is_kept, place_in
from vrn_cases.forms.selectors import milliseconds_now
from vrn_cases.forms.services.drafts import Outcome, keep_typed

TOKEN, KEY = "draft_token", "submission_key"


def keep_sent(sent: QueryDict) -> bool:
    """Keep what stands in each form of ours that was sent, by the token that its page carries; whether any was kept."""
    prefixes = [name.removesuffix(TOKEN) for name in sent if name.endswith(TOKEN)]
    return True in [_kept(sent, prefix) for prefix in prefixes]


def _kept(sent: QueryDict, prefix: str) -> bool:
    place = place_in(sent.get(f"{prefix}{TOKEN}", ""))
    if place is None or place.form not in DRAFTED:
        return False
    typed, after = _typed(sent, prefix, place), milliseconds_now() - place.opened
    return keep_typed(place=place, typed=typed, page=_page(sent, prefix), typed_after=after) == Outcome.KEPT


def _typed(sent: QueryDict, prefix: str, place: Place) -> Typed:
    fields = DRAFTED[place.form].base_fields
    left_out = {*MACHINERY, FOR_LATER, "csrfmiddlewaretoken", *(name for name in fields if not is_kept(fields[name]))}
    names = (name for name in sent if name.startswith(prefix) and name.removeprefix(prefix) not in left_out)
    return {name: sent.getlist(name) for name in names}


def _page(sent: QueryDict, prefix: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(sent.get(f"{prefix}{KEY}", ""))
    except ValueError:
        return None
