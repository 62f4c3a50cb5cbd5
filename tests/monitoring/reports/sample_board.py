"""A Board report for 2023/24 made from the published figures, with every kind of block."""

from datetime import date

from monitoring.reports import blocks as b
from monitoring.reports.document import Definition, Document, Period, Profile, Source
from monitoring.reports.figures import Kind, hidden, money, not_reported, number, percent, words
from tests.monitoring.reports.sample_area import area, success
from tests.monitoring.reports.sample_cover import cover, theory
from tests.monitoring.reports.sample_figures import END, NAMES, START, delivery_table, in_year, rows_of


def spending() -> b.Section:
    lines = rows_of("budget_2020_21")
    total = sum(int(row["amount_gbp"]) for row in lines)
    rows = [
        b.Row(
            (words(row["line"]), money(int(row["amount_gbp"]) * 100, key=f"BUDGET:{row['line']}"), words(row["note"]))
        )
        for row in lines
    ]
    rows.append(b.Row((words("Itemised"), money(total * 100), words("")), total=True))
    return b.Section(
        "money",
        "Money",
        ("The last year with a published budget is 2020/21.",),
        (
            b.Money(
                money(88000000, key="MONEY:grant"),
                money(total * 100, key="MONEY:itemised"),
                money(
                    88000000 - total * 100, key="MONEY:difference", note="The source does not say what this was for."
                ),
                percent(4136, key="MONEY:share"),
                percent(2000, places=0, key="MONEY:floor"),
            ),
            b.Table(
                "Budget lines, 2020/21",
                (
                    b.TableColumn("line", "Line"),
                    b.TableColumn("amount", "Amount", Kind.MONEY),
                    b.TableColumn("note", "Note"),
                ),
                tuple(rows),
                (),
                "S2",
            ),
        ),
    )


def wide() -> b.Table:
    quarters = [f"Q{number % 4 + 1} {2020 + number // 4}" for number in range(16)]
    columns = (
        b.TableColumn("programme", "Programme"),
        *(b.TableColumn(label, label, Kind.NUMBER) for label in quarters),
    )
    rows = tuple(
        b.Row((words(name), *(not_reported() if place % 3 else hidden("fewer than 5") for place in range(16))))
        for name in list(NAMES.values())[:6]
    )
    return b.Table("Which quarters each programme reported", columns, rows)


def board_document(**changes: object) -> Document:
    figures = rows_of("published_figures")
    inside = [row for row in figures if in_year(row)]
    outside = [row for row in figures if not in_year(row)]
    silent = len({row["programme"] for row in outside} - {row["programme"] for row in inside})
    fields: dict[str, object] = {
        "definition": "board",
        "definition_version": 1,
        "reference": "RK7M2P4Q",
        "title": "Outcome report to the Board",
        "subtitle": "Violence Reduction Network: Leicester, Leicestershire and Rutland",
        "period": Period("2023/24", START, END),
        "profile": Profile("board", "Board closed paper", "OFFICIAL - for the Violence Reduction Board"),
        "dated": date(2024, 5, 9),
        "as_at": "9 May 2024 at 10:42am",
        "rollup_version": "41",
        "rollup_hash": "9f1c2b7d",
        "published_only": True,
        "sections": (
            cover(),
            b.Section(
                "theory",
                "How the work is meant to help",
                ("Each diagram shows what goes in, what is done, and what should change.",),
                (
                    b.Heading("The network"),
                    theory("Theory of change: the network", "VIP"),
                    b.Heading("Mentors in Violence Prevention"),
                    theory("Theory of change: Mentors in Violence Prevention", "MVP"),
                ),
            ),
            b.Section(
                "delivery",
                "Delivery by programme",
                ("Figures are as the programmes printed them. They are never added together.",),
                (
                    b.KeyFacts(
                        (
                            b.Fact(
                                "Programmes with a figure for the year",
                                number(len({row["programme"] for row in inside})),
                            ),
                            b.Fact(
                                "Programmes without one", number(silent, note="They printed figures for other periods.")
                            ),
                        )
                    ),
                    delivery_table("Figures for 2023/24", inside, "Almost and over are as printed."),
                    delivery_table(
                        "Figures stated for other periods or at a date",
                        outside,
                        "These are shown under their own label and are not compared with the year.",
                    ),
                ),
            ),
            success(),
            area(),
            spending(),
            b.Section("quality", "Data quality", ("What is missing, and since when.",), (wide(),)),
        ),
        "definitions": (
            Definition("REACH-01", 1, "Young people reached", "As printed by the programme.", "Young people", "S0, S1"),
            Definition("SM-01", 1, "Change in a success measure", "As printed, to one decimal.", "Whole area", "S1"),
        ),
        "sources": tuple(Source(row["source"], row["title"], row["dated"]) for row in rows_of("sources")),
    }
    return Document(**{**fields, **changes})
