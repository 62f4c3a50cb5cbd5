"""The published figures as figures of a report."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from monitoring.reports import blocks as b
from monitoring.reports.figures import Figure, Kind, Qualifier, number, percent, words

PUBLISHED = Path(__file__).parent / "published"
START, END = date(2023, 4, 1), date(2024, 4, 1)
NAMES = {
    "VIP": "Violence Intervention Project",
    "ROUTES": "Routes to Safety",
    "UP": "Unlocking Potential",
    "CRP": "Community Resolution and Prevention Service",
    "CAP": "Childhood Adversity Project",
    "MVP": "Mentors in Violence Prevention",
    "GRANTS": "Grassroots Community Grants",
    "FUND": "Community Fund: Diversion from ASB and Crime",
    "REACH": "The Reach Programme",
    "TRAUMA": "ACEs and trauma-informed practice workshops",
    "SCEPTRE": "Op Sceptre prevention campaign",
    "HOPEHACK": "Hope Hack",
    "RESEARCH": "Serious Violence: Research and Evaluation Conference",
}
AGES = {
    "all_ages": "All ages",
    "victim_under_25": "Victim under 25",
    "victim_under_25_involving_knives": "Victim under 25, involving knives",
}
MEASURES = {
    "knife_enabled_serious_violence": "Knife-enabled serious violence",
    "homicides": "Homicides",
    "admissions_knife_or_sharp_object": "Hospital admissions for assault with a knife or sharp object",
}


def rows_of(name: str) -> list[dict[str, str]]:
    with open(PUBLISHED / f"{name}.csv", newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def plain(text: str) -> str:
    return text.replace("_", " ")


def published_figure(row: dict[str, str]) -> Figure:
    start = date.fromisoformat(row["period_start"]) if row["period_start"] else None
    return number(
        int(row["value"]),
        qualifier=Qualifier(row["qualifier"]),
        unit=plain(row["population"]),
        period=row["period_label"],
        start=start,
        end=date.fromisoformat(row["period_end"]) + timedelta(days=1),
        key=f"PUB:{row['programme']}:{row['measure']}:{row['period_start']}:{row['period_end']}",
        href=f"/published/{row['programme'].lower()}/",
    )


def success_figure(row: dict[str, str]) -> Figure:
    return percent(
        int(Decimal(row["percent_change"]) * 100),
        signed=True,
        period="2023/24 against 2019/20",
        start=START,
        end=END,
        key=f"SM:{row['measure']}:{row['age_scope']}",
        href=f"/measures/{row['measure']}/",
    )


def in_year(row: dict[str, str]) -> bool:
    return row["period_start"] == "2023-04-01" and row["period_end"] == "2024-03-31"


def delivery_table(caption: str, rows: list[dict[str, str]], note: str) -> b.Table:
    columns = (
        b.TableColumn("programme", "Programme"),
        b.TableColumn("measure", "Measure"),
        b.TableColumn("value", "Figure", Kind.NUMBER),
        b.TableColumn("unit", "Counted"),
        b.TableColumn("period", "Period as printed"),
        b.TableColumn("source", "Source"),
    )
    cells = tuple(
        b.Row(
            (
                words(NAMES[row["programme"]]),
                words(plain(row["measure"]).capitalize()),
                published_figure(row),
                words(plain(row["population"])),
                words(row["period_label"]),
                words(row["source"]),
            )
        )
        for row in rows
    )
    return b.Table(caption, columns, cells, (note,), "Published figures, S0, S1 and S2")
