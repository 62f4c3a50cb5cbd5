"""Everything ever released of an indicator, kept so that the next release can be attacked beside it.

No sum ties one indicator to another, so a release of several is kept as one of each; only indicators that count the
same over the same days are kept as one, under their family's code.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max

from monitoring.indicators.disclosure_kept import (
    printed_from_rows,
    release_as_json,
    release_from_json,
    showings_as_json,
)
from monitoring.indicators.disclosure_profiles import BOARD, CENTRAL_TEAM, PUBLIC, ReleaseProfile, funder_profile
from monitoring.indicators.disclosure_release import Controlled, Release
from monitoring.indicators.models import KeptRelease
from monitoring.indicators.registry import INDICATORS

PROFILES: dict[str, ReleaseProfile] = {profile.code: profile for profile in (CENTRAL_TEAM, BOARD, PUBLIC)}


def keep_release(controlled: Controlled, *, what: str, reference: str) -> None:
    """Keep what was decided, indicator by indicator; it counts as released once `mark_released` says so."""
    codes = sorted({_code(cell.key) for cell in controlled.release.cells})
    KeptRelease.objects.bulk_create(
        KeptRelease(
            indicator=code,
            what=what,
            reference=reference,
            profile=kept_profile(controlled.profile),
            release=release_as_json(part.release),
            showings=showings_as_json(part),
        )
        for code, part in ((code, _only(controlled, code)) for code in codes)
    )


def mark_released(*, what: str, reference: str, profiles: Iterable[str], at: datetime) -> None:
    """Readers of these profiles have it from now on."""
    rows = KeptRelease.objects.filter(what=what, reference=reference, profile__in=list(profiles), released_at=None)
    rows.update(released_at=at)


def released(codes: Iterable[str]) -> list[Controlled]:
    """Everything ever released of these indicators, oldest first."""
    families = {family_of(code) for code in codes}
    rows = KeptRelease.objects.filter(indicator__in=families, released_at__isnull=False).order_by("id")
    return [_read(row) for row in rows]


class Released(NamedTuple):
    """Moves with every release: how many there are, for one made long before may be published last, and the newest."""

    how_many: int = 0
    newest: int = 0


def released_marks() -> dict[str, Released]:
    """What is out of each family: what was decided before anything of it was may be decided otherwise."""
    rows = KeptRelease.objects.filter(released_at__isnull=False).order_by().values_list("indicator")
    return {code: Released(count, newest) for code, count, newest in rows.annotate(c=Count("pk"), newest=Max("pk"))}


def _read(row: KeptRelease) -> Controlled:
    told = json.loads(row.showings)
    release = release_from_json(row.release)
    return Controlled(
        release, _profile(row.profile), printed_from_rows(told["cells"]), printed_from_rows(told["derived"])
    )


def kept_profile(profile: ReleaseProfile) -> str:
    """The profile in few words. A funder's is known by its agreement, and the rule is each release's own."""
    return profile.code if profile.code in PROFILES else f"{profile.code}:{profile.threshold}"


def _profile(told: str) -> ReleaseProfile:
    if told in PROFILES:
        return PROFILES[told]
    number, threshold = told.removeprefix("funder:").split(":")
    return funder_profile(number, threshold=int(threshold))


def _only(controlled: Controlled, code: str) -> Controlled:
    release = controlled.release
    return Controlled(
        Release(
            tuple(cell for cell in release.cells if _code(cell.key) == code),
            tuple(relation for relation in release.relations if _code(relation.total) == code),
            tuple(figure for figure in release.derived if _code(figure.key) == code),
            tuple(bound for bound in release.bounds if _code(bound.less[0]) == code),
        ),
        controlled.profile,
        {key: printed for key, printed in controlled.cells.items() if _code(key) == code},
        {key: printed for key, printed in controlled.derived.items() if _code(key) == code},
    )


def _code(key: str) -> str:
    return family_of(key.split(":", maxsplit=1)[0])


def family_of(code: str) -> str:
    return INDICATORS[code].family if code in INDICATORS else code
