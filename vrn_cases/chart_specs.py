"""The few kinds of chart that the service draws, as Vega-Lite specifications: lines over periods, and bars.

Bars and lines start at zero. A missing or hidden value leaves a gap and is said in words where there is room; it is
never drawn as zero. Series differ by shape as well as colour, and are named in a legend above.
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
    """One number of a chart. `value` is None where there is none to draw; `words` is how it is printed."""

    series: str
    label: str
    value: int | Decimal | None
    words: str


def line_spec(marks: Sequence[Mark], *, unit: str) -> dict[str, Any]:
    """A line for each series over the labels, in the order given."""
    series, labels = _in_order(marks)
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "line", "strokeWidth": 2.5, "clip": False}},
        {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1}, "encoding": {"shape": _shape(series)}},
    ]
    if len(series) == 1 and len(labels) <= MOST_LABELLED:
        layers += [
            _text("isValid(datum.value)", {"dy": -13, "fontWeight": 600, "color": INK}),
            _text("!isValid(datum.value)", {"dy": -8, "fontStyle": "italic", "color": QUIET}, y={"datum": 0}),
        ]
    return {
        "width": WIDTH,
        "height": LINE_HEIGHT,
        "data": {"values": _rows(marks)},
        "encoding": {
            "x": {"field": "label", "type": "ordinal", "sort": labels, "axis": _label_axis(len(labels))},
            "y": {"field": "value", "type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": _unit(unit)},
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
    return {
        "width": BAR_WIDTH,
        "height": {"step": BAR_STEP} if several else {"step": max(BAR_STEP, 17 * lines) + 8},
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "bar", **({} if several else {"size": BAR_STEP - 4})}},
            {"mark": {"type": "rule", "color": INK}, "data": {"values": [{"value": 0}]}, "encoding": ZERO_LINE},
            _text("datum.value >= 0 && isValid(datum.value)", {"align": "left", "dx": 5, "color": INK}),
            _text("datum.value < 0", {"align": "right", "dx": -5, "color": INK}),
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
            _text("datum.value >= 0 && isValid(datum.value)", {**words, "align": "left", "dx": 5, "color": INK}),
            _text("datum.value < 0", {**words, "align": "right", "dx": -5, "color": INK}),
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
    return [
        {
            "series": printable(mark.series),
            "label": printable(mark.label),
            "value": mark.value,
            "words": printable(mark.words),
        }
        for mark in marks
    ]


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
    longest = max((len(mark.words) for mark in marks), default=0)
    words = min(longest * WORD_WIDTH + 12, width // 3)  # in pixels
    left, right = low < 0, high > 0 or low == 0
    room = (high - low or Decimal(1)) * words / (width - words * (left + right))
    return {"domain": [low - room * left, high + room * right], "nice": False}


def _text(shown: str, look: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    return {
        "transform": [{"filter": shown}],
        "mark": {"type": "text", "baseline": "middle", "invalid": "show", **look},
        "encoding": {"text": {"field": "words"}, "color": {"value": look["color"]}, **encoding},
    }
