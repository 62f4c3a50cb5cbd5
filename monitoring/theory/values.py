"""Where the value of a box comes from: indicators, the published record, outside series, the money of the year."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone

from interventions.programmes.models import Programme
from monitoring.budgets.selectors import money_in
from monitoring.indicators.change_words import caveat
from monitoring.indicators.models import ReturnLineGrain
from monitoring.indicators.selectors import OfIndicator, choice_of, overview, standing
from monitoring.measures.models import Observation, SuccessMeasure
from monitoring.measures.selectors import PERCENT, change_in_words, number_in_words, people_in_words
from monitoring.periods.windows import Place, Window, place
from monitoring.theory.models import STUDY, Theory, TheoryNode

NOT_REPORTED = "Not reported"
INTERVENTION_SHARE = "intervention_share"
ELSEWHERE = "Printed for another period only"


@dataclass(frozen=True)
class Told:
    """What is known of a box in a period: a phrase for its card, and sentences that stand beside it."""

    phrase: str = ""
    sentences: tuple[str, ...] = ()


COMPLETED_BY = {
    "ENG-01": "DQ-03",
    "ENG-02": "DQ-03",
    "ENG-04": "DQ-03",
    "ENG-05": "DQ-03",
    "REA-03": "DQ-03",
    "OUT-03": "OUT-02",
    "OUT-04": "OUT-02",
    "OUT-06": "OUT-02",
}
"""Which figure tells how complete the record behind another is."""
OfSeries = TypeVar("OfSeries", Observation, SuccessMeasure)
Lookup = Callable[[TheoryNode], Told | None]


def indicator_figures(theory: Theory, window: Window, user: Any) -> Lookup:
    """The figures of the indicators of the programme, or the network, as this person may see them."""
    scope = theory.programme.code if theory.programme else ""
    _, subjects = overview(user, choice_of({"window": window.label, "programme": scope}), rollup=standing().rollup)
    figures = {told.indicator.code: told for subject in subjects for told in subject.told}

    def told(node: TheoryNode) -> Told | None:
        found = [figures[code] for code in node.indicators if code in figures and _is_told(figures[code])]
        if not found:
            return None
        first, *others = found
        also = [f"Also: {_phrase(other)}." for other in others]
        said = [sentence for one in found for sentence in _said_of(one, figures, window)]
        if any(one.indicator.unit == "points" for one in found):
            study = theory.nodes.filter(code=STUDY).first()
            said.append(caveat(study.text if study else ""))
        return Told(_phrase(first), (*also, *said))

    return told


def _is_told(figure: OfIndicator) -> bool:
    """Whether there is anything to tell. Nought of casework is told where something of it was counted."""
    line = figure.line
    if line.is_shown:
        return any((line.seen.parts or {}).values())
    return line.words.capitalize() != NOT_REPORTED


def _phrase(figure: OfIndicator) -> str:
    """The figure in the few words that a card has room for; the whole of it stands beside the drawing."""
    indicator, line, parts = figure.indicator, figure.line, figure.line.seen.parts
    if parts is None or indicator.unit in ("count", "pence"):
        return line.words
    if indicator.is_share:
        return f"{line.number} {indicator.name.lower()}"
    return f"{line.number} {'points on average' if indicator.unit == 'points' else indicator.name.lower()}"


def _said_of(figure: OfIndicator, figures: Mapping[str, OfIndicator], window: Window) -> list[str]:
    """Which figure it is, of which days, and how complete the record behind it is."""
    indicator, line = figure.indicator, figure.line
    so_far = ", not over yet" if timezone.localdate() < window.end else ""
    made_from = f", {line.made_from}" if line.made_from else ""
    said = [f"{indicator.name} ({indicator.code}), {figure.window or window.label}{so_far}: {line.words}{made_from}."]
    completed = figures.get(COMPLETED_BY.get(indicator.code, ""))
    if completed is not None and _is_told(completed):
        said.append(f"How complete: {completed.indicator.name.lower()}, {completed.line.words}.")
    return said


def printed_figures(theory: Theory, window: Window) -> Lookup:
    """Figures of the published record, each with its qualifier and never added to another."""
    rows = ReturnLineGrain.objects.filter(published=True, answered=True, breakdown="").order_by("end", "answer")
    if theory.programme_id:
        rows = rows.filter(programme=theory.programme_id)
    names = dict(Programme.objects.filter(pk__in=rows.values("programme")).values_list("pk", "name"))
    by_measure: dict[str, list[ReturnLineGrain]] = {}
    for row in rows:
        by_measure.setdefault(row.measure, []).append(row)

    def told(node: TheoryNode) -> Told | None:
        found = by_measure.get(node.printed_measure, []) if node.printed_measure else []
        placed = [(row, _place(row, found, window)) for row in found]
        main = [_said(row) for row, where in placed if where == Place.MAIN]
        sentences = [
            f"{'' if theory.programme_id else names[row.programme] + ': '}{_said(row)}, {_days_of(row)}"
            for row, where in placed
            if where != Place.OUTSIDE and (where == Place.SECOND or len(main) > 1 or not theory.programme_id)
        ]
        if not main and not sentences:
            return None
        several = f"{len(main)} printed figures, never added" if main else ELSEWHERE
        return Told(main[0] if len(main) == 1 else several, tuple(_sentence(text) for text in sentences))

    return told


def _place(row: ReturnLineGrain, rows: Sequence[ReturnLineGrain], window: Window) -> Place:
    others = [_window(other) for other in rows if other.programme == row.programme and other.answer != row.answer]
    return place(_window(row), window, others)


def _window(row: ReturnLineGrain) -> Window:
    return Window(row.start, row.end, "")


def _said(row: ReturnLineGrain) -> str:
    """ "almost 400 young people", "potential reach 4,893 students"."""
    before = {"exact": "", "potential": "potential reach "}.get(row.qualifier, f"{row.qualifier} ")
    return f"{before}{row.value:,} {row.population.replace('_', ' ')}"


def _days_of(row: ReturnLineGrain) -> str:
    last = _window(row).last_day
    if row.start is None:
        return f"stated for the time to {last:%B %Y}, without a start"
    if (row.start.year, row.start.month) == (last.year, last.month):
        return f"in {last:%B %Y}"
    return f"from {row.start:%B %Y} to {last:%B %Y}"


def outside_series(window: Window) -> Lookup:
    """Printed values and success results of the whole area; what reaches beyond the window stands as a sentence."""
    values = Observation.objects.filter(
        Q(start=None) | Q(start__lt=window.end), end__gt=window.start, area__parent=None
    )
    values_of = _by_series(values.select_related("series", "source").order_by("series__code", "age_scope", "id"))
    results = SuccessMeasure.objects.filter(comparison_year=window.label).select_related("series")
    results_of = _by_series(results.order_by("series__code", "id"))

    def told(node: TheoryNode) -> Told | None:
        results = [
            f"{change_in_words(row.percent_change)} on {row.baseline_year}, {row.age_scope}"
            for row in results_of.get(node.series, [])
        ]
        inside = [row for row in values_of.get(node.series, []) if window.contains(Window(row.start, row.end, ""))]
        beyond = [row for row in values_of.get(node.series, []) if row not in inside and row.value is not None]
        phrases = results + [_observed(row) for row in inside]
        sentences = [*phrases[1:], *(f"{_observed(row)}, {row.label}" for row in beyond)]
        return (
            Told(phrases[0] if phrases else "", tuple(_sentence(text) for text in sentences))
            if sentences or phrases
            else None
        )

    return told


def _by_series(rows: Iterable[OfSeries]) -> dict[str, list[OfSeries]]:
    return {code: list(same) for code, same in groupby(rows, key=lambda row: row.series.code)}


def _observed(row: Observation) -> str:
    unit = "" if row.series.unit == PERCENT else f" {row.series.unit}"
    value = "" if row.value is None else f"{number_in_words(row.value, row.series.unit)}{unit}"
    change = "" if row.change_on_previous is None else f"{change_in_words(row.change_on_previous)} on the period before"
    return f"{', '.join(filter(None, [value, change]))}, {people_in_words(row)}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def money(window: Window) -> Lookup:
    """The share of the year's grant that goes to interventions."""
    grants = money_in(window.label)

    def told(node: TheoryNode) -> Told | None:
        if node.printed_measure != INTERVENTION_SHARE or not grants:
            return None
        told = [(grant.agreement, grant.in_words) for grant in grants]
        sentences = [f"{row}: {w['interventions']} of {w['grant']}; the least is {w['floor']}." for row, w in told]
        shares = [f"{words['interventions_of_grant']} of the grant" for _, words in told]
        return Told("; ".join(shares), tuple(sentences))

    return told
