"""The outcome report to the Board for a quarter or a financial year."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from interventions.programmes.models import Source as SourceDocument
from monitoring.indicators.disclosure_profiles import BOARD, CENTRAL_TEAM, PUBLIC, ReleaseProfile
from monitoring.reports import document as doc
from monitoring.reports.machine_sheet import names_of
from monitoring.reports.material import CASEWORK, PUBLISHED, RETURNS, Material
from monitoring.reports.sections.cover import cover
from monitoring.reports.sections.delivery import delivery
from monitoring.reports.sections.measures import area_wide, success
from monitoring.reports.sections.money import money_section
from monitoring.reports.sections.outcomes import outcomes
from monitoring.reports.sections.quality import quality
from monitoring.reports.sections.theories import theories, theories_in_use

CODE, VERSION = "board", 1
TITLE = "Outcome report to the Board"
MARKINGS = {
    CENTRAL_TEAM.code: "OFFICIAL-SENSITIVE: for the central team",
    BOARD.code: "OFFICIAL: closed paper for the Violence Reduction Board",
    PUBLIC.code: "Public",
}


def board_document(material: Material, profile: ReleaseProfile, *, dated: date) -> doc.Document:
    """The document of this material for the readers of one profile. The cover is made last: it points to the rest."""
    body = doc.Document(
        definition=CODE,
        definition_version=VERSION,
        reference=material.reference or _unkept(material),
        title=TITLE,
        subtitle="Violence Reduction Network: Leicester, Leicestershire and Rutland",
        period=doc.Period(material.window.label, material.window.start, material.window.end),
        profile=doc.Profile(profile.code, profile.name, MARKINGS[profile.code]),
        dated=dated,
        as_at=_as_at(material),
        rollup_version=material.rollup.engine if material.rollup else "",
        rollup_hash=material.rollup.sha256 if material.rollup else "",
        sections=(
            theories(material, theories_in_use()),
            delivery(material),
            *(() if material.published_only else (outcomes(material),)),
            success(material),
            area_wide(material),
            money_section(material),
            quality(material),
        ),
        definitions=_definitions(material),
        sources=tuple(
            doc.Source(row.code, row.title, row.dated_in_words) for row in SourceDocument.objects.order_by("code")
        ),
        demonstration=settings.DEMONSTRATION and not material.published_only,
        published_only=material.published_only,
    )
    return replace(body, sections=(cover(material, names_of(body)), *body.sections))


def _unkept(material: Material) -> str:
    """What a report that is not kept in the service is called."""
    return f"{'PUBLISHED' if material.published_only else 'BOARD'}-{material.window.label}"


def _as_at(material: Material) -> str:
    if material.as_at is None:
        return "figures not worked out yet"
    local = material.as_at.astimezone(ZoneInfo(settings.TIME_ZONE))
    return f"{local:%-I:%M%p}".lower() + f" on {local.day} {local:%B %Y}"


def _definitions(material: Material) -> tuple[doc.Definition, ...]:
    used = PUBLISHED if material.published_only else (*CASEWORK, *RETURNS, *PUBLISHED)
    return tuple(
        doc.Definition(
            one.code,
            one.version,
            one.name,
            " ".join(part for part in (one.definition, one.caution) if part),
            one.population,
            one.subject,
        )
        for one in used
    )
