"""Sending a version to the central team, querying it and accepting it. Who accepts is somebody else than who sent."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from monitoring.returns.models import Return, ReturnVersion
from monitoring.returns.rules import against_accepting, against_querying, against_submitting
from monitoring.returns.selectors import left_to_do, who_checks, who_fills_in
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import person
from vrn_cases.notices.services import write_notice
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import locked, write


@transaction.atomic
def submit_version(*, version: ReturnVersion, revision: int | None, note: str, by: Any) -> ReturnVersion:
    """Send a version to the central team in the place of the one it still had. Raises Refused and Changed."""
    of, version = _locked(version, revision)
    refuse_if(against_submitting(version, left_to_do(version)))
    waiting = of.versions.filter(submitted_at__isnull=False, accepted_at=None, replaced_at=None).first()
    if waiting is not None:
        _replace(waiting, by)
    version = write(
        version,
        action=Action.RETURN_SUBMITTED,
        by=by,
        submitted_at=timezone.now(),
        submitted_by=person(by),
        note=note,
    )
    write_notice(
        key=f"return-submitted:{version.reference}",
        to=who_checks(of),
        subject=f"Return {of.reference} was sent",
        body=f"Version {version.number} of return {of.reference} for {of.label} was sent and waits to be checked.",
        path=of.get_absolute_url(),
    )
    return version


@transaction.atomic
def query_version(*, version: ReturnVersion, revision: int | None, query: str, by: Any) -> ReturnVersion:
    """Ask the partner to change something. The version stays as it was sent. Raises Refused and Changed."""
    of, version = _locked(version, revision)
    refuse_if(against_querying(version))
    version = write(
        version,
        action=Action.RETURN_QUERIED,
        by=by,
        queried_at=timezone.now(),
        queried_by=person(by),
        query=query,
    )
    write_notice(
        key=f"return-queried:{version.reference}",
        to=who_fills_in(of),
        subject=f"Return {of.reference}: there is a question",
        body=f"The central team has a question about version {version.number} of return {of.reference} for {of.label}.",
        path=of.get_absolute_url(),
    )
    return version


@transaction.atomic
def accept_version(*, version: ReturnVersion, revision: int | None, by: Any) -> ReturnVersion:
    """Let a version count, in the place of the one that counted. Raises Refused and Changed."""
    of, version = _locked(version, revision)
    refuse_if(against_accepting(version, by))
    counting = of.versions.filter(accepted_at__isnull=False, replaced_at=None).first()
    if counting is not None:
        _replace(counting, by)
    version = write(version, action=Action.RETURN_ACCEPTED, by=by, accepted_at=timezone.now(), accepted_by=person(by))
    write_notice(
        key=f"return-accepted:{version.reference}",
        to=who_fills_in(of),
        subject=f"Return {of.reference} was accepted",
        body=f"Version {version.number} of return {of.reference} for {of.label} was accepted. Thank you.",
        path=of.get_absolute_url(),
    )
    return version


def _locked(version: ReturnVersion, revision: int | None) -> tuple[Return, ReturnVersion]:
    """The return first, then the version: every step takes the two locks in this order."""
    of = locked(version.of)
    return of, locked(version, revision)


def _replace(version: ReturnVersion, by: Any) -> None:
    write(locked(version), action=Action.RETURN_REPLACED, by=by, replaced_at=timezone.now())
