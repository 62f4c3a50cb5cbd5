"""What needs this user, first: derived from the records, each line one step from the page that settles it."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from interventions.worklist.selectors import Group, Thing
from monitoring.reports.models import Report, ReportStatus
from monitoring.returns.models import Return, ReturnStatus, ReturnVersion
from vrn_cases.access.permissions import Permission as P

SHOWN = 10  # a group shows its first ten; its link opens the whole list


def things_to_do(user: Any) -> list[Group]:
    """What reports and returns want of this user: groups with something in them, the most pressing first."""
    today = timezone.localdate()
    groups = [
        _returns_to_send(user, today),
        _returns_to_check(user),
        _reports_in(user, P.REPORT_SIGN, ReportStatus.FROZEN, "Reports waiting for your signature"),
        _reports_in(user, P.REPORT_PUBLISH, ReportStatus.SIGNED, "Signed reports to publish"),
        _reports_in(user, P.REPORT_DRAFT, ReportStatus.DRAFT, "Reports being drafted"),
        _reports_in(user, P.REPORT_VIEW, ReportStatus.PUBLISHED, "Published reports"),
    ]
    return [group for group in groups if group.things]


def _group(title: str, rows: QuerySet[Any], thing: Any, list_url: str) -> Group:
    found = list(rows[: SHOWN + 1])
    more = rows.count() - SHOWN if len(found) > SHOWN else 0
    return Group(title, [thing(row) for row in found[:SHOWN]], more, list_url)


def _returns_to_send(user: Any, today: date) -> Group:
    current = ReturnVersion.objects.filter(of=OuterRef("pk"), replaced_at=None)
    unsent = (
        Return.objects.for_user(user, to=P.RETURN_SUBMIT)
        .filter(published=False)
        .exclude(Exists(current.filter(status__in=(ReturnStatus.SUBMITTED, ReturnStatus.ACCEPTED))))
        .select_related("programme")
        .order_by("due_on", "id")
    )

    def thing(row: Return) -> Thing:
        overdue = row.due_on is not None and row.due_on < today
        due = f"Due {row.due_on:%-d %B %Y}" if row.due_on else "No due date"
        return Thing(
            f"{row.programme.name}: {row.label}",
            row.get_absolute_url(),
            due,
            "Overdue" if overdue else "To send",
            "red" if overdue else "blue",
        )

    return _group("Returns to send", unsent, thing, "/returns/")


def _returns_to_check(user: Any) -> Group:
    waiting = (
        ReturnVersion.objects.for_user(user, to=P.RETURN_CHECK)
        .filter(status=ReturnStatus.SUBMITTED)
        .select_related("of__programme", "of__organisation")
        .order_by("submitted_at", "id")
    )

    def thing(row: ReturnVersion) -> Thing:
        sent = timezone.localtime(row.submitted_at)
        return Thing(
            f"{row.of.programme.name}: {row.of.label}",
            row.of.get_absolute_url(),
            f"{row.of.organisation}, sent {sent:%-d %B %Y}",
            "To check",
            "blue",
        )

    return _group("Returns to check", waiting, thing, "/returns/")


def _reports_in(user: Any, verb: P, status: ReportStatus, title: str) -> Group:
    rows = Report.objects.for_user(user, to=verb).filter(status=status).order_by("-drafted_at", "-id")

    def thing(row: Report) -> Thing:
        return Thing(f"Outcome report to the Board, {row.label}", row.get_absolute_url(), row.reference, status.label)

    return _group(title, rows, thing, "/reports/")
