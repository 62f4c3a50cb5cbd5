"""`report_board --year 2023/24 --out DIR`: the outcome report to the Board as files, from what is recorded."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from interventions.management.command import refuse_without_reference
from monitoring.indicators.disclosure_profiles import BOARD
from monitoring.indicators.kept_releases import PROFILES, released
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.services import aggregate
from monitoring.indicators.windows import window_named
from monitoring.periods.windows import NotAPeriod
from monitoring.reports.definitions.board import board_document
from monitoring.reports.document import to_json
from monitoring.reports.material import gather
from monitoring.reports.render_html import render_html
from monitoring.reports.render_pdf import render_pdf
from monitoring.reports.render_xlsx import render_xlsx
from vrn_cases.management.command import DatabaseCommand

BY = "command:report_board"


class Command(DatabaseCommand):
    help = (
        "Works the figures out and writes report.html, report.pdf, report.xlsx and report.json (the frozen document)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        period = parser.add_mutually_exclusive_group(required=True)
        period.add_argument("--year", help="a financial year, like 2023/24")
        period.add_argument("--quarter", help="a quarter, like “2023/24 Q1”")
        parser.add_argument("--out", required=True, help="the folder to write into; made when it is not there")
        parser.add_argument(
            "--published-only", action="store_true", help="leave out everything but the published record"
        )
        parser.add_argument(
            "--profile", default=BOARD.code, choices=sorted(PROFILES), help="whose rules hide small numbers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            window = window_named(options["year"] or options["quarter"])
        except NotAPeriod as problem:
            raise CommandError(str(problem)) from problem
        refuse_without_reference()
        rollup = aggregate(by=BY)
        profile = PROFILES[options["profile"]]
        material = gather(window, published_only=options["published_only"], rollup=rollup)
        through, _ = material.through(profile, released(INDICATORS))
        document = board_document(through, profile, dated=timezone.localdate())
        out = Path(options["out"])
        out.mkdir(parents=True, exist_ok=True)
        for name, content in (
            ("report.json", to_json(document).encode()),
            ("report.html", render_html(document).encode()),
            ("report.pdf", render_pdf(document)),
            ("report.xlsx", render_xlsx(document)),
        ):
            (out / name).write_bytes(content)
            self.stdout.write(f"{out / name}  {len(content):,} bytes")
