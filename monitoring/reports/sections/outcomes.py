"""Outcomes of casework: which measures were taken, and how scores changed of those who answered twice."""

from dataclasses import replace

from monitoring.indicators.change_words import RELIABLE, caveat, change_of, unsaid
from monitoring.indicators.declarations import Indicator
from monitoring.indicators.release import Shown
from monitoring.indicators.wording import BETTER
from monitoring.reports.blocks import (
    Block,
    Chart,
    ChartKind,
    Notice,
    Point,
    Row,
    Section,
    Series,
    Table,
    TableColumn,
)
from monitoring.reports.figures import Figure, Kind, hidden, not_applicable, not_reported, number, words
from monitoring.reports.material import CASEWORK, OF_OUTCOMES, Material
from monitoring.reports.sections.casework import SOURCE, Asked, by_programme
from monitoring.reports.told import described_by, told_number, told_shown
from monitoring.reports.wording import in_words

NOTHING = "No outcome measure was due in casework in this period."
MEASURES = (
    Asked("OUT-01", "#of", "Due at the start", "measures"),
    Asked("OUT-01"),
    Asked("OUT-02", "#of", "Due at the end", "measures"),
    Asked("OUT-02"),
)
CHANGES = tuple(indicator for indicator in CASEWORK if indicator.unit == "points")
MORE_THAN_ERROR = (
    "Reliable: changed by more than could come from the error of the measure itself, by its published rule."
)
LEAST_BARS = 2
Placed = tuple[str, int | None, Indicator, str]  # whose, which programme, what, and the figure's key


def outcomes(material: Material) -> Section:
    if not any(material.shown[material.key_of(code)].exact.parts for code in OF_OUTCOMES):
        return Section("outcomes", "Outcomes of casework", blocks=(Notice(NOTHING),))
    blocks: list[Block] = [by_programme(material, "Measures due and taken", MEASURES)]
    placed = _placed(material)
    if placed:
        change = _changes(material, placed)
        blocks += [change, _reliable(material, placed)]
        blocks += [chart for one in CHANGES if (chart := _drawn(material, one, placed, change.caption))]
    return Section("outcomes", "Outcomes of casework", intro=(caveat(),), blocks=tuple(blocks))


def _placed(material: Material) -> list[Placed]:
    """Every programme and measure that somebody should have answered twice, and the network's of each."""
    found: list[Placed] = []
    for indicator in CHANGES:
        scopes: list[tuple[str, int | None, str]] = [
            (one.name, one.pk, material.key_of(indicator.code, one.code)) for one in material.programmes
        ]
        told = [one for one in scopes if _is_due(material.shown[one[2]])]
        if len(told) > 1:
            told.append(("Network", None, material.key_of(indicator.code)))
        found += [(name, programme, indicator, key) for name, programme, key in told]
    return found


def _is_due(figure: Shown) -> bool:
    return bool(figure.exact.parts and figure.exact.parts["eligible"])


def _whose(name: str, indicator: Indicator) -> str:
    return f"{name}: {indicator.name.removeprefix('Change in ')}"


def _changes(material: Material, placed: list[Placed]) -> Table:
    columns = (
        TableColumn("whose", "Whose, and which score"),
        TableColumn("eligible", "Should have answered twice", Kind.NUMBER),
        TableColumn("paired", "Answered both times", Kind.NUMBER),
        TableColumn("change", "Average change", Kind.NUMBER),
        TableColumn("low", "95% interval from", Kind.NUMBER),
        TableColumn("high", "95% interval to", Kind.NUMBER),
        TableColumn("words", "In words"),
    )
    rows = tuple(
        Row(
            (
                words(_whose(name, indicator)),
                told_number(material, key, "#eligible", "cases"),
                told_number(material, key, "#paired", "cases"),
                told_change(material, programme, key),
                *_interval(material, programme, key),
            )
        )
        for name, programme, indicator, key in placed
    )
    used = {indicator.code: indicator for _, _, indicator, _ in placed}
    notes = [_read_with_care(one) for one in used.values()]
    return Table(f"Change in scores, {material.window.label}", columns, rows, tuple(notes), source=SOURCE)


