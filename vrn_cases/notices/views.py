import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.notices.selectors import mail_trouble, messages_of
from vrn_cases.notices.services import mark_read
from vrn_cases.pages.keyset import page_of
from vrn_cases.pages.services import page

ORDER = ("-written_at", "-id")
PAGE_SIZE = 20


@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    """A user's own messages, newest first; to administrators also whether messages leave by e-mail."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    shown = page_of(messages_of(request.user), ORDER, size=PAGE_SIZE, after=after, before=before)
    trouble = mail_trouble() if request.user.holds(Permission.USER_MANAGE) else None
    return page(request, "notices/notices.html", shown=shown, trouble=trouble)


@require_POST
def read(request: SignedInRequest, uid: uuid.UUID) -> HttpResponse:
    """Mark one message as read, and go to what it is about when that was asked for."""
    notice = messages_of(request.user).filter(uid=uid).first()
    if notice is None:
        raise Http404
    mark_read(by=request.user, uid=uid)
    if "open" in request.POST and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None):
        return redirect(notice.path)
    return redirect("notices")


@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    mark_read(by=request.user)
    messages.success(request, "All your messages are marked as read.")
    return redirect("notices")
