"""Reads what a template drew, so that a test can ask for elements instead of comparing text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.template import engines

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        return name in (self.attributes.get("class") or "").split()


class Drawn(HTMLParser):
    """Every element of a piece of HTML, in the order of the page, with the text inside it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        for outer in self._open:
            outer.inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            continue

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text = " ".join(f"{element.text} {data}".split())

    def all(self, tag: str = "", css: str = "", **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag)
            and (not css or element.has_class(css))
            and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str = "", css: str = "", **attributes: str) -> Element:
        found = self.all(tag, css, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag or css or attributes} in:\n{self.html}"
        return found[0]

    def ids(self) -> list[str]:
        return [element.attributes["id"] or "" for element in self.elements if "id" in element.attributes]


def draw(source: str, **context: object) -> Drawn:
    """The result of a piece of template source."""
    return Drawn(engines["django"].from_string(source).render(context))
