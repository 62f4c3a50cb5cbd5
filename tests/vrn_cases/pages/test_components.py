"""Parts that many pages share: lists, tables, figures, jobs, messages, and what they say when there is nothing."""

from operator import itemgetter
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.vrn_cases.pages.drawn import Drawn, draw
from vrn_cases.pages.cells import rows_drawn
from vrn_cases.pages.columns import Column

COLUMNS = (
    Column("reference", "Reference", itemgetter(0), url=lambda row: "" if row[2] else f"/returns/{row[0]}",
           tag=itemgetter(2)),
    Column("people", "People", itemgetter(1), numeric=True),
)  # fmt: skip
LIST = {
    "title": "Returns",
    "heads": [
        {
            "key": "reference",
            "label": "Return",
            "numeric": False,
            "sort_url": "?sort=-reference",
            "sorted": "ascending",
        },
        {"key": "people", "label": "People", "numeric": True, "sort_url": "", "sorted": "none"},
    ],
    "rows": rows_drawn(COLUMNS, [("RT-0001", 0, ""), ("<b>RT-0002</b>", 12, "yellow")]),
    "count_text": "1,000+ results",
    "chips": [{"label": "State: Submitted", "remove_url": "/returns/"}],
    "clear_url": "/returns/",
    "excel_url": "?format=xlsx",
    "next_url": "?after=a",
    "previous_url": "?before=b",
    "empty": "Nothing matches these filters. Remove one to see more.",
}


class States(forms.Form):
    state = forms.MultipleChoiceField(
        label="State", choices=[("s", "Submitted")], widget=forms.CheckboxSelectMultiple, required=False
    )


def results(**changed: object) -> Drawn:
    return draw("{% include 'components/list_results.html' %}", list={**LIST, **changed})


def job(**changed: object) -> SimpleNamespace:
    values = {"reference": "J-7", "state": "running", "finished": False, "total": 10, "done": 3, "percent": 30}
    values |= {"message": "Counting quarter 2", "problem": "", "result_url": "", "result_label": ""}
    values |= {"get_state_display": "Working", **changed}
    return SimpleNamespace(**values)


def progress(**changed: object) -> Drawn:
    return draw("{% include 'components/job_progress.html' %}", job=job(**changed), job_url="/jobs/J-7")


def test_list_marks_the_sorted_column_and_offers_to_turn_it():
    head = results().all("th", scope="col")[0]
    assert head.attributes["aria-sort"] == "ascending"
    assert head.inside[0].attributes["href"] == "?sort=-reference"


def test_list_keeps_a_zero_and_escapes_text():
    drawn = results()
    assert [cell.text for cell in drawn.all("td")] == ["0", "12"]
    assert drawn.all("td")[0].has_class("govuk-table__cell--numeric")
    assert "<b>" not in drawn.html
    assert drawn.one("strong", css="govuk-tag--yellow").text == "<b>RT-0002</b>"


def test_list_scrolls_in_a_box_that_is_named_and_takes_focus():
    box = results().one("div", css="vrn-scroll")
    assert box.attributes["tabindex"] == "0"
    assert box.attributes["role"] == "region"
    assert "Returns" in (box.attributes["aria-label"] or "")


def test_chips_say_what_they_take_away():
    chip, clear = results().one("ul", css="vrn-chips").inside[1], results().one("a", href="/returns/", css="govuk-link")
    assert chip.text == "Remove the filter State: Submitted"
    assert clear.text == "Clear filters"


def test_pages_and_excel_are_offered_when_there_are_any():
    drawn = results()
    assert (drawn.one("a", rel="prev").text, drawn.one("a", rel="next").text) == ("Previous page", "Next page")
    assert drawn.one("a", href="?format=xlsx").text == "Download as Excel"
    bare = results(next_url="", previous_url="", excel_url="")
    assert not bare.all("nav")
    assert "Excel" not in bare.html


