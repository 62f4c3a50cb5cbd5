"""The success measures and the series of the whole area, in the sample report."""

from decimal import Decimal

from monitoring.reports import blocks as b
from monitoring.reports.figures import Kind, Qualifier, hidden, not_reported, number, percent, words
from tests.monitoring.reports.sample_figures import AGES, MEASURES, plain, rows_of, success_figure


def success() -> b.Section:
    rows = rows_of("success_measures")
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault("Victims under 25" if row["age_scope"] != "all_ages" else "All ages", []).append(row)
    series = tuple(
        b.Series(name, tuple(b.Point(MEASURES[row["measure"]], success_figure(row)) for row in members))
        for name, members in groups.items()
    )
    columns = (
        b.TableColumn("measure", "Measure"),
        b.TableColumn("ages", "Who"),
        b.TableColumn("change", "Change", Kind.PERCENT, "No counts are published with these percentages."),
        b.TableColumn("definition", "Definition as printed"),
    )
    cells = tuple(
        b.Row(
            (
                words(MEASURES[row["measure"]]),
                words(AGES[row["age_scope"]]),
                success_figure(row),
                words(row["definition"]),
            )
        )
        for row in rows
    )
    return b.Section(
        "success",
        "Success measures",
        ("These are figures of the whole area, all causes; this work is one part.",),
        (
            b.Notice(
                "The source prints percentages without counts. A change of +30.0% in homicides can be three more "
                "people: read it with care.",
                b.NoticeKind.WARNING,
            ),
            b.Table(
                "Change from 2019/20 to 2023/24",
                columns,
                cells,
                (),
                "Update to the Safer Communities Strategy Board, S1",
            ),
            b.Chart(
                b.ChartKind.BARS,
                "Knife crime and admissions are lower than in 2019/20; homicides are higher",
                "% change",
                series,
                "S1, 2023/24 against 2019/20. Whole area, all causes; this work is one part.",
                "Measure",
            ),
        ),
    )


def area() -> b.Section:
    rows = [row for row in rows_of("area_rates") if row["level"] != "partnership"]
    figures = [
        (
            row["area"],
            row["level"],
            number(Decimal(row["rate_per_1000"]), key=f"RATE:{row['area']}"),
            row["percent_of_llr"],
        )
        for row in rows
    ]
    return b.Section(
        "area",
        "The whole area",
        ("Whole area, all causes; this work is one part. The rates cover 18 months and are not annual.",),
        (
            b.Chart(
                b.ChartKind.BARS,
                "Leicester has the highest rate of serious violence offences",
                "offences per 1,000 residents",
                (b.Series("Rate", tuple(b.Point(name, figure) for name, _, figure, _ in figures)),),
                "S3, April 2020 to September 2021",
                "Area",
            ),
            b.Chart(
                b.ChartKind.LINE,
                "Young people reached by the Violence Intervention Project, where a year was printed",
                "young people",
                (
                    b.Series(
                        "VIP",
                        (
                            b.Point("2020/21", not_reported()),
                            b.Point("2021/22", not_reported()),
                            b.Point("2022/23", hidden("fewer than 5")),
                            b.Point("2023/24", number(400, qualifier=Qualifier.ALMOST)),
                        ),
                    ),
                ),
                "S1, 2023/24",
                "Year",
                ("A year without a point was not reported or is hidden; it is not zero.",),
            ),
            b.Table(
                "Rates and shares by area",
                (
                    b.TableColumn("area", "Area"),
                    b.TableColumn("level", "Level"),
                    b.TableColumn("rate", "Rate per 1,000", Kind.NUMBER),
                    b.TableColumn("share", "Share of the area", Kind.PERCENT),
                ),
                tuple(
                    b.Row((words(name), words(plain(level)), figure, percent(int(Decimal(share) * 100))))
                    for name, level, figure, share in figures
                ),
                ("Districts are parts of Leicestershire, so the column does not add up to the whole.",),
                "S3",
            ),
        ),
    )
