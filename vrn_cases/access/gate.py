"""The gate: `requires` refuses who holds a verb nowhere, `open_record` finds only what the verb reaches."""

import functools
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from vrn_cases.access.permissions import Permission
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.records.models import Record
from vrn_cases.records.references import is_reference

R = TypeVar("R", bound=Record)
View = Callable[..., HttpResponseBase]


class Gated(Protocol):
    requires: tuple[Permission, ...]


def requires(*verbs: Permission) -> Callable[[View], View]:
    """Refuse (403) a user who holds none of these verbs anywhere. Signing in is required of every view already."""

    def gate(view: View) -> View:
        @functools.wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user: Any = request.user
            if not any(user.holds(verb) for verb in verbs):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        gated.requires = verbs  # type: ignore[attr-defined]  # read by the walk that visits every address
        return gated

    return gate


def open_record(
    request: HttpRequest, model: type[R], reference: str, *, to: Permission, see: Permission | None = None
) -> R:
    """The record with this reference in a programme where the user holds `to`; leaves an event that it was opened.

    Http404 when the user cannot see it at all, PermissionDenied when they can see it (they hold `see` there) but do not
    hold `to` there. What is outside one's scope does not exist.
    """
    if not is_reference(reference, model.reference_kind):
        raise Http404
    rows: Any = model._default_manager.filter(reference=reference)
    if model.opened_with:
        rows = rows.select_related(*model.opened_with)
    row = rows.for_user(request.user, to=to).first()
    if row is None:
        if see and rows.for_user(request.user, to=see).exists():
            raise PermissionDenied
        raise Http404
    record(
        Action.RECORD_OPENED,
        by=request.user,
        subject_kind=model._meta.label_lower,
        subject_id=row.reference,
        programme=row.programme_code(),
        detail={"to": to.value},
    )
    return row


def refuse_unless_held(user: Any, verb: Permission, row: Record) -> None:
    """PermissionDenied unless `user` holds `verb` over this very record. Services that commands share do not ask."""
    rows: Any = type(row)._default_manager.filter(pk=row.pk)
    if not rows.for_user(user, to=verb).exists():
        raise PermissionDenied
