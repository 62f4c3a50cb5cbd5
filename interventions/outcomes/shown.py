"""What the pages of measures say of scores: in words, with band and source, and the score before beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import mark_safe

from interventions.outcomes.instruments.bands import Citation
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.instruments.scales import Standing
from interventions.outcomes.models import Assessment, MeasurePoint, ScaleScore
from interventions.outcomes.reliable_change import Change
from interventions.outcomes.rules import in_words
from vrn_cases.chart_specs import Mark, line_spec
from vrn_cases.charts import chart_svg

RESTS_ON = {
    Standing.COMPLETE: "All items answered",
    Standing.FROM_FEWER: "Worked out from the items answered",
    Standing.NOT_ASKED: "Nothing to ask: 0",
    Standing.NO_SCORE: "Too few items answered: no score",
}
CHANGES = {
    Change.RECOVERED: "Better, by more than measurement error, and past the cut-off",
    Change.IMPROVED: "Better, by more than measurement error",
    Change.UNCHANGED: "No change beyond measurement error",
    Change.CROSSED_ONLY: "No change beyond measurement error",
    Change.DETERIORATED: "Worse, by more than measurement error",
}


@dataclass(frozen=True)
class ScoreLine:
    """One scale of one assessment. `before` and `since` are empty where there is no earlier score."""

    scale: str
    score: str
    band: str
    banding: str
    source: str
    rests_on: str
    before: str
    since: str


def points(instrument: Instrument, hundredths: int | None) -> str:
    """A score as it is printed: whole points, or two decimals for an instrument that has them. None is no score."""
    if hundredths is None:
        return "No score"
    decimals = any(value % 100 for scale in instrument.scales for value in scale.values)
    return f"{hundredths // 100}.{hundredths % 100:02}" if decimals else str(hundredths // 100)


def difference(instrument: Instrument, before: int, now: int) -> str:
    """A change with its sign: "+3.93", "−2", "0"."""
    change = now - before
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return sign + (points(instrument, abs(change)) if change else "0")


def score_lines(assessment: Assessment, earlier: Assessment | None) -> list[ScoreLine]:
    """Every scale's score, as it was kept, with the score of the measure before it."""
    instrument = INSTRUMENTS[assessment.instrument]
    before = {score.scale: score.hundredths for score in earlier.scores.all()} if earlier else {}
    kept = {score.scale: score for score in assessment.scores.all()}
    return [
        _line(instrument, kept[scale.code], before.get(scale.code)) for scale in instrument.scales if scale.code in kept
    ]


def sources_of(lines: Sequence[ScoreLine]) -> list[str]:
    """Who says where the bands begin, each once."""
    told = (f"{line.banding}. {line.source}" for line in lines if line.band)
    return [words[:1].upper() + words[1:] for words in dict.fromkeys(told)]


def _line(instrument: Instrument, score: ScaleScore, before: int | None) -> ScoreLine:
    banding, citation = _banding(instrument, score)
    since = ""
    if before is not None and score.hundredths is not None:
        since = difference(instrument, before, score.hundredths)
        found = instrument.change(score.scale, before, score.hundredths)
        since += f". {CHANGES[found.change]}" if found else ""
    return ScoreLine(
        scale=instrument.scale(score.scale).name,
        score=points(instrument, score.hundredths),
        band=score.band.capitalize(),
        banding=banding,
        source=citation.words if citation else "",
        rests_on=RESTS_ON[Standing(score.standing)],
        before=points(instrument, before) if before is not None else "",
        since=since,
    )


def _banding(instrument: Instrument, score: ScaleScore) -> tuple[str, Citation | None]:
    if not score.banding:
        return "", None
    banding = instrument.banding(score.banding)
    cut_offs = banding.cut_offs.get(score.scale)
    return banding.name, cut_offs.citation if cut_offs else None


def main_score(assessment: Assessment) -> str:
    """The score that change is reported on, or why there is none."""
    if assessment.not_done_reason is not None:
        return f"Not taken: {assessment.not_done_reason.label}"
    return points(INSTRUMENTS[assessment.instrument], assessment.main_score)


def main_score_as_number(assessment: Assessment) -> Decimal | str:
    """The same for a file that is reckoned with: points as a number, and words where there are none."""
    if assessment.not_done_reason is not None or assessment.main_score is None:
        return main_score(assessment)
    return Decimal(assessment.main_score) / 100


def main_in_words(assessment: Assessment) -> str:
    """The same with the name of the scale."""
    if assessment.not_done_reason is not None:
        return main_score(assessment)
    instrument = INSTRUMENTS[assessment.instrument]
    return f"{instrument.scale(instrument.main).name}: {main_score(assessment)}"


def course_of(assessments: Sequence[Assessment], *, prefix: str) -> dict[str, Any] | None:
    """The main score over time as a picture and as rows; None before there are two scores of one instrument."""
    scored = [one for one in assessments if one.main_score is not None]
    if len(scored) < 2:
        return None
    instrument = INSTRUMENTS[scored[0].instrument]
    name = instrument.scale(instrument.main).name
    rows: list[dict[str, Any]] = [
        {"day": one.taken_on, "point": one.get_point_display(), "score": points(instrument, one.main_score)}
        for one in scored
    ]
    marks = [
        Mark(name, in_words(one.taken_on), Decimal(one.main_score or 0) / 100, points(instrument, one.main_score))
        for one in scored
    ]
    title = f"{name}: {rows[0]['score']} first, {rows[-1]['score']} last"
    said = "; ".join(f"{in_words(row['day'])}: {row['score']}" for row in rows)
    better = "higher is better" if instrument.scale(instrument.main).more_is_better else "lower is better"
    spec = line_spec(marks, unit=f"points, {better}")
    drawn = chart_svg(spec, prefix=prefix, title=title, description=said)
    return {"title": title, "rows": rows, "svg": mark_safe(drawn)}  # noqa: S308 - made by us, with its words escaped


def answers_in_words(assessment: Assessment) -> list[dict[str, str]]:
    """Every item by its number; what was left blank is said, and a zero is a zero."""
    kept = {answer.number: answer.answer for answer in assessment.answers.all()}
    items = INSTRUMENTS[assessment.instrument].items
    found = [(item.name, kept[item.number]) for item in items if item.number in kept]
    return [{"key": name, "value": "Blank" if answer is None else str(answer)} for name, answer in found]


def title_of(instrument: Instrument, point: str) -> str:
    return f"{instrument.short_name}, {MeasurePoint(point).label.lower()}"
