from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vrn_cases.access.gate import requires
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.files.kinds import PURPOSES
from vrn_cases.files.models import StoredFile
from vrn_cases.files.services import path_of
from vrn_cases.pages.services import page
from vrn_cases.records.references import is_reference


@require_safe
@requires(*sorted({row.permission for row in PURPOSES.values()}))
def download(request: HttpRequest, reference: str) -> HttpResponse | FileResponse:
    """The file as an attachment, to who holds its purpose's verb over its programme and organisation."""
    found = StoredFile.objects.filter(reference=reference).first() if is_reference(reference, "F") else None
    if found is None:
        raise Http404
    verb = PURPOSES[found.purpose].permission
    if not request.user.holds(verb):
        raise PermissionDenied
    file = StoredFile.objects.for_user(request.user, to=verb).filter(pk=found.pk).first()
    if file is None:
        raise Http404
    if file.removed_at:
        return page(request, "files/removed.html", file=file, removed_on=timezone.localdate(file.removed_at), status=410)
    record(
        Action.FILE_DOWNLOADED,
        by=request.user,
        subject_kind=file._meta.label_lower,
        subject_id=file.reference,
        programme=file.programme_code(),
        detail={"sha256": file.sha256},
    )
    return FileResponse(
        path_of(file).open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
