"""What the project needs is pinned, with hashes and a reason each, and names no place but the public one."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PAIRS = [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(.*(?:\n    .*)*)", re.MULTILINE)
NAMED = [
    "celery",
    "django",
    "django-crispy-forms",
    "django-filter",
    "openpyxl",
    "pytest-django",
    "redis",
]


def lines(name: str) -> list[str]:
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def pins(name: str) -> dict[str, tuple[str, str]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {canonicalize_name(package): (version, rest) for package, version, rest in PIN.findall(text)}


def asked_for(name: str) -> list[Requirement]:
    return [Requirement(line) for line in lines(name) if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize(("source", "compiled"), PAIRS)
def test_each_direct_dependency_is_pinned_within_its_bounds(source: str, compiled: str) -> None:
    pinned = pins(compiled)
    stale = [
        str(wanted)
        for wanted in asked_for(source)
        if not wanted.specifier.contains(pinned.get(canonicalize_name(wanted.name), ("0", ""))[0], prereleases=True)
    ]
    assert stale == [], "run: make requirements"


@pytest.mark.parametrize(("source", "compiled"), PAIRS)
def test_each_direct_dependency_says_why(source: str, compiled: str) -> None:
    text = lines(source)
    silent = [
        line
        for before, line in zip(["", *text], text, strict=False)
        if line and not line.startswith(("#", "-r")) and not before.startswith("#")
    ]
    assert silent == []


@pytest.mark.parametrize(("source", "compiled"), PAIRS)
def test_every_pin_has_hashes(source: str, compiled: str) -> None:
    pinned = pins(compiled)
    assert len(pinned) > 40
    assert [package for package, (_, rest) in pinned.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize(("source", "compiled"), PAIRS)
def test_no_machine_is_named(source: str, compiled: str) -> None:
    named = [line for line in lines(compiled) if re.search(r"^-|file:|https?:|index-url|find-links", line)]
    assert named == []
    assert lines(compiled)[1].split("#")[1].strip() == "make requirements"


def test_tests_use_the_versions_of_the_product() -> None:
    product, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: pin for name, (pin, _) in product.items() if development.get(name, ("", ""))[0] != pin} == {}


def test_what_was_promised_is_there() -> None:
    assert [name for name in NAMED if name not in pins("requirements.txt")] == []
