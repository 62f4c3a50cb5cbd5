"""What the pages of a return show: its lines, what may be done, its versions and what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from monitoring.returns.asked import Key, answers_of, by_group, rows_asked, rows_of_template
from monitoring.returns.models import Return, ReturnTemplate, ReturnUpload, ReturnVersion
from monitoring.returns.rules import against_accepting, against_filling_in, against_querying, against_submitting
from monitoring.returns.selectors.answers import counting_version, last_period, previous_return, problems
from monitoring.returns.shown import ShownGroup, shown_groups
from vrn_cases.access.permissions import Permission
from vrn_cases.templatetags.gov_display import as_moment


@dataclass(frozen=True)
class Standing:
    """A version's lines on the page, how far it is, and what has to be put right before it can be sent."""

    groups: list[ShownGroup]
    left: list[str]
    done: int
    of: int
    counting: ReturnVersion | None
    queried: ReturnVersion | None
    last_label: str


def as_it_stands(of: Return, version: ReturnVersion | None) -> Standing:
    rows, now = rows_asked(of), answers_of(version)
    found = problems(rows, now) if not of.published and (version is None or not version.submitted_at) else []
    texts: dict[Key, str] = {}
    for row, text in found:
        texts[row.key] = f"{texts[row.key]} {text}" if row.key in texts else text[:1].upper() + text[1:]
    required = [row for row in rows if row.required]
    last = last_period(of)
    before = previous_return(of) if last else None
    return Standing(
        groups=shown_groups(rows, now, last, texts if version else {}, _qualifiers(of, version)),
        left=[f"Line {row.number}, “{row.text}”: {text}" for row, text in found],
        done=sum(1 for row in required if row.key not in texts),
        of=len(required),
        counting=counting_version(of),
        queried=_query_in_force(of),
        last_label=before.label if before else "",
    )


def _query_in_force(of: Return) -> ReturnVersion | None:
    return of.versions.filter(queried_at__isnull=False, replaced_at=None).select_related("queried_by").first()


def _qualifiers(of: Return, version: ReturnVersion | None) -> dict[Key, str]:
    if version is None or not of.published:
        return {}
    found = version.answers.values_list("question__code", "breakdown", "part", "qualifier")
    return {(code, breakdown, part): qualifier for code, breakdown, part, qualifier in found}


@dataclass(frozen=True)
class Step:
    """Something that can be done: greyed, with the reasons, where the rules are against it."""

    label: str
    url: str
    reasons: list[str]
    main: bool = False
    gives_file: bool = False


def actions_for(user: Any, of: Return, version: ReturnVersion | None) -> list[Step]:
    """What this user may do here, whether or not the rules let them at the moment."""
    steps: list[Step] = []
    if of.published:
        return steps
    if _may(user, of, Permission.RETURN_SUBMIT):
        steps += _steps_of_partner(of, version)
    waiting = version is not None and version.submitted_at and not version.replaced_at and not version.accepted_at
    if version is not None and waiting and _may(user, of, Permission.RETURN_CHECK):
        here = [of.reference, version.number]
        steps += [
            Step("Accept", reverse("return_accept", args=here), against_accepting(version, user), main=True),
            Step("Query", reverse("return_query", args=here), against_querying(version)),
        ]
    return steps


def _steps_of_partner(of: Return, version: ReturnVersion | None) -> list[Step]:
    steps = []
    if version is not None and not version.submitted_at and not version.replaced_at:
        left = problems(rows_asked(of), answers_of(version))
        against = against_submitting(version, ["Some lines still have to be put right."] if left else [])
        url = reverse("return_submit", args=[of.reference, version.number])
        steps.append(Step("Send to the central team", url, against, main=True))
    against = against_filling_in(of)
    return [
        *steps,
        Step("Download the workbook", reverse("return_workbook", args=[of.reference]), against, gives_file=True),
        Step("Upload the filled-in workbook", reverse("return_upload_form", args=[of.reference]), against),
        Step("Fill in on a page", reverse("return_fill_in", args=[of.reference]), against),
    ]


