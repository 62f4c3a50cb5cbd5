"""Saving a form once: the submission key, and refusals shown on the form with nothing typed lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from vrn_cases.audit.services import together
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.models import Submission
from vrn_cases.forms.services.drafts import settle
from vrn_cases.forms.services.inserting import inserted
from vrn_cases.records.refusals import Changed, Refused

KEPT_DAYS = 7


class Repeated(Exception):
    """The same form with the same answers was submitted before; `location` is what came of it."""

    def __init__(self, location: str) -> None:
        self.location = location
        super().__init__(location)


class SentOtherwise(Exception):
    """The same page was submitted before with other answers, and those were saved; `location` is what came of it.

    `location` is empty when the first submission was another person's or another form's.
    """

    def __init__(self, form: ServiceForm, location: str) -> None:
        self.form, self.location = form, location
        super().__init__(location)


class Once:
    """The submission in hand; says what came of it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    def redirect(self, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go to what was written, and send whoever repeats the submission there too."""
        result = resolve_url(to, *args, **kwargs)
        if self.submission.result != result:
            self.submission.result = result
            self.submission.save(update_fields=["result"])
        return HttpResponseRedirect(result)


@contextmanager
def submitted(form: ServiceForm, *, by: Any, to: str = "") -> Iterator[Once]:
    """One transaction round a service: its first statement takes the submission key, and the events, kept values and
    marks of everything written in it are put down at its end, in one statement each. `to` is the address of what will
    come of it, where that is known before: it spares a statement.

    A repeat raises Repeated or SentOtherwise, which the middleware answers. A service's Refused and Changed become
    errors of the form, after everything is rolled back, the key too: the person may correct and send again. Raises
    RuntimeError when the view does not say with `redirect` what came of it. The form's draft goes with what is saved.
    """
    try:
        with transaction.atomic(), together():
            once = Once(_take_key(form, by, to))
            yield once
            if not once.submission.result:
                raise RuntimeError("what came of a submission must be said with redirect()")
            settle(form, by=by)
    except Refused as refusal:
        form.show_refusal(refusal.reasons)
    except Changed as changed:
        form.show_changed(changed.revision, changed.MESSAGE)


def _take_key(form: ServiceForm, by: Any, to: str) -> Submission:
    """Insert the key, waiting for whoever is inserting it at this moment.

    A submission that is committed always has a result: one without is ours.
    """
    wanted = Submission(
        key=form.cleaned_data["submission_key"],
        by=by,
        form=type(form).__qualname__,
        fingerprint=form.fingerprint(),
        result=to,
        at=timezone.now(),
    )
    if inserted(wanted):
        return wanted
    taken = Submission.objects.get(key=wanted.key)
    if not taken.result:
        return taken
    if (taken.by_id, taken.form) != (by.pk, wanted.form):
        raise SentOtherwise(form, location="")
    if taken.fingerprint != wanted.fingerprint:
        raise SentOtherwise(form, taken.result)
    raise Repeated(taken.result)


def remove_expired_submissions(*, dry_run: bool = True) -> int:
    """Forget submission keys after a week; returns how many."""
    old = Submission.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.count() if dry_run else old.delete()[0]
