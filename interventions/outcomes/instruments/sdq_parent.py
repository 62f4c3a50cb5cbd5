"""The SDQ filled in by a parent or carer of somebody aged 4 to 17, with the added value score for groups."""

from decimal import Decimal

from interventions.outcomes.instruments import sdq
from interventions.outcomes.instruments.bands import Citation
from interventions.outcomes.instruments.instrument import Instrument, Scored
from interventions.outcomes.instruments.norms import Norm
from interventions.outcomes.instruments.paper_forms import Ages

_NORMS = Citation(
    "Meltzer H, Gatward R, Goodman R, Ford T (2000), Mental health of children and adolescents in Great Britain, "
    "norms at sdqinfo.com; alpha from Goodman R (2001), JAACAP 40, 1337-1345",
    confirmed=False,
)
_IMPACT = (sdq.DISTRESS, sdq.HOME, sdq.FRIENDS, sdq.CLASSROOM, sdq.LEISURE)

SDQ_PARENT = Instrument(
    code="sdq_parent",
    name="Strengths and Difficulties Questionnaire, parent report",
    short_name="SDQ (parent)",
    informant="parent or carer",
    scorer_version=1,
    sections=sdq.sections(_IMPACT),
    scales=sdq.scales(_IMPACT),
    main=sdq.TOTAL.code,
    forms=sdq.FORMS,
    ages=Ages(4, 17, sdq.SCORING),
    rights=sdq.RIGHTS,
    sources=(sdq.SCORING, sdq.IMPACT_RULE, sdq.IMPACT_MISSING),
    gates=(sdq.gate(_IMPACT),),
    bandings=(
        sdq.four_band(
            {
                "total": (0, 14, 17, 20),
                "emotional": (0, 4, 5, 7),
                "conduct": (0, 3, 4, 6),
                "hyperactivity": (0, 6, 8, 9),
                "peer": (0, 3, 4, 5),
                "prosocial": (8, 7, 6, 0),
                "impact": (0, 1, 2, 3),
            },
            sdq.FOUR_BAND_KNOWN,
        ),
        sdq.three_band((0, 14, 17), Citation("Goodman's original categories, as in BMC Psychiatry s12888-021-03218-x")),
    ),
    default_banding="four_band",
    norms=(Norm("total", "parents of British children aged 5 to 15", Decimal("8.4"), Decimal("5.8"), _NORMS),),
    change_rules=sdq.change_rules("5.8", "0.82", _NORMS),
    cautions=(sdq.FORMS_DIFFER,),
)

ADDED_VALUE = Citation("SDQ added value score, sdqinfo.com; formula as on slides of Ford T and others")
"""For groups at high risk, about six months apart: one person's score may lie 10 points either way by chance."""


def added_value(first: Scored, later: Scored) -> int | None:
    """How much better the later total is than expected without help, in hundredths of a point; above 0: better.

    2.3 + 0.8 x first total + 0.2 x first impact - 0.3 x first emotional - later total. None where one is missing.
    Raises ValueError for scores that are not of this instrument.
    """
    if {first.instrument, later.instrument} != {SDQ_PARENT.code}:
        raise ValueError("the added value score is of the parent version alone")
    total, impact, emotional, after = first["total"], first["impact"], first["emotional"], later["total"]
    if total is None or impact is None or emotional is None or after is None:
        return None
    return (2300 + 8 * total + 2 * impact - 3 * emotional - 10 * after) // 10  # scores are whole points: exact
