"""Small documents to try one thing on, and what hypothesis makes tables of."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from monitoring.reports import blocks as b
from monitoring.reports.document import Document, Period, Profile
from monitoring.reports.figures import (
    Figure,
    Kind,
    Qualifier,
    day,
    hidden,
    money,
    no_target,
    not_applicable,
    not_reported,
    number,
    percent,
    words,
)


def small_document(*content: b.Block, **changes: object) -> Document:
    fields: dict[str, object] = {
        "definition": "board",
        "definition_version": 1,
        "reference": "RABCDEF2",
        "title": "A small report",
        "subtitle": "Made for a test",
        "period": Period("2023/24", date(2023, 4, 1), date(2024, 4, 1)),
        "profile": Profile("public", "Public", "Not marked"),
        "dated": date(2024, 5, 9),
        "as_at": "9 May 2024 at 10:42am",
        "rollup_version": "1",
        "rollup_hash": "abc",
        "sections": (b.Section("only", "The only section", (), content),),
    }
    return Document(**{**fields, **changes})


def one_column(*figures: Figure, kind: Kind = Kind.NUMBER, caption: str = "A table") -> b.Table:
    columns = (b.TableColumn("name", "Name"), b.TableColumn("figure", "Figure", kind))
    rows = tuple(b.Row((words(f"Row {place}"), figure)) for place, figure in enumerate(figures, 1))
    return b.Table(caption, columns, rows)


# Texts that would do something in one of the outputs if they were taken for more than text.
HOSTILE = [
    '#read("/etc/passwd")',
    "*bold* _it_ $x^2$ `raw` @ref <label> = heading",
    "<script>alert(1)</script> &amp; ]]>",
    '#panic("stop") #sys.inputs \\u{41} // comment',
    "=cmd|' /C calc'!A0",
]

# Letters that every one of our fonts has, so that what is read back from a PDF can be compared.
plain_text = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -'&<>#=+@*_$\\\"/.,;:()é£"),
    max_size=40,
).filter(lambda text: text.strip() == text)

figures = st.one_of(
    st.builds(number, st.integers(-(10**9), 10**9), qualifier=st.sampled_from(Qualifier)),
    st.builds(number, st.decimals(-9999, 9999, places=2).map(Decimal)),
    st.builds(percent, st.integers(-(10**6), 10**6), signed=st.booleans(), places=st.sampled_from([None, 0, 1, 2])),
    st.builds(money, st.integers(-(10**11), 10**11)),
    st.builds(day, st.dates(date(1990, 1, 1), date(2090, 1, 1))),
    st.builds(words, plain_text),
    st.builds(hidden, st.sampled_from(["fewer than 5", "hidden to protect others"])),
    st.sampled_from([not_reported(), not_applicable(), no_target()]),
)


@st.composite
def tables(draw: st.DrawFn) -> b.Table:
    """A table of one to fifteen columns and up to six rows of any figures under any kind of column."""
    kinds = draw(st.lists(st.sampled_from(Kind), max_size=14))
    columns = [b.TableColumn(f"c{place}", draw(plain_text), kind) for place, kind in enumerate(kinds)]
    names = draw(st.lists(plain_text, max_size=6))
    rows = [b.Row((words(name), *(draw(figures) for _ in kinds)), draw(st.booleans())) for name in names]
    return b.Table(draw(plain_text), (b.TableColumn("name", "Name"), *columns), tuple(rows))
