"""What is written about the house agrees with it: made pages are current, links lead somewhere, no room is left out."""

import re
from pathlib import Path

import pytest

from docs.build import PAGES
from tests.architecture.house import ORDER, ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PICTURES = ROOT / "docs" / "images"
LARGEST_IN_ALL = 6 * 2**20
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def links(document: Path) -> list[Path]:
    found = LINK.findall(document.read_text(encoding="utf-8"))
    return [
        (document.parent / link).resolve() for link in found if "://" not in link and not link.startswith("mailto:")
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_made_page_is_what_the_code_says(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == PAGES[page](), "run: make docs"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document: Path) -> None:
    assert [str(link) for link in links(document) if not link.exists()] == []


def test_every_picture_is_shown_somewhere_and_all_are_small() -> None:
    shown = {link for document in DOCUMENTS for link in links(document)}
    pictures = set(PICTURES.glob("*.png"))
    assert {picture.name for picture in pictures - shown} == set()
    assert sum(picture.stat().st_size for picture in pictures) < LARGEST_IN_ALL


def test_the_readme_names_every_room() -> None:
    rooms = [room for package, order in ORDER.items() for room in order if (ROOT / package / room).is_dir()]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [room for room in rooms if f"`{room}`" not in readme] == []


def test_the_example_of_the_environment_is_what_the_readme_points_to() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:VRN_|[A-Z]+_)[A-Z_]+)`", readme))
    assert named
    assert {name for name in named if f"{name}=" not in example} == set()
