"""A kept file as pages list it."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from vrn_cases.files.kinds import HTML, JSON, PDF, XLSX
from vrn_cases.files.models import StoredFile

WORDS = {PDF: "PDF", XLSX: "Excel workbook", HTML: "Web page", JSON: "Machine-readable"}


def as_document(file: StoredFile) -> dict[str, Any]:
    """What `components/document_links.html` needs: address, label, kind and size in words."""
    return {
        "url": reverse("file", args=[file.reference]),
        "label": file.name,
        "kind": WORDS.get(file.content_type, "File"),
        "size": filesizeformat(file.size),
    }
