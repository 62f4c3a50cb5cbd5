"""What a file is, by its first bytes and not by its name, and who may download each purpose."""

from dataclasses import dataclass

from vrn_cases.access.permissions import Permission
from vrn_cases.files.models import FilePurpose

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
HTML = "text/html"
JSON = "application/json"


@dataclass(frozen=True)
class PurposeRow:
    """Who may download it, and for how many days it is kept (None: as long as the record that owns it)."""

    permission: Permission
    days: int | None


PURPOSES: dict[FilePurpose, PurposeRow] = {
    FilePurpose.RETURN_TEMPLATE: PurposeRow(Permission.RETURN_VIEW, 30),
    FilePurpose.RETURN_UPLOAD: PurposeRow(Permission.RETURN_VIEW, None),
    FilePurpose.RETURN_ANNOTATED: PurposeRow(Permission.RETURN_VIEW, 365),
    FilePurpose.GRANT_RETURN: PurposeRow(Permission.GRANT_RETURN_MAKE, None),
    FilePurpose.REPORT_DRAFT: PurposeRow(Permission.REPORT_DRAFT, 365),
    FilePurpose.REPORT: PurposeRow(Permission.REPORT_VIEW, None),
    FilePurpose.LIST_EXPORT: PurposeRow(Permission.LIST_EXPORT, 1),
}


def content_type_of(first_bytes: bytes) -> str | None:
    """The type by content of the few kinds that the service handles; None for any other."""
    if first_bytes.startswith(b"PK\x03\x04"):
        return XLSX
    if first_bytes.startswith(b"%PDF-"):
        return PDF
    if first_bytes.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return HTML
    if first_bytes.lstrip()[:1] == b"{":
        return JSON
    return None