def _read_with_care(indicator: Indicator) -> str:
    """Which way is better, and what else is to be known than the sentence that each change carries."""
    return f"{indicator.name}: {BETTER[indicator.good_direction]}{indicator.caution.removeprefix(caveat())}"


def told_change(material: Material, programme: int | None, key: str) -> Figure:
    """The mean change with its interval, which carries what is said with every one wherever it is printed."""
    told, change = told_shown(material, key), change_of(material.shown[key])
    if not told.is_number or change is None:
        return told
    return replace(told, note=_caveat(material, programme), low=change.low, high=change.high)


def _caveat(material: Material, programme: int | None) -> str:
    return caveat(material.studies.get(programme, "") if programme else "")


def _interval(material: Material, programme: int | None, key: str) -> tuple[Figure, ...]:
    """Both ends of the interval, and the whole in a sentence, which says why where no change is told."""
    figure, note = material.shown[key], _caveat(material, programme)
    change, sentence = change_of(figure), described_by(material, key, "#words")
    if change is None:
        ends = [not_applicable(**described_by(material, key, ending)) for ending in ("#low", "#high")]
        return (*ends, words(unsaid(figure), **sentence))
    ends = [
        number(value, unit="points", signed=True, places=1, note=note, **described_by(material, key, ending))
        for ending, value in (("#low", change.low), ("#high", change.high))
    ]
    return (*ends, words(change.words, **sentence))


def _instead(material: Material, key: str, ending: str) -> Figure:
    """What stands where a change would: the words of the mean change, which nothing of it may say more than."""
    mean, described = told_shown(material, key), described_by(material, key, ending)
    return hidden(mean.text, **described) if mean.text else not_reported(**described)


def _reliable(material: Material, placed: list[Placed]) -> Table:
    """How many changed by more than the measure's own error, of those with a change told."""
    columns = (
        TableColumn("whose", "Whose, and which score"),
        *(TableColumn(ending, label, Kind.NUMBER) for ending, label in RELIABLE.items()),
    )
    rows = tuple(
        Row(
            (
                words(_whose(name, indicator)),
                *(_judged(material, programme, key, ending) for ending in RELIABLE),
            )
        )
        for name, programme, indicator, key in placed
    )
    caption = f"Reliable change, {material.window.label}"
    return Table(caption, columns, rows, (MORE_THAN_ERROR,), source=SOURCE)


def _judged(material: Material, programme: int | None, key: str, ending: str) -> Figure:
    figure = material.shown[key]
    if change_of(figure) is None:
        return _instead(material, key, ending)
    if ending not in figure.numbers:
        return not_applicable(**described_by(material, key, ending))
    told = told_number(material, key, ending, "cases")
    return replace(told, note=_caveat(material, programme)) if told.is_number else told


def _drawn(material: Material, indicator: Indicator, placed: list[Placed], table: str) -> Chart | None:
    """The mean changes of one score beside each other; nothing where fewer than two of them are told."""
    own = [(name, told_change(material, programme, key)) for name, programme, of, key in placed if of is indicator]
    told = [(name, figure) for name, figure in own if figure.is_number]
    if len(told) < LEAST_BARS:
        return None
    title = f"{indicator.name}: {', '.join(f'{name} {in_words(figure)}' for name, figure in told)}"
    points = tuple(Point(name, figure) for name, figure in own)
    better = BETTER[indicator.good_direction]
    series = (Series(indicator.name, points),)
    notes = tuple(dict.fromkeys([better, *(figure.note for _, figure in told)]))
    return Chart(ChartKind.BARS, title, "Points", series, SOURCE, "Whose", notes, numbers_in=table)
