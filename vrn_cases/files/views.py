import logging

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from vrn_cases.access.gate import requires
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.files.kinds import PURPOSES
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.selectors import Damaged, is_still_its_keepers, read_bytes
from vrn_cases.pages.services import page
from vrn_cases.records.references import is_reference

log = logging.getLogger(__name__)


@require_safe
@requires(*sorted({row.permission for row in PURPOSES.values()}))
def download(request: SignedInRequest, reference: str) -> HttpResponse:
    """The file as an attachment, to who holds its purpose's verb over its programme and organisation."""
    file = _file_in_reach(request, reference)
    if file.removed_at:
        return page(
            request, "files/removed.html", file=file, removed_on=timezone.localdate(file.removed_at), status=410
        )
    try:
        content = read_bytes(file)
    except Damaged as damage:
        log.error("%s", damage)
        return page(request, "files/damaged.html", file=file, status=500)
    record(
        Action.FILE_DOWNLOADED,
        by=request.user,
        subject_kind=file._meta.label_lower,
        subject_id=file.reference,
        programme=file.programme_code(),
        detail={"sha256": file.sha256},
    )
    disposition = content_disposition_header(True, file.name) or "attachment"
    return HttpResponse(content, content_type=file.content_type, headers={"Content-Disposition": disposition})


def _file_in_reach(request: SignedInRequest, reference: str) -> StoredFile:
    """PermissionDenied without the verb of the file's purpose anywhere, Http404 outside that verb's reach."""
    found = StoredFile.objects.filter(reference=reference).first() if is_reference(reference, "F") else None
    if found is None:
        raise Http404
    row = PURPOSES[FilePurpose(found.purpose)]
    if not request.user.holds(row.permission):
        raise PermissionDenied
    if row.of_its_keeper:
        if not is_still_its_keepers(found, request.user):
            raise Http404
        return found
    if row.of_everybody and found.programme_id is None and found.organisation_id is None:
        return found
    mine = StoredFile.objects.for_user(request.user, to=row.permission).select_related("programme")
    in_reach = mine.filter(pk=found.pk).first()
    if in_reach is None:
        raise Http404
    return in_reach
