"""The SDQ filled in by the young person, age 11 to 17."""

from decimal import Decimal

from interventions.outcomes.instruments import sdq
from interventions.outcomes.instruments.bands import Citation
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.norms import Norm
from interventions.outcomes.instruments.paper_forms import Ages

_NORMS = Citation(
    "Meltzer H, Gatward R, Goodman R, Ford T (2000), Mental health of children and adolescents in Great Britain, "
    "norms at sdqinfo.com; alpha from Goodman R (2001), JAACAP 40, 1337-1345",
    confirmed=False,
)
_IMPACT = (sdq.DISTRESS, sdq.HOME, sdq.FRIENDS, sdq.CLASSROOM, sdq.LEISURE)

SDQ_SELF = Instrument(
    code="sdq_self",
    name="Strengths and Difficulties Questionnaire, self-report",
    short_name="SDQ (self)",
    informant="self",
    scorer_version=1,
    sections=sdq.sections(_IMPACT),
    scales=sdq.scales(_IMPACT),
    main=sdq.TOTAL.code,
    forms=sdq.FORMS,
    ages=Ages(11, 17, sdq.SCORING),
    rights=sdq.RIGHTS,
    sources=(sdq.SCORING, sdq.IMPACT_RULE, sdq.IMPACT_MISSING),
    gates=(sdq.gate(_IMPACT),),
    bandings=(
        sdq.four_band(
            {
                "total": (0, 15, 18, 20),
                "emotional": (0, 5, 6, 7),
                "conduct": (0, 4, 5, 6),
                "hyperactivity": (0, 6, 7, 8),
                "peer": (0, 3, 4, 5),
                "prosocial": (7, 6, 5, 0),
                "impact": (0, 1, 2, 3),
            },
            sdq.FOUR_BAND_KNOWN,
        ),
        sdq.three_band((0, 16, 20), Citation("Goodman's original categories, sdqinfo.com", confirmed=False)),
    ),
    default_banding="four_band",
    norms=(Norm("total", "British young people aged 11 to 15", Decimal("10.3"), Decimal("5.2"), _NORMS),),
    change_rules=sdq.change_rules("5.2", "0.80", _NORMS),
    cautions=(sdq.READING_AGE, sdq.FORMS_DIFFER),
)
