"""The cover paper of the sample report, and its theories of change."""

from monitoring.reports import blocks as b
from monitoring.reports.figures import hidden, money, no_target, not_reported, number, percent
from tests.monitoring.reports.sample_figures import published_figure, rows_of


def cover() -> b.Section:
    key = "PUB:{}:people_reached:2023-04-01:2024-03-31"
    return b.Section(
        "cover",
        "Cover paper",
        (),
        (
            b.Heading("Purpose"),
            b.Paragraph(
                "To tell the Violence Reduction Board what the programmes delivered in 2023/24, what the success "
                "measures show, and what it cost."
            ),
            b.Heading("Decisions asked"),
            b.Bullets(
                (
                    "Note the figures of 2023/24 and the limits of what they can show.",
                    "Agree that each programme reports the number of different people from the next quarter on.",
                    "Agree a target for each output that has none.",
                )
            ),
            b.Heading("What changed"),
            b.Lines(
                (
                    b.Line(
                        "The Violence Intervention Project supported more young people than in its first year.",
                        (
                            b.FigureRef(key.format("VIP"), "Young people reached"),
                            b.FigureRef("PUB:VIP:people_reached:2020-02-01:2021-01-31", "First year"),
                        ),
                    ),
                    b.Line(
                        "Reach mentored children at risk of suspension in the county and the city.",
                        (b.FigureRef(key.format("REACH"), "Children mentored"),),
                    ),
                    b.Line(
                        "Knife-enabled serious violence was lower than in 2019/20, most of all among victims under 25.",
                        (
                            b.FigureRef("SM:knife_enabled_serious_violence:all_ages", "All ages"),
                            b.FigureRef("SM:knife_enabled_serious_violence:victim_under_25", "Victims under 25"),
                        ),
                    ),
                    b.Line(
                        "Homicides were higher than in 2019/20. The source prints no counts, and they are small.",
                        (b.FigureRef("SM:homicides:all_ages", "All ages"),),
                    ),
                )
            ),
            b.Heading("What worries us, and what we do about it"),
            b.Bullets(
                (
                    "Most programmes count contacts, not different people. We ask each for its own count of people.",
                    "Four of five programmes have no printed target. Targets come to the next meeting.",
                )
            ),
            b.Heading("Money in one line"),
            b.Lines(
                (
                    b.Line(
                        "The last published budget is that of 2020/21.",
                        (b.FigureRef("MONEY:grant", "Grant"), b.FigureRef("MONEY:share", "Interventions")),
                    ),
                )
            ),
            b.Table(
                "Actions from last time",
                (
                    b.TableColumn("action", "Action"),
                    b.TableColumn("owner", "Who"),
                    b.TableColumn("state", "Where it stands"),
                ),
                (),
                empty="No actions were recorded at the last meeting.",
            ),
        ),
        cover=True,
    )


def theory(title: str, suffix: str) -> b.Diagram:
    c = b.Column
    reached = next(published_figure(row) for row in rows_of("published_figures") if row["programme"] == suffix)
    nodes = (
        b.Node("i1", c.INPUT, "Home Office grant", money(88000000), None),
        b.Node(
            "i2",
            c.INPUT,
            "Share of the grant for interventions",
            percent(4136),
            percent(2000, places=0, unit="of grant"),
        ),
        b.Node("i3", c.INPUT, "Youth workers in the Emergency Department"),
        b.Node("a1", c.ACTIVITY, "Support at a reachable moment for young people injured by violence"),
        b.Node("a2", c.ACTIVITY, "Staff and older pupils trained as mentors in schools"),
        b.Node("a3", c.ACTIVITY, "Grants for community mentoring and purposeful activity"),
        b.Node("o1", c.OUTPUT, "Reached", reached, no_target()),
        b.Node(
            "o2",
            c.OUTPUT,
            "Schools taking part",
            number(10, unit="secondary schools"),
            number(20, unit="schools", period="2020/21"),
        ),
        b.Node("o3", c.OUTPUT, "Young people in funded projects", hidden("fewer than 5"), no_target()),
        b.Node("u1", c.OUTCOME, "Fewer return to hospital injured", not_reported(), no_target()),
        b.Node("u2", c.OUTCOME, "Bystander methods are understood and used"),
        b.Node("u3", c.OUTCOME, "A trusted adult and purposeful activity"),
        b.Node("m1", c.IMPACT, "Knife-enabled serious violence", percent(-630, signed=True), None, apart=True),
        b.Node("m2", c.IMPACT, "Admissions, knife or sharp object", percent(-2550, signed=True), None, apart=True),
    )
    pairs = (
        "i1 a1|i1 a2|i1 a3|i2 a1|i2 a3|i3 a1|a1 o1|a2 o2|a3 o3|a1 u1|o1 u1|o1 u3|o2 u2|o3 u3|u1 m2|u2 m1|u3 m1|u3 m2"
    )
    links = tuple(b.Link(*pair.split()) for pair in pairs.split("|"))
    return b.Diagram(title, "How the work is meant to help, from what goes in to what should change.", nodes, links)
