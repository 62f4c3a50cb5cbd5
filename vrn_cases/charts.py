"""Every chart is drawn here: a Vega-Lite specification in, an accessible SVG in the one house style out.

The picture carries no style attribute and no script, so it may stand inside a page under the Content-Security-Policy,
and the same text goes into the PDF. It is kept in the shared cache under the hash of what it is drawn from. The drawing
engine starts with the first chart of a process: never draw one before a worker forks.
"""

import hashlib
import json
import re
from functools import lru_cache
from html import escape
from importlib.metadata import version
from typing import Any

import vl_convert
from django.conf import settings
from django.core.cache import cache

from vrn_cases.printable import printable

ENGINE = f"2:{version('vl-convert-python')}"
KEPT_SECONDS = 7 * 24 * 3600
FONT_FOLDER = "static/fonts-for-pdf"
# A family name that ends in a digit needs its own quotes, or the typesetter takes another font.
FONT = "'Source Sans 3', Arial, Helvetica, sans-serif"
INK, QUIET, GRID = "#0b0c0c", "#484949", "#d5d7d9"
COLOURS = ("#5b2a86", "#0f7a52", "#b4531a", "#1d5fa8", "#7a6a00")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")

_AXIS = {
    "labelFontSize": 13,
    "labelColor": INK,
    "titleFontSize": 13,
    "titleFontWeight": "normal",
    "titleColor": QUIET,
    "tickColor": GRID,
    "domainColor": "#6f777b",
    "gridColor": GRID,
    "labelPadding": 6,
}
THEME: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "padding": {"left": 4, "right": 4, "top": 6, "bottom": 4},
    "view": {"stroke": None},
    "axis": _AXIS,
    "legend": {
        "labelFontSize": 13,
        "labelColor": INK,
        "labelLimit": 0,
        "orient": "top",
        "direction": "horizontal",
        "columns": 3,
        "title": None,
        "symbolSize": 110,
        "offset": 12,
    },
    "text": {"fontSize": 13, "color": INK, "font": FONT},
    "range": {"category": list(COLOURS), "symbol": list(SHAPES)},
}

# What the engine writes for itself: its own roles and labels, which the title and description replace.
_OWN_ROLES = re.compile(r' (?:aria-[a-z]+|role|class)="[^"]*"')
_IDS = re.compile(r'\bid="([^"]+)"')
_ROOT = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)">')
_STYLE = re.compile(r"<(?:style|script)\b|<[^>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)


def chart_svg(spec: dict[str, Any], *, prefix: str, title: str, description: str) -> str:
    """The chart as SVG text. `prefix` must be unlike that of any other picture on the page: it starts every id."""
    picture = _picture(json.dumps(spec, sort_keys=True, default=float, ensure_ascii=False))
    return _finished(picture, prefix, title, description)


@lru_cache(maxsize=256)
def _picture(spec: str) -> str:
    """The engine's SVG for this specification, from this process, the shared cache, or drawn now."""
    key = "chart:" + hashlib.sha256(f"{ENGINE}{json.dumps(THEME)}{spec}".encode()).hexdigest()
    picture: str | None = cache.get(key)
    if picture is None:
        picture = _drawn(spec)
        cache.set(key, picture, KEPT_SECONDS)
    return picture


def _drawn(spec: str) -> str:
    _fonts()
    # No address may be fetched while drawing: a chart is made from the numbers that it is given.
    picture = vl_convert.vegalite_to_svg(json.loads(spec), config=THEME, allowed_base_urls=[])
    picture = _OWN_ROLES.sub("", picture)
    if _STYLE.search(picture):
        raise ValueError("the drawing engine wrote a style or script, which the page's security policy forbids")
    return picture


@lru_cache(maxsize=1)
def _fonts() -> None:
    vl_convert.register_font_directory(str(settings.BASE_DIR / FONT_FOLDER))


@lru_cache(maxsize=256)
def _ids_in(picture: str) -> tuple[str, ...]:
    """Searched for once in each picture: it takes longer than all else that is done to one that is kept."""
    return tuple(dict.fromkeys(_IDS.findall(picture)))


def _finished(picture: str, prefix: str, title: str, description: str) -> str:
    """The picture with its own ids, and with the title and description that it is read out by."""
    for number, name in enumerate(_ids_in(picture), 1):
        # The engine counts its ids on from chart to chart; numbered afresh, equal charts are equal bytes.
        picture = picture.replace(f'id="{name}"', f'id="{prefix}-{number}"').replace(
            f"url(#{name})", f"url(#{prefix}-{number})"
        )
    root = (
        rf'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{prefix}-title {prefix}-desc" '
        rf'width="\1" height="\2" viewBox="\3">'
    )
    opened, count = _ROOT.subn(root, picture, count=1)
    if count != 1:
        raise ValueError("the drawing engine's picture does not start as expected")
    words = (
        f'<title id="{prefix}-title">{escape(printable(title))}</title>'
        f'<desc id="{prefix}-desc">{escape(printable(description))}</desc>'
    )
    at = opened.index(">") + 1
    return opened[:at] + words + opened[at:]
