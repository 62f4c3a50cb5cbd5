"""The service navigation as data: who sees which entry, and which part of the service it stands for."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from vrn_cases.access.permissions import Permission as P


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    needs: tuple[P, ...]


ENTRIES = (
    Entry("Home", "home", ()),
    Entry("Reports", "reports", (P.REPORT_VIEW, P.REPORT_DRAFT, P.REPORT_SIGN, P.REPORT_PUBLISH)),
    Entry("Programmes", "programmes", (P.PROGRAMME_VIEW,)),
    Entry("Indicators", "indicators", (P.FIGURE_VIEW,)),
    Entry("Theory of change", "theories", (P.FIGURE_VIEW,)),
    Entry("Outside figures", "measures", (P.MEASURE_VIEW,)),
    Entry("Budgets", "budgets", (P.BUDGET_VIEW,)),
    Entry("Returns", "returns", (P.RETURN_VIEW,)),
    Entry("Background work", "jobs", (P.JOB_VIEW,)),
    Entry("People and roles", "users", (P.USER_MANAGE,)),
    Entry("Log", "audit", (P.AUDIT_VIEW,)),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Entries that this user may open, the deepest one that the page stands under marked as current."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    shown = [entry for entry in ENTRIES if not entry.needs or any(request.user.holds(verb) for verb in entry.needs)]
    urls = [reverse(entry.url_name) for entry in shown]
    under = [url for url in urls if request.path == url or (url != "/" and request.path.startswith(url))]
    current = max(under, key=len, default=None)
    return [
        {"label": entry.label, "url": url, "current": url == current} for entry, url in zip(shown, urls, strict=True)
    ]
