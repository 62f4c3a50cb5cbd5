"""The Strengths and Difficulties Questionnaire (SDQ): what its self, parent and teacher versions have in common.

Scoring the Strengths and Difficulties Questionnaire for age 4-17 (Youthinmind, 19 August 2014), and Goodman R (1997),
The Strengths and Difficulties Questionnaire: a research note, Journal of Child Psychology and Psychiatry 38, 581-586;
the impact score after Goodman R (1999), same journal 40, 791-799. The questionnaires for age 2 to 4 and for adults
are other questionnaires with other cut-offs and are not scored here.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from interventions.outcomes.instruments.bands import Banding, Citation, CutOffs, cut_offs
from interventions.outcomes.instruments.items import Gate, Item, Section
from interventions.outcomes.instruments.norms import ChangeRule
from interventions.outcomes.instruments.paper_forms import Form, Point
from interventions.outcomes.instruments.scales import ItemScale, Scale, SumScale
from interventions.outcomes.reliable_change import Reliability

REVERSED = frozenset({7, 11, 14, 21, 25})
AT_LEAST = 3
RIGHTS = (
    "SDQ: copyright Robert Goodman and Youthinmind. Paper forms are free for non-profit use; no electronic version "
    "may be made without a licence, so answers are typed in here by item number from the paper form."
)
SCORING = Citation("Scoring the Strengths and Difficulties Questionnaire for age 4-17 (Youthinmind, 2014)")
IMPACT_RULE = Citation("An impact supplement that says “no difficulties” is scored 0", confirmed=False)
IMPACT_MISSING = Citation(
    "No rule for missing answers to the impact questions was found: none is made up", confirmed=False
)
FOUR_BAND_KNOWN = Citation("Four-band categories, Youthinmind scoring guide for age 4-17", confirmed=False)
READING_AGE = "Not suited to a reading age below 13 to 14 (Patalay and others, 2018): offer to read it aloud."
FORMS_DIFFER = (
    "The baseline form asks about the last six months and the follow-up form about the last month: "
    "part of a change can come from the form."
)

_PLAIN = MappingProxyType({0: 0, 1: 1, 2: 2})
_TURNED = MappingProxyType({0: 2, 1: 1, 2: 0})
_IMPACT = MappingProxyType({0: 0, 1: 0, 2: 1, 3: 2})

# The paper prints no numbers in the impact supplement: these are ours, the same question the same number throughout.
DIFFICULTIES, DISTRESS, HOME, FRIENDS, CLASSROOM, LEISURE = range(26, 32)
_IMPACT_LABELS = {
    DIFFICULTIES: "any difficulties",
    DISTRESS: "impact: distress",
    HOME: "impact: home",
    FRIENDS: "impact: friends",
    CLASSROOM: "impact: classroom",
    LEISURE: "impact: leisure",
}


def _five(code: str, name: str, items: tuple[int, ...], *, more_is_better: bool = False) -> ItemScale:
    points = {number: _TURNED if number in REVERSED else _PLAIN for number in items}
    return ItemScale(code, name, more_is_better, MappingProxyType(points), AT_LEAST)


EMOTIONAL = _five("emotional", "Emotional problems", (3, 8, 13, 16, 24))
CONDUCT = _five("conduct", "Conduct problems", (5, 7, 12, 18, 22))
HYPERACTIVITY = _five("hyperactivity", "Hyperactivity", (2, 10, 15, 21, 25))
PEER = _five("peer", "Peer problems", (6, 11, 14, 19, 23))
PROSOCIAL = _five("prosocial", "Prosocial behaviour", (1, 4, 9, 17, 20), more_is_better=True)
TOTAL = SumScale("total", "Total difficulties", False, (EMOTIONAL, CONDUCT, HYPERACTIVITY, PEER))
EXTERNALISING = SumScale("externalising", "Externalising", False, (CONDUCT, HYPERACTIVITY))
INTERNALISING = SumScale("internalising", "Internalising", False, (EMOTIONAL, PEER))

FORMS = MappingProxyType(
    {
        Point.BASELINE: Form("baseline", "baseline form", "the last six months"),
        Point.FOLLOW_UP: Form("follow_up", "follow-up form", "the last month"),
    }
)


def sections(impact: tuple[int, ...]) -> tuple[Section, ...]:
    """The items with the impact questions that this informant is asked."""
    asked = (DIFFICULTIES, *impact)
    return (
        Section("Items 1 to 25", tuple(Item(number, 0, 2) for number in range(1, 26))),
        Section("Impact supplement", tuple(Item(number, 0, 3, _IMPACT_LABELS[number]) for number in asked)),
    )


def gate(impact: tuple[int, ...]) -> Gate:
    """Nobody who sees no difficulties is asked what follows from them."""
    return Gate(DIFFICULTIES, 0, impact)


def scales(impact: tuple[int, ...]) -> tuple[Scale, ...]:
    """All scales, the total first. The impact score needs every answer that was asked for."""
    points = MappingProxyType(dict.fromkeys(impact, _IMPACT))
    score = ItemScale("impact", "Impact", False, points, len(impact), gate=gate(impact))
    parts: tuple[Scale, ...] = (EMOTIONAL, CONDUCT, HYPERACTIVITY, PEER, PROSOCIAL)
    return (TOTAL, *parts, EXTERNALISING, INTERNALISING, score)


def four_band(lowest: Mapping[str, tuple[int, ...]], citation: Citation, *, unconfirmed: Iterable[str] = ()) -> Banding:
    """The four-band categories, from each band's lowest score in points, told from close to average onwards."""
    raised = ("close to average", "slightly raised", "high", "very high")
    lowered = ("close to average", "slightly lowered", "low", "very low")
    return Banding(
        "four_band",
        "four bands, 2014",
        MappingProxyType(
            {
                scale: _cut_offs(
                    lowered if scale == PROSOCIAL.code else raised,
                    points,
                    FOUR_BAND_KNOWN if scale in set(unconfirmed) else citation,
                )
                for scale, points in lowest.items()
            }
        ),
    )


def three_band(total: tuple[int, int, int], citation: Citation) -> Banding:
    """The original three bands, of the total alone."""
    labels = ("normal", "borderline", "abnormal")
    return Banding(
        "three_band", "original three bands", MappingProxyType({TOTAL.code: _cut_offs(labels, total, citation)})
    )


def _cut_offs(labels: tuple[str, ...], points: tuple[int, ...], citation: Citation) -> CutOffs:
    return cut_offs(labels, tuple(100 * point for point in points), citation)


def change_rules(sd: str, alpha: str, citation: Citation) -> Mapping[str, ChangeRule]:
    """Reliable change of the total, from the SD in the population and Cronbach's alpha."""
    return MappingProxyType({TOTAL.code: ChangeRule(Reliability(Decimal(sd), Decimal(alpha)), citation)})
