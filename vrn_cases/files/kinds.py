"""What a file is, by its first bytes and not by its name, and who may download each purpose."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from vrn_cases.access.permissions import Permission
from vrn_cases.files.models import FilePurpose

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
HTML = "text/html"
JSON = "application/json"
WORKBOOK_PART = "xl/workbook.xml"


@dataclass(frozen=True)
class PurposeRow:
    """Who may download it, and for how many days it is kept (None: as long as the record that owns it).

    `of_everybody`: where such a file belongs to no programme, who holds the verb in any may download it.
    `of_its_keeper`: only the person for whom it was kept may, and not once a role of theirs has ended.
    """

    permission: Permission
    days: int | None
    of_everybody: bool = False
    of_its_keeper: bool = False


PURPOSES: dict[FilePurpose, PurposeRow] = {
    FilePurpose.RETURN_TEMPLATE: PurposeRow(Permission.RETURN_VIEW, 30),
    FilePurpose.RETURN_UPLOAD: PurposeRow(Permission.RETURN_VIEW, None),
    FilePurpose.RETURN_ANNOTATED: PurposeRow(Permission.RETURN_VIEW, 365),
    FilePurpose.GRANT_RETURN: PurposeRow(Permission.GRANT_RETURN_MAKE, None),
    # who drafts and who signs both read it; they hold this verb network-wide
    FilePurpose.REPORT_DRAFT: PurposeRow(Permission.FIGURE_VIEW_EXACT, 365),
    FilePurpose.REPORT_CLOSED: PurposeRow(Permission.REPORT_VIEW_CLOSED, None),
    FilePurpose.REPORT: PurposeRow(Permission.REPORT_VIEW, None, of_everybody=True),
    FilePurpose.LIST_EXPORT: PurposeRow(Permission.LIST_EXPORT, 1, of_its_keeper=True),
}


def content_type_of(content: bytes) -> str | None:
    """The type by content of the few kinds that the service handles; None for any other.

    Any zip file may call itself a workbook: one is a workbook when it holds one. It is not unpacked here.
    """
    if content.startswith(b"PK\x03\x04"):
        return XLSX if WORKBOOK_PART in _names_in(content) else None
    if content.startswith(b"%PDF-"):
        return PDF
    if content[:1024].lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return HTML
    return JSON if content[:1024].lstrip()[:1] == b"{" else None


def _names_in(content: bytes) -> set[str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist())
    except (BadZipFile, ValueError, OSError):
        return set()
