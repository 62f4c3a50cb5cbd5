"""The SDQ filled in by a teacher of somebody aged 4 to 17. Its impact supplement leaves out home and leisure."""

from decimal import Decimal

from interventions.outcomes.instruments import sdq
from interventions.outcomes.instruments.bands import Citation
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.norms import Norm
from interventions.outcomes.instruments.paper_forms import Ages

_ALPHA = Citation("SD from PMC4830858, table 2; alpha from Goodman R (2001), JAACAP 40, 1337-1345", confirmed=False)
_IMPACT = (sdq.DISTRESS, sdq.FRIENDS, sdq.CLASSROOM)

SDQ_TEACHER = Instrument(
    code="sdq_teacher",
    name="Strengths and Difficulties Questionnaire, teacher report",
    short_name="SDQ (teacher)",
    informant="teacher",
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
                "total": (0, 12, 16, 19),
                "emotional": (0, 4, 5, 6),
                "conduct": (0, 3, 4, 5),
                "hyperactivity": (0, 6, 8, 9),
                "peer": (0, 3, 5, 6),
                "prosocial": (6, 5, 4, 0),
                "impact": (0, 1, 2, 3),
            },
            Citation("Four-band categories, PMC4830858, table 1"),
            unconfirmed=("impact",),
        ),
        sdq.three_band((0, 12, 16), Citation("Goodman's original categories, sdqinfo.com", confirmed=False)),
    ),
    default_banding="four_band",
    norms=(
        Norm(
            "total",
            "teachers of British children aged 5 to 15",
            Decimal("6.6"),
            Decimal("6.0"),
            Citation("PMC4830858, table 2"),
        ),
    ),
    change_rules=sdq.change_rules("6.0", "0.87", _ALPHA),
    cautions=(sdq.FORMS_DIFFER,),
)
