"""How good the data are: what is qualified, undated or missing, and where the sources disagree with each other."""

from monitoring.indicators.change_words import caveat
from monitoring.reports.blocks import Block, Bullets, Fact, Heading, KeyFacts, Paragraph, Section
from monitoring.reports.figures import Figure, number, words
from monitoring.reports.material import PUBLISHED, Material
from monitoring.reports.sections.casework import Asked, by_programme
from monitoring.reports.told import told_shown

# Disagreements between and within the source documents: carried, not put right.
DISAGREEMENTS = (
    (
        "Mentors in Violence Prevention: the sources state 12 schools confirmed (October 2020), 7 schools with trained "
        "staff and 13 booked (January 2021), and an aim of up to 20 for 2020/21. They are different things at "
        "different times."
    ),
    "The Violence Intervention Project is also called a Programme in one source.",
    "The homicide measure is “non-domestic homicides” in one source and “homicides” in the table of results.",
    "The table of rates mixes levels: districts, upper tiers and the whole. Its rows must not be added together.",
    "The needs assessment says that it makes 14 recommendations and numbers 16.",
)

COMPLETENESS = (
    ("Attendance recorded in casework", tuple(Asked(code) for code in ("DQ-03", "DQ-04"))),
    ("Measures and facts recorded in casework", tuple(Asked(code) for code in ("OUT-01", "OUT-02", "DQ-01", "DQ-02"))),
)


def quality(material: Material) -> Section:
    shown = [*material.printed, *material.printed_elsewhere]
    undated = sum(figure.start is None for figure in shown)
    qualified = sum(figure.qualifier != "exact" for figure in shown)
    facts = [
        Fact("Printed figures shown in this report", number(len(shown))),
        Fact("Of these, qualified (almost, over, potential reach)", _of(qualified, len(shown))),
        Fact("Of these, without a stated start", _of(undated, len(shown))),
        *(Fact(one.name, told_shown(material, material.key_of(one.code))) for one in PUBLISHED),
    ]
    if not material.published_only:
        facts += [
            Fact("Returns asked for in the period", number(material.standing.asked)),
            Fact("Of these, accepted and counted", number(material.standing.accepted)),
        ]
    blocks: list[Block] = [KeyFacts(tuple(facts))]
    if not material.published_only:
        blocks += [by_programme(material, caption, asked) for caption, asked in COMPLETENESS]
    blocks += [Heading("Where the sources disagree"), Bullets(DISAGREEMENTS)]
    blocks += [Heading("What this report cannot say"), Paragraph(_limits(material))]
    return Section("quality", "Data quality", blocks=tuple(blocks))


def _of(part: int, whole: int) -> Figure:
    return words(f"{part} of {whole}")


def _limits(material: Material) -> str:
    told = "The published record does not say how many of the people reached by one programme were reached by another."
    if material.published_only:
        return f"{told} It holds no breakdown by age, sex or ethnicity, and no outcome of any person."
    return (
        f"{told} Partners’ returns count people once within each provider, so people may be counted again across, and "
        f"nobody can say which of them casework counts too. {caveat()}"
    )
