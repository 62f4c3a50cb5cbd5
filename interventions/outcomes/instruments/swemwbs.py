"""The Short Warwick-Edinburgh Mental Wellbeing Scale (SWEMWBS): seven items, summed and then converted.

Stewart-Brown S and others (2009). Internal construct validity of the Warwick-Edinburgh Mental Well-being Scale: a
Rasch analysis. Health and Quality of Life Outcomes 7, 15. The sum itself is no interval scale: only the converted
score is shown, averaged or compared.
"""

from decimal import Decimal
from types import MappingProxyType

from interventions.outcomes.instruments.bands import Banding, Citation, cut_offs
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.items import Item, Section
from interventions.outcomes.instruments.norms import ChangeRule, Norm
from interventions.outcomes.instruments.paper_forms import Ages, Form, Point
from interventions.outcomes.instruments.scales import ItemScale
from interventions.outcomes.reliable_change import PublishedMinimum

_FORM = Form("standard", "standard form", "the last two weeks")
_ANSWERS = MappingProxyType({answer: answer for answer in range(1, 6)})
_NG_FAT = "Ng Fat L and others (2017), Quality of Life Research 26, 1129-1144; Health Survey for England 2010 to 2013"

CONVERSION = MappingProxyType(
    dict(
        zip(
            range(7, 36),
            (
                7_00, 9_51, 11_25, 12_40, 13_33, 14_08, 14_75, 15_32, 15_84, 16_36,
                16_88, 17_43, 17_98, 18_59, 19_25, 19_98, 20_73, 21_54, 22_35, 23_21,
                24_11, 25_03, 26_02, 27_03, 28_13, 29_31, 30_70, 32_55, 35_00,
            ),
            strict=True,
        )
    )
)  # fmt: skip
"""The published table: from the sum of the seven answers (7 to 35) to hundredths of a point."""


def converted(raw: int) -> int:
    """The score, in hundredths, of a sum of seven answers. Raises ValueError for one that they cannot have."""
    if type(raw) is not int or raw not in CONVERSION:
        raise ValueError(f"seven answers from 1 to 5 add up to 7 to 35, not {raw!r}")
    return CONVERSION[raw]


WELLBEING = ItemScale(
    code="wellbeing",
    name="Mental wellbeing",
    more_is_better=True,
    points=MappingProxyType(dict.fromkeys(range(1, 8), _ANSWERS)),
    at_least=7,
    convert=converted,
)

SWEMWBS = Instrument(
    code="swemwbs",
    name="Short Warwick-Edinburgh Mental Wellbeing Scale",
    short_name="SWEMWBS",
    informant="self",
    scorer_version=1,
    sections=(Section("Items 1 to 7", tuple(Item(number, 1, 5) for number in range(1, 8))),),
    scales=(WELLBEING,),
    main=WELLBEING.code,
    forms=MappingProxyType(dict.fromkeys(Point, _FORM)),
    ages=Ages(15, None, Citation("Validated for 15 to 21 and for adults: guidance at warwick.ac.uk/wemwbs")),
    rights=(
        "SWEMWBS: copyright NHS Health Scotland, University of Warwick and University of Edinburgh, 2006. Whoever uses "
        "it registers with the University of Warwick; answers are typed in here by item number from the paper form."
    ),
    sources=(
        Citation("Stewart-Brown S and others (2009), Health and Quality of Life Outcomes 7, 15; conversion table"),
        Citation("All seven answers are needed for a score", confirmed=False),
    ),
    bandings=(
        Banding(
            "ng_fat",
            "Ng Fat and others, 2017",
            MappingProxyType(
                {
                    WELLBEING.code: cut_offs(
                        ("high", "medium", "low"), (27_50, 19_60, 7_00), Citation(_NG_FAT, confirmed=False)
                    )
                }
            ),
        ),
    ),
    # Sources disagree about where low wellbeing begins, so no band is shown unless the team chooses one.
    default_banding=None,
    norms=(
        Norm(WELLBEING.code, "men in England", Decimal("23.7"), None, Citation(_NG_FAT)),
        Norm(WELLBEING.code, "women in England", Decimal("23.2"), None, Citation(_NG_FAT)),
    ),
    change_rules=MappingProxyType(
        {
            WELLBEING.code: ChangeRule(
                PublishedMinimum(Decimal("2.87")),
                Citation(
                    "2.77 standard errors of measurement: Shah N and others (2018), "
                    "Health and Quality of Life Outcomes 16, 239"
                ),
            )
        }
    ),
)
