"""Every kind of question is drawn with its label, hint and errors tied to it, and the summary leads to each."""

from datetime import date

import pytest
from django import forms

from tests.vrn_cases.pages.drawn import Drawn, draw
from tests.vrn_cases.pages.every_question import EveryQuestion, WithReasons
from vrn_cases.templatetags.gov_forms import kind

FIELD = "{% include 'gov/field.html' %}"
SUMMARY = "{% load gov_forms %}{% error_summary form %}"
PAGE = "{% load gov_forms crispy_forms_tags %}{% error_summary form %}{{ form|crispy }}"
GROUPS = ("decision", "areas", "born")
VISIBLE = [name for name, field in EveryQuestion.base_fields.items() if not field.widget.is_hidden]


def field_of(name: str, form: forms.Form | None = None, **context: object) -> Drawn:
    return draw(FIELD, field=(form or EveryQuestion())[name], **context)


def failed(**data: str) -> EveryQuestion:
    form = EveryQuestion(data)
    assert form.errors
    return form


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("submission_key", "hidden"),
        ("name", "text"),
        ("notes", "textarea"),
        ("programme", "select"),
        ("decision", "radios"),
        ("areas", "checkboxes"),
        ("agrees", "checkbox"),
        ("born", "parts"),
        ("seen", "date"),
        ("upload", "file"),
        ("password", "password"),
    ],
)
def test_each_widget_has_its_kind(name, expected):
    assert kind(EveryQuestion()[name]) == expected


@pytest.mark.parametrize("name", [name for name in VISIBLE if name not in GROUPS])
def test_single_control_is_labelled(name):
    drawn = field_of(name)
    label = drawn.one("label", for_=f"id_{name}")
    assert label.text.startswith(str(EveryQuestion.base_fields[name].label))
    assert len(drawn.all(id=f"id_{name}")) == 1


@pytest.mark.parametrize("name", GROUPS)
def test_group_has_a_legend_and_every_input_a_label(name):
    drawn = field_of(name)
    assert drawn.one("legend").text == EveryQuestion.base_fields[name].label
    for control in drawn.all("input"):
        assert drawn.one("label", for_=control.attributes["id"]).text


@pytest.mark.parametrize("name", ["name", "notes", "decision", "agrees", "born"])
def test_hint_and_error_are_announced_with_the_field(name):
    drawn = field_of(name, failed())
    hint, error = drawn.one(id=f"id_{name}_helptext"), drawn.one(id=f"id_{name}_error")
    assert hint.text
    assert error.text.startswith("Error:")
    owner = drawn.one("fieldset") if name in GROUPS else drawn.one(id=f"id_{name}")
    described = (owner.attributes["aria-describedby"] or "").split()
    assert described[:2] == [f"id_{name}_helptext", f"id_{name}_error"]
    assert set(described) <= set(drawn.ids())


def test_hint_comes_before_the_control():
    ids = field_of("name", failed()).ids()
    assert ids == ["id_name_helptext", "id_name_error", "id_name"]


def test_hint_may_hold_a_link_or_emphasis():
    assert field_of("name").one("b").text == "referral"


def test_error_is_marked_on_the_group_and_the_control():
    drawn = field_of("name", failed())
    assert drawn.all("div", css="govuk-form-group--error")
    assert drawn.one(id="id_name").has_class("govuk-input--error")
    assert drawn.one(id="id_name").attributes["aria-invalid"] == "true"


def test_without_an_error_nothing_is_marked():
    drawn = field_of("name")
    assert not drawn.all("div", css="govuk-form-group--error")
    assert not drawn.one(id="id_name").has_class("govuk-input--error")


def test_attributes_of_the_widget_pass_through():
    assert field_of("email").one(id="id_email").attributes["autocomplete"] == "email"
    amount = field_of("amount").one(id="id_amount")
    assert amount.attributes["inputmode"] == "decimal"
    assert amount.has_class("narrow")
    assert amount.has_class("govuk-input")


@pytest.mark.parametrize("name", ["story", "born"])
def test_placeholders_are_dropped(name):
    assert "placeholder" not in field_of(name).html


@pytest.mark.parametrize(("name", "css", "sign"), [("amount", "prefix", "£"), ("share", "suffix", "%")])
def test_money_and_shares_show_their_unit(name, css, sign):
    unit = field_of(name).one("div", css=f"govuk-input__{css}")
    assert unit.text == sign
    assert unit.attributes["aria-hidden"] == "true"


def test_optional_fields_say_so():
    assert field_of("share").one("label").text == "Share (optional)"
    assert field_of("share", small=True).one("label").text == "Share"
    assert field_of("name").one("label").text == "Full name"


def test_date_in_boxes_takes_its_names_values_and_first_id():
    form = EveryQuestion({"born_day": "31", "born_month": "3", "born_year": "2011"})
    boxes = field_of("born", form).all("input")
    assert [box.attributes["name"] for box in boxes] == ["born_day", "born_month", "born_year"]
    assert [box.attributes["value"] for box in boxes] == ["31", "3", "2011"]
    assert [box.attributes["id"] for box in boxes] == ["id_born", "id_born_1", "id_born_2"]
    assert [box.attributes["inputmode"] for box in boxes] == ["numeric"] * 3
    assert boxes[0].attributes["autocomplete"] == "bday-day"
    assert [label.text for label in field_of("born").all("label")] == ["Day", "Month", "Year"]


