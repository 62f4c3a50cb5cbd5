"""The service navigation as data: who sees which entry, and which part of the service it stands for."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest

from vrn_cases.access.permissions import Permission as P
from vrn_cases.records.addresses import address_of


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    needs: tuple[P, ...]
    about: str = ""  # one sentence on what is behind it, for the home page
    in_menu: bool = True  # what is wanted a few times a year stands on the home page alone


ENTRIES = (
    Entry("Home", "home", ()),
    Entry("Referrals", "referrals", (P.REFERRAL_VIEW,), "Who was referred to your programme, and what became of it."),
    Entry(
        "Your referrals",
        "referrals_sent",
        (P.REFERRAL_FOLLOW,),
        "Whom your organisation referred, and what became of it.",
    ),
    Entry("Refer somebody", "refer", (P.REFERRAL_FOLLOW,), "Tell a programme about a young person who needs support."),
    Entry("Cases", "cases", (P.CASE_VIEW,), "The young people whom your programme supports."),
    Entry("Sessions", "sessions", (P.CASE_VIEW,), "What took place, what is to come, and where attendance is missing."),
    Entry("Measures", "assessments", (P.CASE_VIEW,), "Outcome measures taken, with their scores."),
    Entry("Cases without names", "cases_coded", (P.CASE_VIEW_CODED,), "Cases as age band, area, dates and codes."),
    Entry(
        "Measures without names",
        "assessments_coded",
        (P.CASE_VIEW_CODED,),
        "Scores by reference, age band, area and day.",
    ),
    Entry("Young people", "people", (P.CASE_VIEW,), "Find a young person whom your programme works with."),
    Entry(
        "Reports",
        "reports",
        (P.REPORT_VIEW, P.REPORT_DRAFT, P.REPORT_SIGN, P.REPORT_PUBLISH),
        "Outcome reports to the Board: to read, and as PDF and Excel.",
    ),
    Entry("Programmes", "programmes", (P.PROGRAMME_VIEW,), "What the network runs, for whom, and on what evidence."),
    Entry("Indicators", "indicators", (P.FIGURE_VIEW,), "What the work adds up to, period by period."),
    Entry("Theory of change", "theories", (P.FIGURE_VIEW,), "What goes in, what is done, and what it should change."),
    Entry("Outside figures", "measures", (P.MEASURE_VIEW,), "What the police, hospitals and surveys print."),
    Entry("Budgets", "budgets", (P.BUDGET_VIEW,), "Grants, and what they were meant to be spent on."),
    Entry("Returns", "returns", (P.RETURN_VIEW,), "What partners report about their work each quarter."),
    Entry(
        "Lists with names",
        "named_lists",
        (P.LIST_EXPORT_NAMED,),
        "Who had a list with names, and what for.",
        in_menu=False,
    ),
    Entry(
        "Background work",
        "jobs",
        (P.JOB_VIEW,),
        "What the service is doing and has done behind the pages.",
        in_menu=False,
    ),
    Entry("People and roles", "users", (P.USER_MANAGE,), "Who may sign in, and what they may do."),
    Entry("Log", "audit", (P.AUDIT_VIEW,), "What was done and seen, by whom and when."),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Entries that this user may open, the deepest one that the page stands under marked as current."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    shown = _entries(request.user.grants.verbs)
    urls = [address_of(entry.url_name) for entry in shown]
    under = [url for url in urls if request.path == url or (url != "/" and request.path.startswith(url))]
    current = max(under, key=len, default=None)
    return [
        {"label": entry.label, "url": url, "current": url == current, "about": entry.about, "in_menu": entry.in_menu}
        for entry, url in zip(shown, urls, strict=True)
    ]


@lru_cache(maxsize=100)
def _entries(held: frozenset[P]) -> list[Entry]:
    return [entry for entry in ENTRIES if not entry.needs or not held.isdisjoint(entry.needs)]
