import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from vrn_cases.celery import JOB_KINDS
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.selectors import jobs_seen_by, kind_in_words
from vrn_cases.pages.columns import Column
from vrn_cases.pages.lists import ListPage
from vrn_cases.templatetags.gov_display import as_moment

TAGS = {JobState.QUEUED: "grey", JobState.RUNNING: "blue", JobState.DONE: "green", JobState.FAILED: "red"}


class JobFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        choices=JobState.choices, label="State", widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(
        choices=lambda: [(code, kind.words) for code, kind in JOB_KINDS.items()], label="Work", empty_label="All"
    )

    class Meta:
        model = Job
        fields: list[str] = []


class JobList(ListPage):
    title = "Background work"
    kind = "jobs"
    filterset = JobFilter
    can_be_exported = False
    default_order = ("-requested_at", "-id")
    empty_text = "Nothing has been asked for yet. Work that takes longer than a moment, such as a report, stands here."
    columns = (
        Column("reference", "Reference", lambda job: job.reference, url=lambda job: job.get_absolute_url()),
        Column("kind", "Work", lambda job: kind_in_words(job.kind), order=("kind", "id")),
        Column(
            "state",
            "State",
            lambda job: job.state,
            lambda job: job.get_state_display(),
            order=("state", "id"),
            tag=lambda job: TAGS[job.state],
        ),
        Column(
            "requested",
            "Asked for",
            lambda job: job.requested_at,
            lambda job: as_moment(timezone.localtime(job.requested_at)),
            order=("requested_at", "id"),
        ),
        Column("message", "How far", lambda job: job.message),
        Column("by", "By", lambda job: job.requested_by.name if job.requested_by else "The service"),
    )

    def queryset(self) -> QuerySet[Job]:
        return jobs_seen_by(self.request.user).select_related("requested_by")
