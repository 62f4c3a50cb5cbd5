"""Charts as pictures that may stand in a page, drawn once for the same numbers."""

import json
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pytest_django.fixtures import Settings

from vrn_cases import charts
from vrn_cases.chart_specs import NARROW_WIDTH, Mark, bar_spec, line_spec, narrow_bar_spec
from vrn_cases.charts import INK, chart_svg

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def memory_cache(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def marks(*values: int | Decimal | None, series: str = "VIP") -> list[Mark]:
    return [
        Mark(series, f"20{place}/{place + 1}", value, "fewer than 5" if value is None else f"about {value}")
        for place, value in enumerate(values, 20)
    ]


def drawn(spec: dict[str, object], prefix: str = "c1", title: str = "T", description: str = "D") -> ET.Element:
    return ET.fromstring(chart_svg(spec, prefix=prefix, title=title, description=description))  # noqa: S314 - XML of our own making


def words(root: ET.Element) -> str:
    return " ".join("".join(item.itertext()) for item in root.iter(f"{SVG}text"))


LINE = line_spec(marks(99, None, 250, 400), unit="young people")
BARS = bar_spec(marks(Decimal("-6.3"), 30, None), unit="% change")
NARROW = narrow_bar_spec(marks(Decimal("-6.3"), 30, None), unit="% change")


@pytest.mark.parametrize("spec", [LINE, BARS, NARROW])
def test_it_may_stand_in_a_page_under_the_security_policy(spec: dict[str, object]) -> None:
    root = drawn(spec)
    for item in root.iter():
        assert item.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject")
        assert not [name for name in item.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118 - an attribute's name, not the element's children


@pytest.mark.parametrize("spec", [LINE, BARS, NARROW])
def test_it_is_read_out_by_its_title_and_description(spec: dict[str, object]) -> None:
    root = drawn(spec, prefix="figure-3", title="Rose & fell <b>", description="By 5")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "figure-3-title figure-3-desc"
    assert [item.text for item in list(root)[:2]] == ["Rose & fell <b>", "By 5"]
    assert not [item for item in root.iter() if item is not root and (item.get("role") or item.get("aria-label"))]


def test_ids_are_its_own_and_equal_charts_are_equal_text() -> None:
    spec = {**LINE, "layer": [{"mark": {"type": "line", "clip": True}}]}
    first = chart_svg(spec, prefix="a", title="T", description="D")
    charts._picture.cache_clear()
    charts.cache.clear()
    again = chart_svg(spec, prefix="a", title="T", description="D")
    other = chart_svg(spec, prefix="b", title="T", description="D")
    assert first == again
    ids = re.findall(r'\bid="([^"]+)"', first)
    assert len(ids) > 2
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= set(ids)
    assert not set(ids) & set(re.findall(r'\bid="([^"]+)"', other))


def test_the_same_numbers_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = line_spec(marks(1, 2, 3), unit="drawn once")
    first = chart_svg(spec, prefix="a", title="T", description="D")
    charts._picture.cache_clear()

    def refuse(spec: str) -> str:
        raise AssertionError(spec)

    monkeypatch.setattr(charts, "_drawn", refuse)
    assert chart_svg(spec, prefix="a", title="T", description="D") == first
    with pytest.raises(AssertionError):
        chart_svg(line_spec(marks(1, 2, 4), unit="drawn once"), prefix="a", title="T", description="D")


def test_a_missing_value_is_said_and_not_drawn_as_zero() -> None:
    assert "fewer than 5" in words(drawn(LINE))
    assert "fewer than 5" in words(drawn(BARS))
    points = [item for item in drawn(LINE).iter(f"{SVG}path") if item.get("d", "").count("A") == 2]
    assert len(points) == 3


def test_values_are_said_in_their_own_words() -> None:
    assert "about 400" in words(drawn(LINE))
    assert "about -6.3" in words(drawn(BARS))


def test_several_series_are_named_and_differ_by_shape() -> None:
    both = line_spec([*marks(1, 2, series="VIP"), *marks(3, 4, series="Reach")], unit="people")
    root = drawn(both)
    assert "VIP" in words(root)
    assert "Reach" in words(root)
    shapes = {item.get("d", "")[:12] for item in root.iter(f"{SVG}path") if item.get("fill", "none").startswith("#")}
    assert len(shapes) >= 2


def test_the_axis_starts_at_zero() -> None:
    assert "0" in words(drawn(line_spec(marks(90, 95, 99), unit="%"))).split()
    assert "0" in words(drawn(bar_spec(marks(90, 95, 99), unit="%"))).split()


def test_hostile_words_are_words() -> None:
    hostile = "</text><script>alert(1)</script>\x00"
    spec = bar_spec([Mark(hostile, hostile, 3, hostile)], unit=hostile)
    root = drawn(spec, title=hostile, description=hostile)
    assert not list(root.iter(f"{SVG}script"))
    assert "alert(1)" in words(root)


@pytest.mark.parametrize("make", [line_spec, bar_spec, narrow_bar_spec])
def test_nothing_to_draw_is_an_empty_chart(make: object) -> None:
    assert drawn(make([], unit="people")).tag == f"{SVG}svg"
    assert "fewer than 5" in words(drawn(make(marks(None), unit="people")))


def test_no_address_is_fetched_while_drawing() -> None:
    spec = {"data": {"url": "http://127.0.0.1:9/data.json"}, "mark": "bar", "encoding": {}}
    with pytest.raises(ValueError, match=r"(?i)url"):
        chart_svg(spec, prefix="a", title="T", description="D")


def test_a_picture_with_a_style_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = '<svg width="1" height="1" viewBox="0 0 1 1"><g style="fill:red"></g></svg>'
    monkeypatch.setattr(charts.vl_convert, "vegalite_to_svg", lambda *_, **__: picture)
    with pytest.raises(ValueError, match="style or script"):
        chart_svg(line_spec(marks(77), unit="styled"), prefix="a", title="T", description="D")


def test_narrow_bars_fit_a_phone_and_say_the_same() -> None:
    """A window 400 pixels wide, with 15 at each side."""
    long = [Mark("Change", "Hospital admissions for assault with a sharp object, all ages", 1_234_567, "1,234,567")]
    narrow, wide = (drawn(make(long, unit="admissions")) for make in (narrow_bar_spec, bar_spec))
    assert NARROW_WIDTH < float(narrow.get("width", "0")) <= 370 < float(wide.get("width", "0"))
    for told in ("Hospital", "sharp", "1,234,567", "admissions"):
        assert told in words(narrow)


def test_several_series_have_no_narrow_form() -> None:
    with pytest.raises(ValueError, match="several series"):
        narrow_bar_spec([*marks(1), *marks(2, series="MVP")], unit="people")


def with_interval(value: object, low: object, high: object, *, words: str = "told", label: str = "2023/24") -> Mark:
    return Mark("VIP", label, value, words, low, high)  # type: ignore[arg-type]  # what is refused as well


@pytest.mark.parametrize(
    ("value", "low", "high"), [(None, 1, 2), (5, 1, None), (5, None, 9), (5, 6, 9), (5, 1, 4), (None, None, 2)]
)
def test_an_interval_belongs_to_a_number_that_is_drawn(value: object, low: object, high: object) -> None:
    with pytest.raises(ValueError, match="around a value that is drawn"):
        with_interval(value, low, high)


@pytest.mark.parametrize("make", [line_spec, bar_spec, narrow_bar_spec])
def test_an_interval_is_a_line_with_two_ends_for_each_number_that_has_one(make: Any) -> None:
    """Drawn twice, the white edge first; what is hidden beside it has none."""
    told = [with_interval(5, 2, 9), with_interval(None, None, None, words="fewer than 5", label="2024/25")]
    plain = [Mark(one.series, one.label, one.value, one.words) for one in told]
    shapes = [len(list(drawn(make(marks, unit="%")).iter())) for marks in (told, plain)]
    lines = [
        item for item in drawn(make(told, unit="%")).iter(f"{SVG}line") if item.get("stroke-width") in ("1.5", "4.5")
    ]
    assert [item.get("stroke") for item in lines] == ["white", INK]
    assert shapes[0] > shapes[1]
    assert "fewer than 5" in words(drawn(make(told, unit="%")))


@pytest.mark.parametrize("make", [bar_spec, narrow_bar_spec])
def test_the_axis_holds_the_whole_interval_and_the_words_beyond_it(make: Any) -> None:
    domain = make([with_interval(5, -30, 70)], unit="%")["encoding"]["x"]["scale"]["domain"]
    assert domain[0] <= -30
    assert domain[1] > 70
    assert make([with_interval(5, None, None)], unit="%")["encoding"]["x"]["scale"]["domain"][1] < 10


def test_the_axis_of_a_line_holds_the_whole_interval() -> None:
    told = words(drawn(line_spec([with_interval(5, 2, 38)], unit="people"))).split()
    assert "40" in told or "35" in told


@pytest.mark.parametrize("make", [line_spec, bar_spec, narrow_bar_spec])
def test_a_chart_without_intervals_is_asked_for_as_before_there_were_any(make: Any) -> None:
    """So that what was frozen then is the same picture, out of the same kept drawing."""
    spec = json.dumps(make(marks(1, None, 3), unit="%"), default=str)
    for said in ("low", "high", "interval", "tick"):
        assert f'"{said}"' not in spec
