"""Making the file of a long list: its page's own view does it, behind its own gate, with the roles of this moment."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve

from vrn_cases.access.models import User
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.files.models import StoredFile
from vrn_cases.files.services import LaidDown, lay_down
from vrn_cases.jobs.models import Job
from vrn_cases.list_files.models import WantedList
from vrn_cases.list_files.services import file_of, put_list_file
from vrn_cases.pages.list_exports import InBackground
from vrn_cases.records.refusals import Refused, refuse_if

Step = Callable[..., AbstractContextManager[None]]
MAY_NOT = "You may not download this list any more, so no file was made."
FORGOTTEN = "This list was asked for too long ago. Ask for it again from its page."


def make_list_file(job: Job, wanted_uid: str, *, step: Step) -> StoredFile:
    """Make and keep the file, once. Raises Refused, in words for who asked, when they may not have the list now.

    `step` opens the short transactions in which progress and the file are put down.
    """
    made = file_of(job)
    if made is not None:
        return made
    wanted = WantedList.objects.select_related("job", "wanted_by").filter(uid=wanted_uid).first()
    if wanted is None:
        raise Refused([FORGOTTEN])
    refuse_if([MAY_NOT] if wanted.wanted_by.closed_at else [])

    def progress(done: int, total: int) -> None:
        with step("Writing the rows.", done=done, total=total):
            pass

    background = InBackground(progress)
    name, content = _file_from_its_list(wanted, background)
    rows = "1 row" if background.count == 1 else f"{background.count:,} rows"
    with step(
        f"{rows}. The file can be downloaded until the end of the next day.",
        done=background.count,
        total=background.count,
    ):
        return put_list_file(wanted=wanted, kind=background.kind, name=name, content=content, count=background.count)


def _file_from_its_list(wanted: WantedList, background: InBackground) -> tuple[str, LaidDown]:
    request = _request(wanted.path, wanted.query, wanted.wanted_by, background)
    try:
        view, args, kwargs = resolve(wanted.path)
        response: Any = view(request, *args, **kwargs)
    except (PermissionDenied, Http404, Resolver404):
        raise Refused([MAY_NOT]) from None
    if not background.kind:  # a page that is no list, or that sent on to somewhere else
        raise Refused([MAY_NOT])
    with closing(response.file_to_stream) as file:  # closing the response itself would close the database too
        return background.name, lay_down(file.read())


def _request(path: str, query: str, user: User, background: InBackground) -> Any:
    """What the list's view is handed; the scope is read from the user's roles of this moment."""
    request: Any = SignedInRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET = QueryDict(query, mutable=True)
    request.GET["format"] = "xlsx"
    request.user, request.session, request.htmx = user, {}, False
    request.in_background = background
    return request