def _may(user: Any, of: Return, verb: Permission) -> bool:
    return Return.objects.for_user(user, to=verb).filter(pk=of.pk).exists()


def versions_of(of: Return) -> QuerySet[ReturnVersion]:
    """Every version, the newest first; the replaced ones too."""
    return of.versions.select_related("made_by", "submitted_by", "accepted_by", "file").order_by("-number")


@dataclass(frozen=True)
class Event:
    at: datetime
    title: str
    by: str
    text: str = ""
    url: str = ""

    @property
    def when(self) -> str:
        return as_moment(timezone.localtime(self.at))

    @property
    def datetime(self) -> str:
        return self.at.isoformat()


def timeline_of(of: Return) -> list[Event]:
    """What happened to a return, the latest first."""
    asked = "Recorded from its source" if of.published else "Asked for"
    events = [Event(of.asked_for_at, asked, _name(of.asked_for_by))]
    people = ("made_by", "submitted_by", "queried_by", "accepted_by")
    for version in of.versions.select_related(*people, "file"):
        if not of.published:
            events += _events_of_version(version)
        elif version.number > 1:
            events.append(Event(version.made_at, f"Restated as version {version.number}", _name(version.made_by)))
    events += [_event_of_upload(upload) for upload in of.uploads.select_related("uploaded_by", "of", "file")]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _events_of_version(version: ReturnVersion) -> list[Event]:
    named = f"Version {version.number}"
    how = "read from a workbook" if version.file_id else "typed on the page"
    facts = (
        (version.made_at, f"{named} {how}", version.made_by, ""),
        (version.submitted_at, f"{named} sent to the central team", version.submitted_by, version.note),
        (version.queried_at, f"{named} queried", version.queried_by, version.query),
        (version.accepted_at, f"{named} accepted", version.accepted_by, ""),
    )
    return [Event(at, title, _name(by), text) for at, title, by, text in facts if at]


def _event_of_upload(upload: ReturnUpload) -> Event:
    if not upload.read_at:
        told = "It is being read."
    elif upload.fault_count:
        told = "1 thing to change." if upload.fault_count == 1 else f"{upload.fault_count:,} things to change."
    else:
        told = "Nothing wrong was found."
    return Event(
        upload.uploaded_at,
        f"Workbook received: {upload.file.name}",
        _name(upload.uploaded_by),
        told,
        upload.get_absolute_url(),
    )


def _name(user: Any) -> str:
    return user.name if user else "the service itself"


def templates_in_use() -> QuerySet[ReturnTemplate]:
    """Every version of every template, the newest first, with how many returns use it."""
    return ReturnTemplate.objects.annotate(
        line_count=Count("lines", distinct=True), return_count=Count("returns", distinct=True)
    ).order_by("published_record", "code", "-version")


def asked_in_template(template: ReturnTemplate) -> list[dict[str, Any]]:
    """The lines of a template in their groups, as they would be asked today, with what each counts."""
    lines = {line.question.code: line for line in template.lines.select_related("question")}
    rows = rows_of_template(template, timezone.localdate())
    parts: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        if not row.whole:
            parts.setdefault(row.key[0], {}).setdefault(row.breakdown_label, []).append(row.text)
    return [
        {
            "name": name,
            "rows": [
                {"row": row, "line": lines[row.key[0]], "breakdowns": parts.get(row.key[0], {})}
                for row in members
                if row.whole
            ],
        }
        for name, members in by_group(rows)
    ]


def overdue_to_chase(user: Any, condition: Q) -> QuerySet[Return]:
    """The overdue returns that this user may chase."""
    mine = Return.objects.for_user(user, to=Permission.RETURN_CHECK).filter(condition)
    return mine.select_related("programme", "organisation").order_by("due_on", "id")
