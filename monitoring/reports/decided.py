"""What the disclosure door decided on a draft's figures, kept in the shared cache for the next look at them.

What is kept are decisions and words, no count at all, and it is found only under the hash of the very figures that it
was decided on, with all else that the door reckons with: so a decision is never laid over numbers that have moved, and
never outlives a report that was published since. A freeze asks the door itself and never this.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, replace

from django.core.cache import cache
from django.db.models import Count, Max

from interventions.programmes.models import Programme
from monitoring.indicators.controlled import DOOR_VERSION, on_screen
from monitoring.indicators.disclosure import NotProtected
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.disclosure_release import Controlled, Showing
from monitoring.indicators.kept_releases import released
from monitoring.indicators.models import KeptRelease
from monitoring.indicators.registry import INDICATORS, engine_version
from monitoring.indicators.release import Shown
from monitoring.indicators.sight import sets_held
from monitoring.reports.material import Material
from vrn_cases.audit.digests import canonical
from vrn_cases.records.refusals import Refused

KEPT_SECONDS = 7 * 24 * 3600


def decided(material: Material, profile: ReleaseProfile) -> Material:
    """The figures as readers of `profile` may see them beside everything released. Raises Refused as the door does."""
    if profile.exact:  # nothing is hidden, so there is nothing to decide, and exact figures stay out of the cache
        return through_the_door(material, profile, ())[0]
    # Taken before the releases are read: what is published in between is then found under a mark asked for no more.
    key = _key(material, profile, released_mark())
    told: list[tuple[str, str, str, dict[str, str]]] | None = cache.get(key)
    if told is None:
        earlier = [*released(INDICATORS), *screens_beside(material)]
        through, _ = through_the_door(material, profile, earlier)
        told = [(one, seen.showing.value, seen.words, dict(seen.numbers)) for one, seen in through.shown.items()]
        cache.set(key, told, KEPT_SECONDS)
    return replace(
        material,
        shown={
            one: Shown(material.figures[one], Showing(showing), words, numbers) for one, showing, words, numbers in told
        },
    )


def through_the_door(
    material: Material, profile: ReleaseProfile, earlier: Iterable[Controlled]
) -> tuple[Material, Controlled]:
    """Raises Refused where small numbers could be worked out with everything around them hidden."""
    try:
        return material.through(profile, earlier)
    except NotProtected as left:
        told = f"{len(left.findings)} small numbers could be worked out from the {profile.name} edition. Tell the team."
        raise Refused([told]) from left


def screens_beside(material: Material) -> list[Controlled]:
    """What the pages show at this moment of the years that the report tells of: its readers have seen them."""
    figures = material.figures.values()
    indicators = {figure.indicator.code: figure.indicator for figure in figures}
    codes = dict(Programme.objects.values_list("pk", "code"))
    years = {figure.place.window.quarter // 4 for figure in figures}
    return on_screen(indicators.values(), years, held=sets_held(), codes=codes)


def released_mark() -> tuple[int, int]:
    """Moves with every release: how many there are, for one made long before may be released last, and the newest."""
    told = KeptRelease.objects.filter(released_at__isnull=False).aggregate(count=Count("pk"), newest=Max("pk"))
    return told["count"], told["newest"] or 0


def _key(material: Material, profile: ReleaseProfile, mark: tuple[int, int]) -> str:
    told = [
        DOOR_VERSION,
        engine_version(),
        astuple(profile),
        mark,
        material.rollup.pk if material.rollup else 0,  # what screens show beside it, of all days of its years
        sorted(sorted(programmes) for programmes in sets_held()),
        sorted(material.printed_keys()),
        [[key, figure.parts] for key, figure in sorted(material.figures.items())],
    ]
    return "draft-edition:" + hashlib.sha256(canonical(told).encode()).hexdigest()
