"""What was released before, kept so that the next release can be attacked beside it."""

import json

from monitoring.indicators.disclosure_kept import printed_from_rows, release_from_json
from monitoring.indicators.disclosure_profiles import BOARD, CENTRAL_TEAM, PUBLIC, ReleaseProfile
from monitoring.indicators.disclosure_release import Controlled
from monitoring.reports.models import Rendering, Snapshot

PROFILES: dict[str, ReleaseProfile] = {profile.code: profile for profile in (CENTRAL_TEAM, BOARD, PUBLIC)}
MARKINGS = {
    CENTRAL_TEAM.code: "OFFICIAL-SENSITIVE: for the central team",
    BOARD.code: "OFFICIAL: closed paper for the Violence Reduction Board",
    PUBLIC.code: "Public",
}


def earlier_releases(*, but: int | None = None) -> list[Controlled]:
    """Everything ever published to readers, oldest first, but for the report with this id."""
    published = Rendering.objects.filter(report__published_at__isnull=False).exclude(report=but).order_by("id")
    snapshots = {(row.report_id, row.attempt): row.figures for row in Snapshot.objects.order_by("id")}
    kept = []
    for row in published.select_related("report"):
        if row.attempt == row.report.attempt and row.profile in PROFILES:
            told = json.loads(row.showings)
            release = release_from_json(snapshots[row.report_id, row.attempt])
            cells, derived = printed_from_rows(told["cells"]), printed_from_rows(told["derived"])
            kept.append(Controlled(release, PROFILES[row.profile], cells, derived))
    return kept
