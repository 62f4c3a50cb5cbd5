"""The few kinds of chart that the service draws, as Vega-Lite specifications: lines over periods, and bars.

Bars and lines start at zero. A missing or hidden value leaves a gap and is said in words where there is room; it is
never drawn as zero. Series differ by shape as well as colour, and are named in a legend above. An interval is a thin
line with an end at each side, edged in white so that it is seen on a bar too; the words stand beyond it.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vrn_cases.charts import COLOURS, INK, QUIET, SHAPES
from vrn_cases.printable import printable

WIDTH = 560
BAR_WIDTH = 500
WORD_WIDTH = 8  # pixels of an average character
LINE_HEIGHT = 220
BAR_STEP = 24
LABEL_CHARACTERS = 32
NARROW_WIDTH, NARROW_LABEL_CHARACTERS, NARROW_LINE = 320, 44, 17  # fits a window 400 pixels wide
MOST_LABELLED = 8
TURNED = {"x": "vertical", "y": "horizontal"}
WHISKERS = (("white", 4.5, 11), (INK, 1.5, 8))  # colour, thickness and length of the ends: the edge, then the line
END_ROOM = Decimal("0.03")  # of the axis, so that an end does not touch the labels beside it
INTERVALS = "The thin line at each figure is its 95% interval."
# The rule at zero spans the chart, so it takes nothing from the rows.
ZERO_LINE = {
    "x": {"datum": 0},
    "y": {"value": 0},
    "y2": {"value": "height"},
    "yOffset": {"value": 0},
    "color": {"value": INK},
}


@dataclass(frozen=True)
class Mark:
    """One number of a chart. `value` is None where there is none to draw; `words` is how it is printed.

    `low` and `high` are the ends of its interval, both or neither. A number that is not drawn has none: its interval
    would give it away.
    """

    series: str
    label: str
    value: int | Decimal | None
    words: str
    low: int | Decimal | None = None
    high: int | Decimal | None = None

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            return
        if self.low is None or self.high is None or self.value is None or not self.low <= self.value <= self.high:
            raise ValueError("an interval has two ends, around a value that is drawn")


def line_spec(marks: Sequence[Mark], *, unit: str) -> dict[str, Any]:
    """A line for each series over the labels, in the order given."""
    series, labels = _in_order(marks)
    across = {"type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": _unit(unit)}
    layers: list[dict[str, Any]] = [
        *_nought(marks),
        *_whiskers(marks, "y", across),
        {"mark": {"type": "line", "strokeWidth": 2.5, "clip": False}},
        {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "encoding": {"shape": _shape(series)}},
    ]
    if len(series) == 1 and len(labels) <= MOST_LABELLED:
        layers += [
            _text("isValid(datum.value)", {"dy": -13, "fontWeight": 600, "color": INK}, **_beyond(marks, "y", "high")),
            _text("!isValid(datum.value)", {"dy": -8, "fontStyle": "italic", "color": QUIET}, y={"datum": 0}),
        ]
    return {
        "width": WIDTH,
        "height": LINE_HEIGHT,
        "data": {"values": _rows(marks)},
        "encoding": {
            "x": {"field": "label", "type": "ordinal", "sort": labels, "axis": _label_axis(len(labels))},
            "y": {"field": "value", **across},
            "color": _colour(series),
        },
        "layer": layers,
    }


def bar_spec(marks: Sequence[Mark], *, unit: str) -> dict[str, Any]:
    """Horizontal bars, a group for each label in the order given, each bar with its value in words at its end."""
    series, labels = _in_order(marks)
    wrapped = {label: _wrapped(label) for label in labels}
    several = len(series) > 1
    encoding: dict[str, Any] = {
        "y": {
            "field": "label",
            "type": "nominal",
            "sort": [wrapped[label] for label in labels],
            "title": None,
            "axis": {"labelExpr": "split(datum.label, '\\n')", "labelLimit": 0, "ticks": False, "domain": False},
            "scale": {"paddingInner": 0.3, "paddingOuter": 0.15},
        },
        "x": {"field": "value", "type": "quantitative", "scale": _room_for_words(marks), "axis": _unit(unit)},
        "color": _colour(series),
    }
    if several:
        encoding["yOffset"] = {"field": "series", "sort": series}
    rows = [{**row, "label": wrapped[str(row["label"])]} for row in _rows(marks)]
    lines = max((label.count("\n") + 1 for label in wrapped.values()), default=1)
    before, after = _beyond(marks, "x", "low"), _beyond(marks, "x", "high")
    return {
        "width": BAR_WIDTH,
        "height": {"step": BAR_STEP} if several else {"step": max(BAR_STEP, 17 * lines) + 8},
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "bar", **({} if several else {"size": BAR_STEP - 4})}},
            {"mark": {"type": "rule", "color": INK}, "data": {"values": [{"value": 0}]}, "encoding": ZERO_LINE},
            *_whiskers(marks, "x"),
            _text("datum.value >= 0 && isValid(datum.value)", {"align": "left", "dx": 5, "color": INK}, **after),
            _text("datum.value < 0", {"align": "right", "dx": -5, "color": INK}, **before),
            _text(
                "!isValid(datum.value)",
                {"align": "left", "dx": 5, "fontStyle": "italic", "color": QUIET},
                x={"datum": 0},
            ),
        ],
    }


def narrow_bar_spec(marks: Sequence[Mark], *, unit: str) -> dict[str, Any]:
    """The bars of one series for a phone, each label above its own bar. Raises ValueError for several series."""
    series, labels = _in_order(marks)
    if len(series) > 1:
        raise ValueError("several series need the room of a page")
    wrapped = {label: _wrapped(label, NARROW_LABEL_CHARACTERS) for label in labels}
    above = NARROW_LINE * max((label.count("\n") + 1 for label in wrapped.values()), default=1)
    step, shift = above + BAR_STEP + 12, above / 2  # a bar stands in the middle of its step unless it is shifted
    label = {"align": "left", "baseline": "top", "dy": 2 - step / 2, "lineBreak": "\n", "lineHeight": NARROW_LINE}
    words: dict[str, Any] = {"dy": shift}
    before, after = _beyond(marks, "x", "low"), _beyond(marks, "x", "high")
    return {
        "width": NARROW_WIDTH,
        "height": {"step": step},
        "data": {"values": [{**row, "above": wrapped[str(row["label"])]} for row in _rows(marks)]},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": labels,
                "axis": None,
                "scale": {"paddingInner": 0, "paddingOuter": 0},
            },
            "x": {
                "field": "value",
                "type": "quantitative",
                "scale": _room_for_words(marks, NARROW_WIDTH),
                "axis": {**_unit(unit), "tickCount": 3},
            },
            "color": _colour(series),
        },
        "layer": [
            {"mark": {"type": "bar", "size": BAR_STEP - 4, "yOffset": shift}},
            {"mark": {"type": "rule", "color": INK}, "data": {"values": [{"value": 0}]}, "encoding": ZERO_LINE},
            {
                "mark": {"type": "text", **label},
                "encoding": {"text": {"field": "above"}, "x": {"value": 0}, "color": {"value": INK}},
            },
            *_whiskers(marks, "x", shift=shift),
            _text(
                "datum.value >= 0 && isValid(datum.value)", {**words, "align": "left", "dx": 5, "color": INK}, **after
            ),
            _text("datum.value < 0", {**words, "align": "right", "dx": -5, "color": INK}, **before),
            _text(
                "!isValid(datum.value)",
                {**words, "align": "left", "dx": 5, "fontStyle": "italic", "color": QUIET},
                x={"datum": 0},
            ),
        ],
    }


def _in_order(marks: Sequence[Mark]) -> tuple[list[str], list[str]]:
    series = list(dict.fromkeys(printable(mark.series) for mark in marks))
    return series, list(dict.fromkeys(printable(mark.label) for mark in marks))


def _rows(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """A chart without any interval is told as it was before there were intervals, so that it is the same picture."""
    some = has_intervals(marks)
    return [
        {
            "series": printable(mark.series),
            "label": printable(mark.label),
            "value": mark.value,
            "words": printable(mark.words),
            **(_ends(mark) if some else {}),
        }
        for mark in marks
    ]


def has_intervals(marks: Sequence[Mark]) -> bool:
    return any(mark.low is not None for mark in marks)


def _ends(mark: Mark) -> dict[str, Any]:
    """`interval` says whether there is one to draw: words stand at the value where there is none."""
    if mark.low is None:
        return {"low": mark.value, "high": mark.value, "interval": False}
    return {"low": mark.low, "high": mark.high, "interval": True}


def _nought(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """The line at nought where an interval reaches below it: whether one holds no change must be seen."""
    if not any(mark.low is not None and mark.low < 0 for mark in marks):
        return []
    nought = {"x": {"value": 0}, "x2": {"value": "width"}, "y": {"datum": 0}, "color": {"value": INK}}
    return [{"mark": {"type": "rule"}, "data": {"values": [{"value": 0}]}, "encoding": nought}]


def _whiskers(
    marks: Sequence[Mark], along: str, across: dict[str, Any] | None = None, *, shift: float = 0
) -> list[dict[str, Any]]:
    """The layers of the intervals; none where no mark has one. `along` is the axis of the values."""
    if not has_intervals(marks):
        return []
    described = across or {"type": "quantitative"}
    moved = {"yOffset": shift} if shift else {}
    layers: list[dict[str, Any]] = []
    for colour, thickness, length in WHISKERS:
        span = {along: {"field": "low", **described}, f"{along}2": {"field": "high"}}
        layers.append(_whisker({"type": "rule", "strokeWidth": thickness, **moved}, colour, span))
        for end in ("low", "high"):
            cap = {"type": "tick", "thickness": thickness, "size": length, "orient": TURNED[along], **moved}
            layers.append(_whisker(cap, colour, {along: {"field": end, **described}}))
    return layers


def _whisker(mark: dict[str, Any], colour: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": "datum.interval"}],
        "mark": {**mark, "opacity": 1},
        "encoding": {**place, "color": {"value": colour}},
    }


def _beyond(marks: Sequence[Mark], along: str, end: str) -> dict[str, Any]:
    """Where words stand that must not stand on an interval; nothing where there is none."""
    return {along: {"field": end, "type": "quantitative"}} if has_intervals(marks) else {}


def _wrapped(label: str, characters: int = LABEL_CHARACTERS) -> str:
    return "\n".join(textwrap.wrap(textwrap.shorten(label, 3 * LABEL_CHARACTERS, placeholder="…"), characters))


def _colour(series: list[str]) -> dict[str, Any]:
    scale = {"domain": series, "range": [COLOURS[number % len(COLOURS)] for number in range(len(series))]}
    return {"field": "series", "type": "nominal", "scale": scale, **({} if len(series) > 1 else {"legend": None})}


def _shape(series: list[str]) -> dict[str, Any]:
    scale = {"domain": series, "range": [SHAPES[number % len(SHAPES)] for number in range(len(series))]}
    return {"field": "series", "type": "nominal", "scale": scale, **({} if len(series) > 1 else {"legend": None})}


def _label_axis(count: int) -> dict[str, Any]:
    angle = {"labelAngle": 0} if count <= MOST_LABELLED else {"labelAngle": -45, "labelAlign": "right"}
    return {"title": None, "grid": False, "labelLimit": 160, **angle}


def _unit(unit: str) -> dict[str, Any]:
    return {"title": printable(unit) or None, "tickCount": 5, "domain": False, "ticks": False, "zindex": 0}


def _room_for_words(marks: Sequence[Mark], width: int = BAR_WIDTH) -> dict[str, Any]:
    """The axis from zero, with room beyond the longest bars for the words at their ends."""
    values = [Decimal(mark.value) for mark in marks if mark.value is not None]
    zero = Decimal(0)
    low, high = min([zero, *values]), max([zero, *values])
    left, right = low < 0, high > 0 or low == 0
    ends = [Decimal(end) for mark in marks for end in (mark.low, mark.high) if end is not None]
    low, high = min([low, *ends]), max([high, *ends])
    low -= (high - low) * END_ROOM if min([zero, *ends]) < 0 else 0
    longest = max((len(mark.words) for mark in marks), default=0)
    words = min(longest * WORD_WIDTH + 12, width // 3)  # in pixels
    room = (high - low or Decimal(1)) * words / (width - words * (left + right))
    return {"domain": [low - room * left, high + room * right], "nice": False}


def _text(shown: str, look: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    return {
        "transform": [{"filter": shown}],
        "mark": {"type": "text", "baseline": "middle", "invalid": "show", **look},
        "encoding": {"text": {"field": "words"}, "color": {"value": look["color"]}, **encoding},
    }
