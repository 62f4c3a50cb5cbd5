"""What every page is made of: one heading, a title of its own, captions, forms that can be sent once; no loose ends."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.house import ROOT, python_files
from tests.architecture.walk import Visit
from tests.vrn_cases.pages.drawn import Drawn

pytestmark = pytest.mark.django_db
TEMPLATES = ROOT / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
# Addresses that write without a form of their own, each with the reason.
BUTTONS_ALONE = {
    "list_words": "keeps what one searches for and leads back to the list; the same twice is kept twice",
    "measure_preview": "scores answers of nobody and keeps none; doing it twice changes nothing",
    "stay_signed_in": "a click of the session's dialog; doing it twice changes nothing",
    "draft_keep": "a page's own message while somebody types; the same twice is one",
    "draft_renew": "gives a page another token; doing it twice gives two, each as good",
    "draft_discard": "forgets a draft; doing it twice finds nothing",
    "notices_read": "marks messages as read; doing it twice changes nothing",
    "notice_read": "marks a message as read; doing it twice changes nothing",
}
# Addresses whose page has no form for the walker, each with the reason.
WITHOUT_ITS_FORM = {
    "refer": "asks first which programme, of several; the form after it is tested with referrals",
    "group_add": "every open case is in the group already; the form is tested with sessions",
}
# A file that somebody downloads has nothing beside it, and carries its style in itself.
DOWNLOADED = {"templates/reports/report.html"}
# Templates that a library looks up by a name of its own, by folder, and Django's error pages.
LOOKED_UP_BY_OTHERS = ("account/", "mfa/", "allauth/", "usersessions/", "gov/", "400", "403", "404", "429", "500")
NAMED = re.compile(r"[\"']([\w./-]+\.(?:html|txt))(?:#\w+)?[\"']")
NOT_ALLOWED = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a source": re.compile(r"<script(?![^>]*(\bsrc=|application/json))[^>]*>", re.IGNORECASE),
    "a script address": re.compile(r"(?:href|action|src)\s*=\s*[\"']\s*(?:javascript|data:text)", re.IGNORECASE),
}


@pytest.fixture(scope="session")
def pages(visits: dict[str, Visit]) -> dict[str, Drawn]:
    return {name: visit.drawn for name, visit in visits.items() if visit.is_page}


def test_every_address_was_visited_with_success(visits: dict[str, Visit]) -> None:
    statuses = {name: visit.status for name, visit in visits.items()}
    assert {name for name, status in statuses.items() if status != 200} == set(BUTTONS_ALONE)
    assert {statuses[name] for name in BUTTONS_ALONE} == {405}


@pytest.mark.parametrize("what", NOT_ALLOWED)
def test_no_template_and_no_page_holds(what: str, visits: dict[str, Visit]) -> None:
    inside = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in FILES}
    assert set(inside) > DOWNLOADED
    inside = {name: html for name, html in inside.items() if name not in DOWNLOADED}
    inside |= {name: visit.html for name, visit in visits.items()}
    assert not [name for name, html in inside.items() if NOT_ALLOWED[what].search(html)]


def test_every_page_has_one_first_heading(pages: dict[str, Drawn]) -> None:
    counts = {name: len(page.all("h1")) for name, page in pages.items()}
    assert {name: count for name, count in counts.items() if count != 1} == {}


def test_every_page_has_a_title_of_its_own(pages: dict[str, Drawn]) -> None:
    titled = defaultdict(list)
    for name, page in pages.items():
        title = next(one.text for one in page.all("title") if "–" in one.text)
        assert title.endswith("– Violence Reduction Network"), name
        assert len(title.split("–")[0].strip()) > 2, name
        titled[title].append(name)
    assert {title: names for title, names in titled.items() if len(names) > 1} == {}


def test_every_table_has_a_caption_and_heads_with_a_scope(pages: dict[str, Drawn]) -> None:
    for name, page in pages.items():
        for table in page.all("table"):
            inside = [one.tag for one in table.inside]
            assert inside[0] == "caption", f"{name}: a table without a caption"
            heads = [one for one in table.inside if one.tag == "th"]
            assert all(one.attributes.get("scope") in ("col", "row", "colgroup", "rowgroup") for one in heads), name


def test_no_id_stands_twice_and_every_label_has_its_box(pages: dict[str, Drawn]) -> None:
    for name, page in pages.items():
        ids = page.ids()
        assert len(ids) == len(set(ids)), f"{name}: {sorted(one for one in ids if ids.count(one) > 1)}"
        pointed = [one.attributes["for"] for one in page.all("label")]
        assert not set(pointed) - set(ids), f"{name}: {set(pointed) - set(ids)}"


def test_every_form_that_writes_can_be_sent_by_its_page_alone_and_once(
    visits: dict[str, Visit], pages: dict[str, Drawn]
) -> None:
    own = {name for name, visit in visits.items() if visit.writes} - set(BUTTONS_ALONE) - set(WITHOUT_ITS_FORM)
    assert set(BUTTONS_ALONE) <= {name for name, visit in visits.items() if visit.writes}
    for name, page in pages.items():
        forms = page.all("form", method="post")
        boxes = [{box.attributes.get("name") for box in form.inside if box.tag == "input"} for form in forms]
        assert all("csrfmiddlewaretoken" in names for names in boxes), name
        to_itself = [
            names
            for form, names in zip(forms, boxes, strict=True)
            if form.attributes.get("action", visits[name].url) in ("", visits[name].url)
        ]
        if name in own:
            assert any("submission_key" in names for names in to_itself), f"{name} writes without a submission key"
        else:
            assert not to_itself, f"{name} shows a form that it does not take"


def test_every_link_leads_to_an_address_that_is_there(pages: dict[str, Drawn]) -> None:
    outside = re.compile(r"^(https?:|mailto:|#|$)")
    for name, page in pages.items():
        ids = set(page.ids())
        for link in page.all("a"):
            address = link.attributes.get("href")
            assert address is not None, f"{name}: a link without an address: {link.text}"
            assert not address.startswith("#") or address == "#" or address[1:] in ids, f"{name}: {address}"
            assert outside.match(address) or address.startswith(("/", "?")), f"{name}: {address}"


def test_every_template_is_used() -> None:
    sources = [*python_files(), *FILES, *sorted(TEMPLATES.rglob("*.txt"))]
    named = {name for path in sources for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    made = {str(path.relative_to(TEMPLATES)) for path in FILES}
    unused = {name for name in made - named if not name.startswith(LOOKED_UP_BY_OTHERS)}
    by_pattern = {name for name in unused if _looked_up_by_pattern(name)}
    assert not unused - by_pattern, "include it in a page, or remove it"


def _looked_up_by_pattern(name: str) -> bool:
    """Whether its folder stands in code with the file's name left open: `f"reports/blocks/{kind}.html"`."""
    folder = str(Path(name).parent)
    return any(re.search(rf"f\"{folder}/\{{", path.read_text(encoding="utf-8")) for path in python_files())


def test_the_libraries_pages_are_the_only_other_templates() -> None:
    """No folder of templates but ours: what a library draws is drawn by a template of ours."""
    assert settings.TEMPLATES[0]["DIRS"] == [TEMPLATES]