def test_results_are_a_part_that_can_be_drawn_alone():
    part = Drawn(render_to_string("components/list.html#results", {"list": LIST}))
    assert part.elements[0].attributes["id"] == "list-results"
    assert not part.all("h1")


def test_empty_list_says_what_to_do():
    drawn = results(rows=[], count_text="0 results")
    assert not drawn.all("table")
    assert drawn.one("div", css="vrn-empty").text == f"{LIST['empty']} Clear filters"
    assert "Excel" not in drawn.html
    assert results(rows=[], chips=[]).one("div", css="vrn-empty").text == LIST["empty"]


def test_filter_works_with_and_without_script_and_keeps_the_order():
    request = RequestFactory().get("/returns/?sort=-people&state=s")
    shown = {"filter": {"form": States(request.GET)}, "title": "Returns"}
    drawn = draw("{% include 'components/list_filter.html' %}", list=shown, request=request)
    form = drawn.one("form")
    assert (form.attributes["method"], form.attributes["action"]) == ("get", "/returns/")
    assert form.attributes["hx-get"] == "/returns/"
    assert form.attributes["hx-target"] == "#list-results"
    assert drawn.one("input", name="sort").attributes["value"] == "-people"
    assert "checked" in drawn.one("input", name="state").attributes
    assert drawn.one("button", type="submit").text == "Apply filters"


def test_running_job_asks_again_quietly_and_offers_a_link_without_script():
    drawn = progress()
    box = drawn.one("section")
    assert box.attributes["hx-get"] == "/jobs/J-7"
    assert box.attributes["hx-trigger"] == "every 1s"
    assert "X-Polling" in (box.attributes["hx-headers"] or "")
    bar = drawn.one("progress")
    assert (bar.attributes["value"], bar.attributes["max"]) == ("3", "10")
    assert drawn.one(id=bar.attributes["aria-labelledby"]).text == "Working"
    assert drawn.one("a", href="/jobs/J-7").text == "Refresh"


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "done", "result_url": "/reports/1", "result_label": "Open the report"},
        {"state": "failed", "problem": "The workbook is protected by a password."},
    ],
)
def test_finished_job_stops_asking_and_shows_what_came_of_it(changed):
    drawn = progress(finished=True, get_state_display="Over", **changed)
    assert "hx-get" not in drawn.one("section").attributes
    assert not drawn.all("progress")
    assert (changed.get("result_label") or changed["problem"]) in drawn.html


def test_job_of_unknown_length_shows_no_number():
    bar = progress(total=None, percent=None, done=0).one("progress")
    assert "value" not in bar.attributes


@pytest.mark.parametrize(
    ("level", "css"),
    [
        (constants.SUCCESS, "moj-alert--success"),
        (constants.INFO, "moj-alert--information"),
        (constants.WARNING, "moj-alert--warning"),
        (constants.ERROR, "moj-alert--error"),
    ],
)
def test_messages_become_alerts(level, css):
    drawn = draw("{% include 'components/messages.html' %}", messages=[Message(level, "It was <saved>.")])
    alert = drawn.one("div", css=css)
    assert alert.attributes["role"] == "alert"
    assert "It was <saved>." in alert.text
    assert "<saved>" not in drawn.html


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_of_last_resort_need_no_request(name, settings):
    settings.CONTACT_EMAIL = "help@vrn.example"
    drawn = Drawn(render_to_string(name))
    assert drawn.one("h1").text
    assert len(drawn.all("a", href="mailto:help@vrn.example")) == 2
    assert drawn.one("title").text.endswith("– Violence Reduction Network")


def test_a_word_that_would_widen_the_page_may_break() -> None:
    long, plain = "W" * 31, "W" * 30 + " " + "W" * 30
    columns = [Column(str(place), "", itemgetter(place)) for place in range(3)]
    drawn = Drawn(rows_drawn(columns, [(plain, long, plain)]))
    assert [cell.has_class("vrn-break") for cell in drawn.all("td")] == [True, False]
    assert not drawn.one("th").has_class("vrn-break")
