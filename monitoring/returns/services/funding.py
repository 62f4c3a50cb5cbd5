"""Making a return to a funder: asked for on a page, put together by a job, kept as one file."""

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from monitoring.budgets.models import GrantAgreement
from monitoring.indicators.disclosure_kept import (
    printed_from_rows,
    release_as_json,
    release_from_json,
    showings_as_json,
)
from monitoring.indicators.disclosure_release import Controlled, Release
from monitoring.indicators.kept_releases import PROFILES, keep_release, kept_profile, mark_released, released
from monitoring.indicators.registry import INDICATORS
from monitoring.periods.windows import Window
from monitoring.returns.funder.figures import LineFigures
from monitoring.returns.models import GrantReturn
from vrn_cases.audit.actions import Action
from vrn_cases.audit.digests import canonical
from vrn_cases.audit.services import person
from vrn_cases.files.models import FilePurpose
from vrn_cases.files.services import LaidDown, keep_file
from vrn_cases.jobs.services import request_job
from vrn_cases.records.services import create, locked, write

GRANT_RETURN = "grant_return"  # what the kept releases of returns to funders are called


@transaction.atomic
def ask_for_grant_return(*, agreement: GrantAgreement, window: Window, threshold: int | None, by: Any) -> GrantReturn:
    """Have the return to a funder made over a period with a start. `threshold` None: the agreement says exact."""
    made = create(
        GrantReturn,
        action=Action.GRANT_RETURN_ASKED_FOR,
        by=by,
        agreement=agreement,
        start=window.start,
        end=window.end,
        label=window.label,
        threshold=threshold,
        asked_for_at=timezone.now(),
        asked_for_by=person(by),
    )
    job = request_job("make_grant_return", subject={"grant_return": made.reference}, by=by)
    return write(made, action=Action.GRANT_RETURN_ASKED_FOR, by=by, job=job)


@transaction.atomic
def put_grant_return(
    *, made: GrantReturn, content: LaidDown, versions: tuple[int, ...], figures: list[LineFigures], by: Any
) -> GrantReturn:
    """Keep the workbook with what went into it, once."""
    made = locked(made)
    if made.made_at:
        return made
    period = made.label.replace("/", "-").replace(" ", "-")
    file = keep_file(
        purpose=FilePurpose.GRANT_RETURN,
        name=f"grant-return-{period}-{made.reference}.xlsx",
        content=content,
        owner=made,
        by=by,
    )
    made.versions.set(versions)
    families = _by_family(figures)
    now = timezone.now()
    for family, controlled in families.items():
        if family in INDICATORS and not controlled.profile.exact:
            keep_release(controlled, what=GRANT_RETURN, reference=made.reference)
    mark_released(what=GRANT_RETURN, reference=made.reference, profiles=[kept_profile(made.profile)], at=now)
    return write(
        made,
        action=Action.GRANT_RETURN_MADE,
        by=by,
        detail={"versions": len(versions), "sha256": content.sha256},
        file=file,
        figures=canonical({family: release_as_json(one.release) for family, one in families.items()}),
        showings=canonical({family: showings_as_json(one) for family, one in families.items()}),
        made_at=now,
    )


def released_before(made: GrantReturn) -> Callable[[str], list[Controlled]]:
    """Everything released before under a family's code, to the Board, to the public and to funders."""
    kept: dict[str, list[Controlled]] = defaultdict(list)
    for past in GrantReturn.objects.filter(made_at__isnull=False).exclude(pk=made.pk).select_related("agreement"):
        releases, showings = json.loads(past.figures or "{}"), json.loads(past.showings or "{}")
        for family, release in releases.items():
            told = json.loads(showings[family])
            cells, derived = printed_from_rows(told["cells"]), printed_from_rows(told["derived"])
            kept[family].append(Controlled(release_from_json(release), past.profile, cells, derived))
    return lambda family: [*kept[family], *(one for one in released([family]) if one.profile.code in PROFILES)]


def _by_family(figures: list[LineFigures]) -> dict[str, Controlled]:
    """What was released of the lines that are kept under one code, as one."""
    families: dict[str, list[Controlled]] = defaultdict(list)
    for one in figures:
        if one.controlled is not None:
            families[one.family].append(one.controlled)
    return {family: _together(made) for family, made in families.items()}


def _together(made: list[Controlled]) -> Controlled:
    return Controlled(
        Release(
            tuple(cell for one in made for cell in one.release.cells),
            tuple(relation for one in made for relation in one.release.relations),
        ),
        made[0].profile,
        {key: printed for one in made for key, printed in one.cells.items()},
    )
