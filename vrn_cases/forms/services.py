"""Saving a form once: the submission key, and refusals shown on the form with nothing typed lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.models import Submission
from vrn_cases.records.refusals import Changed, Refused

KEPT_DAYS = 7
OTHER_CONTENT = (
    "This page was sent once already with other answers, and those were saved. "
    "Open the page again to see what was saved before you change it."
)


class Repeated(Exception):
    """The same form was submitted before; `location` is what came of it."""

    def __init__(self, location: str) -> None:
        self.location = location
        super().__init__(location)


class Once:
    """The submission in hand; says what came of it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    def redirect(self, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go to what was written, and send whoever repeats the submission there too."""
        self.submission.result = resolve_url(to, *args, **kwargs)
        self.submission.save(update_fields=["result"])
        return HttpResponseRedirect(self.submission.result)


@contextmanager
def submitted(form: ServiceForm, *, by: Any) -> Iterator[Once]:
    """One transaction round a service: its first statement takes the submission key.

    A repeat of the same content raises Repeated, which the middleware answers with a redirect to the first result. A
    service's Refused and Changed become errors of the form, after everything is rolled back, the key too: the person
    may correct and send again.
    """
    try:
        with transaction.atomic():
            yield Once(_take_key(form, by))
    except Refused as refusal:
        form.show_refusal(refusal.reasons)
    except Changed as changed:
        form.show_changed(changed.revision, changed.MESSAGE)


def _take_key(form: ServiceForm, by: Any) -> Submission:
    key, fingerprint, name = form.cleaned_data["submission_key"], form.fingerprint(), type(form).__qualname__
    wanted = Submission(key=key, by=by, form=name, fingerprint=fingerprint, at=timezone.now())
    Submission.objects.bulk_create([wanted], ignore_conflicts=True)
    taken = Submission.objects.get(key=key)
    if taken.result or (taken.fingerprint, taken.form, taken.by_id) != (fingerprint, name, by.pk):
        if (taken.fingerprint, taken.form, taken.by_id) == (fingerprint, name, by.pk):
            raise Repeated(taken.result)
        raise Refused([OTHER_CONTENT])
    return taken


def remove_expired_submissions(*, dry_run: bool = True) -> int:
    """Forget submission keys after a week; returns how many."""
    old = Submission.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.count() if dry_run else old.delete()[0]
