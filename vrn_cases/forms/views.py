import json
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.forms.day_field import read_back
from vrn_cases.forms.days import When
from vrn_cases.forms.drafts import Typed, place_in
from vrn_cases.forms.models import Draft
from vrn_cases.forms.selectors import begun_by, milliseconds_now
from vrn_cases.forms.services import Outcome, discard_draft, keep_typed
from vrn_cases.pages.services import page
from vrn_cases.templatetags.gov_display import as_time

LARGEST = 512 * 1024  # bytes; the longest form of ours, filled to its limits, sends under 300 kB
STATUS = {
    Outcome.KEPT: 200,
    Outcome.OLDER: 409,
    Outcome.SENT: 410,
    Outcome.TOO_OFTEN: 429,
    Outcome.NO_OWNER: 403,
}


@require_POST
@csrf_exempt  # no cookie is read: the signed token in the message is its only right, which no other site can make
@login_not_required  # what is typed is kept when the session has lapsed too; nothing can be read here
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was typed into a form: JSON with `token`, `page`, `after` (ms) and `typed` ({name: [values]}).

    Answers with how many milliseconds after its page was made this is, and how the time is written here; with 401 when
    the token's time is over.
    """
    del request.session  # typing alone keeps nobody signed in, whatever cookie comes with it
    told = _told(request)
    if told is None:
        return HttpResponse(status=400)
    token, typed, sent_from, after = told
    place = place_in(token)
    if place is None:  # past its time: the page asks for another, with its owner's session
        return HttpResponse(status=401 if place_in(token, lifetime=None) else 400)
    outcome = keep_typed(place=place, typed=typed, page=sent_from, typed_after=after)
    answer = {"at": as_time(timezone.localtime()), "after": milliseconds_now() - place.opened}
    return JsonResponse(answer, status=STATUS[outcome])


@require_POST
def renew(request: SignedInRequest) -> HttpResponse:
    """Another token for a page that has been open for longer than its own is good, however long: for the same draft of
    whoever is signed in, and nobody else's."""
    place = place_in(request.POST.get("token", ""), lifetime=None)
    if place is None or place.owner != request.user.reference:
        return HttpResponse(status=400)
    return JsonResponse({"token": place.token})


def _told(request: HttpRequest) -> tuple[str, Typed, uuid.UUID | None, int] | None:
    """What the message says; None for one that no page of ours sends."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return None
    try:
        told = json.loads(request.body)
        token = str(told["token"])
        sent_from = uuid.UUID(told["page"]) if told["page"] else None
        typed = {_whole(name): [_whole(value) for value in values] for name, values in told["typed"].items()}
        return token, typed, sent_from, int(told["after"])
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _whole(text: Any) -> str:
    """The text as a page can show it: half of a character that takes two, as a box may hold it after a cut, becomes
    the replacement character, which is also what a browser sends of it with a form."""
    return str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@require_safe
def day_in_words(request: SignedInRequest) -> HttpResponse:
    """What the box of a day that somebody types into is read as: words to stand under it, or what is wrong.

    `box` names the parameter that holds what was typed, so that a form may have several.
    """
    sides = {one.value: one for one in When}
    typed, when = request.GET.get(request.GET.get("box", ""), ""), sides.get(request.GET.get("when", ""), When.PAST)
    return HttpResponse(escape(read_back(typed, when=when)), content_type="text/plain; charset=utf-8")


@require_safe
def begun(request: SignedInRequest) -> HttpResponse:
    """The forms that one has begun and not saved."""
    return page(request, "forms/begun.html", begun=begun_by(request.user))


@require_safe
def one_begun(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """What one typed, to be read and copied: also when its form cannot be opened any more."""
    found = next(iter(begun_by(request.user, uid=uid)), None)
    if found is None:
        raise Http404
    if found.draft.subject:
        record(
            Action.RECORD_OPENED,
            by=request.user,
            subject_kind=found.draft.subject_kind,
            subject_id=found.draft.subject,
            programme=found.draft.programme.code if found.draft.programme else "",
            detail={"to": found.draft.verb},
        )
    return page(request, "forms/one_begun.html", one=found)


@require_POST
def discard(request: Any, uid: uuid.UUID) -> HttpResponse:
    """Forget one's own draft: from its form, which then opens empty, or from the list."""
    draft = Draft.objects.filter(uid=uid, owner=request.user, body__isnull=False).first()
    if draft is None:
        raise Http404
    discard_draft(draft=draft)
    if "again" in request.POST:
        return redirect(draft.path)
    messages.success(request, "What you had begun is discarded.")
    return redirect("begun")
