"""What stands on the page of a case's measures, of a programme's plan, and of a measure itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from interventions.cases.models import Case
from interventions.outcomes.instruments.bands import Citation
from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.registry import INSTRUMENTS
from interventions.outcomes.models import Assessment, MeasurePlan, MeasurePoint
from interventions.outcomes.rules import MeasureState
from interventions.outcomes.selectors import Measure, measures_of_case, taken_in
from interventions.outcomes.shown import course_of, main_in_words, points

COLOURS = {
    MeasureState.DONE: "green",
    MeasureState.NOT_DONE: "grey",
    MeasureState.DUE: "blue",
    MeasureState.OVERDUE: "red",
    MeasureState.LATER: "grey",
    MeasureState.NOT_ASKED: "grey",
}


def page_of_case(case: Case, *, as_at: date) -> dict[str, Any]:
    """The plan's measures with where each stands, and everything taken, instrument by instrument."""
    planned = measures_of_case(case, as_at=as_at)
    taken = taken_in(case)
    codes = dict.fromkeys([*(one.plan.instrument for one in planned), *(one.instrument for one in taken)])
    return {
        "planned": [planned_row(measure) for measure in planned],
        "to_confirm": any(measure.plan.confirmed_at is None for measure in planned),
        "measures": [
            measure_part(INSTRUMENTS[code], [one for one in taken if one.instrument == code]) for code in codes
        ],
        "every_instrument": list(INSTRUMENTS.values()),
        "points": MeasurePoint.choices,
    }


def planned_row(measure: Measure) -> dict[str, Any]:
    return {
        "instrument": measure.instrument,
        "point": measure.plan.point,
        "when": measure.plan.get_point_display(),
        "due_on": measure.due_on if measure.is_to_do else None,
        "state": measure.state.label,
        "colour": COLOURS[measure.state],
        "taken": measure.taken,
        "open": measure.taken is None and measure.state != MeasureState.NOT_ASKED,
        "may_not_be_done": measure.is_to_do and measure.taken is None,
    }


def measure_part(instrument: Instrument, taken: Sequence[Assessment]) -> dict[str, Any]:
    """What was taken of one instrument: those that stand as rows and as a course, and those that were replaced."""
    standing = [one for one in taken if one.replaced_at is None]
    return {
        "instrument": instrument,
        "rows": [{"assessment": one, "score": main_in_words(one)} for one in standing],
        "replaced": [one for one in taken if one.replaced_at is not None],
        "course": course_of(standing, prefix=f"course-{instrument.code}"),
    }


def plan_row(plan: MeasurePlan) -> dict[str, Any]:
    """One plan in words."""
    days = f"{plan.due_days} {'day' if plan.due_days == 1 else 'days'}"
    start = plan.point == MeasurePoint.BASELINE
    return {
        "plan": plan,
        "instrument": INSTRUMENTS[plan.instrument],
        "when": plan.get_point_display(),
        "due": f"Due {days} after the opening" if start else f"Counts from {days} before the closing to {days} after",
        "confirmed": plan.confirmed_at is not None,
        "ended": plan.valid_until is not None,
    }


def instrument_page(instrument: Instrument) -> dict[str, Any]:
    """Rights, forms, scoring rules, bands and their sources; what is general knowledge says so itself."""
    return {
        "instrument": instrument,
        "printed": {one.code: one for one in instrument.forms.values()}.values(),
        "scales": [
            {
                "name": scale.name,
                "items": ", ".join(f"Q{number}" for number in scale.items),
                "range": f"{points(instrument, scale.values[0])} to {points(instrument, scale.values[-1])}",
                "better": "Higher is better" if scale.more_is_better else "Lower is better",
                "rule": _capital(scale.rule.removeprefix(f"{scale.name}: ")),
            }
            for scale in instrument.scales
        ],
        "bandings": [_banding_rows(instrument, banding.code) for banding in instrument.bandings],
        "norms": [
            {
                "scale": instrument.scale(norm.scale).name,
                "population": norm.population,
                "mean": norm.mean,
                "sd": norm.sd,
                "source": norm.citation.words,
            }
            for norm in instrument.norms
        ],
        "changes": [
            {
                "scale": instrument.scale(code).name,
                "least": f"{rule.error.minimum_change:.2f}",
                "source": rule.citation.words,
            }
            for code, rule in instrument.change_rules.items()
        ],
        "unconfirmed": not all(citation.confirmed for citation in _citations(instrument)),
    }


def _banding_rows(instrument: Instrument, code: str) -> dict[str, Any]:
    banding = instrument.banding(code)
    return {
        "name": banding.name,
        "shown": code == instrument.default_banding,
        "scales": [
            {
                "name": instrument.scale(scale).name,
                "bands": "; ".join(
                    f"{_range(instrument, low, high)} {band.label}"
                    for band, low, high in instrument.ranges(scale, code)
                ),
                "source": cut_offs.citation.words,
            }
            for scale, cut_offs in banding.cut_offs.items()
        ],
    }


def _range(instrument: Instrument, low: int, high: int) -> str:
    first, last = points(instrument, low), points(instrument, high)
    return first if first == last else f"{first} to {last}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _citations(instrument: Instrument) -> list[Citation]:
    cut_offs = [one.citation for banding in instrument.bandings for one in banding.cut_offs.values()]
    norms = [norm.citation for norm in instrument.norms]
    rules = [rule.citation for rule in instrument.change_rules.values()]
    return [*instrument.sources, instrument.ages.citation, *cut_offs, *norms, *rules]