def test_date_in_boxes_shows_an_initial_day():
    form = EveryQuestion(initial={"born": date(2011, 3, 31)})
    assert [box.attributes.get("value") for box in field_of("born", form).all("input")] == ["31", "3", "2011"]


def test_one_box_date_has_a_calendar_unless_the_browser_brings_one():
    assert field_of("seen").one("div", css="moj-datepicker").attributes["data-module"] == "moj-date-picker"
    assert not field_of("seen_natively").all("div", css="moj-datepicker")


def test_radios_keep_what_was_chosen_and_explain_it():
    drawn = field_of("decision", EveryQuestion({"decision": "d"}))
    accept, decline = drawn.all("input")
    assert (accept.attributes["id"], decline.attributes["id"]) == ("id_decision", "id_decision_1")
    assert "checked" not in accept.attributes
    assert "checked" in decline.attributes
    assert drawn.one(id=accept.attributes["aria-describedby"]).text == "The programme is offered."
    assert "aria-describedby" not in decline.attributes


def test_checkboxes_show_their_groups_and_can_be_small():
    drawn = field_of("areas", EveryQuestion({"areas": ["1", "2"]}), small=True)
    assert [box.attributes["value"] for box in drawn.all("input")] == ["1", "2"]
    assert all("checked" in box.attributes for box in drawn.all("input"))
    assert drawn.one("p", css="vrn-choices__group").text == "City"
    assert drawn.one("div", css="govuk-checkboxes--small")


def test_long_answer_with_a_limit_says_it():
    drawn = field_of("notes")
    assert drawn.one(id="id_notes-info").text == "You can enter up to 200 characters"
    assert drawn.one("textarea").attributes["aria-describedby"] == "id_notes_helptext id_notes-info"
    assert not field_of("story").all("div", css="govuk-character-count")


def test_password_is_never_sent_back():
    assert "value" not in field_of("password", failed(password="secret-words")).one(id="id_password").attributes


def test_whole_form_carries_its_hidden_fields_once():
    drawn = draw("{% load crispy_forms_tags %}{{ form|crispy }}", form=EveryQuestion())
    assert drawn.one("input", name="submission_key").attributes["value"] == "key-1"
    assert len(drawn.ids()) == len(set(drawn.ids()))


def test_form_tag_adds_the_token_the_file_encoding_and_leaves_checking_to_us():
    drawn = draw("{% load crispy_forms_tags %}{% crispy form %}", form=EveryQuestion(), csrf_token="token-1")
    form = drawn.one("form")
    assert form.attributes["method"] == "post"
    assert form.attributes["enctype"] == "multipart/form-data"
    assert "novalidate" in form.attributes
    assert drawn.one("input", name="csrfmiddlewaretoken").attributes["value"] == "token-1"


def test_every_line_of_the_summary_lands_on_a_control():
    drawn = draw(PAGE, form=failed())
    targets = [(link.attributes["href"] or "").removeprefix("#") for link in drawn.all("a")]
    required = [name for name in VISIBLE if EveryQuestion.base_fields[name].required]
    assert targets == [f"id_{name}" for name in required]
    for target in targets:
        assert drawn.one(id=target).tag in ("input", "select", "textarea")


def test_summary_names_the_field_where_the_message_does_not():
    texts = {link.attributes["href"]: link.text for link in draw(SUMMARY, form=failed(email="nobody")).all("a")}
    assert texts["#id_name"] == "Enter full name"
    assert texts["#id_notes"] == "Answer the question: What happened?"
    assert texts["#id_decision"] == "Select decision"
    assert texts["#id_upload"] == "Choose the return to upload"
    assert texts["#id_born"] == "Enter date of birth"


def test_general_message_about_a_wrong_answer_is_told_with_its_field():
    texts = [link.text for link in draw(SUMMARY, form=failed(seen="soon")).all("a")]
    assert "Date of the session: enter a valid date." in texts


def test_form_wide_errors_and_errors_of_hidden_fields_are_told_without_a_link():
    form = failed()
    form.add_error(None, "This was accepted on 3 November 2026.")
    form.add_error("submission_key", "Open the page again.")
    drawn = draw(SUMMARY, form=form)
    lines = [line for line in drawn.all("li") if not line.inside]
    assert [line.text for line in lines] == ["This was accepted on 3 November 2026.", "Open the page again."]


def test_reasons_against_are_shown_before_anything_is_sent():
    drawn = draw(SUMMARY, form=WithReasons(reasons=["The programme is full."]))
    assert drawn.one("h2").text == "You cannot do this yet"
    assert drawn.one("li").text == "The programme is full."
    assert not drawn.all("div", css="govuk-error-summary")


def test_reason_that_is_also_the_refusal_is_told_once():
    form = WithReasons({}, reasons=["The programme is full."])
    form.add_error(None, "The programme is full.")
    drawn = draw(SUMMARY, form=form)
    assert drawn.one("h2").text == "There is a problem"
    assert [line.text for line in drawn.all("li")].count("The programme is full.") == 1


def test_summary_is_absent_when_nothing_is_wrong():
    assert not draw(SUMMARY, form=EveryQuestion()).elements


def test_what_people_typed_is_escaped():
    form = EveryQuestion({"name": '"><script>', "decision": "<b>"})
    html = draw(PAGE, form=form).html
    assert "<script>" not in html
    assert "<b> is not" not in html
