"""How a form is drawn with GOV.UK parts: which kind a field is, its control, its choices, and the summary of errors.

The identifiers are the ones that Django writes into `aria-describedby` by itself (`id_x_helptext`, `id_x_error`),
so hints and errors are tied to their field without an attribute of our own. The first input of a group carries
the field's own identifier, so that a link to `#id_x` lands there whatever the kind.
"""

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from vrn_cases.forms.day_field import DayInput, read_back

register = template.Library()

# The first match counts: a file is an input, a list of checkboxes is a kind of list of radios.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DayInput, "day"),
    (forms.MultiWidget, "parts"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.DateInput, "date"),
)
REQUESTS = {"radios": "Select", "checkboxes": "Select", "select": "Select", "file": "Choose", "checkbox": "Confirm:"}
PART_WIDTHS = {"year": "govuk-input--width-4"}


@dataclass(frozen=True)
class Choice:
    """One radio button or checkbox; `attributes` is everything inside its tag but the class."""

    id: str
    label: str
    hint: str
    attributes: SafeString


@dataclass(frozen=True)
class Part:
    """One box of a field in several boxes, such as the day of a date."""

    id: str
    label: str
    control: SafeString


@dataclass(frozen=True)
class Complaint:
    """One line of the summary; `target` is the identifier that its link lands on, empty where there is none."""

    text: str
    target: str


@register.filter
def kind(field: BoundField) -> str:
    """Which template of `gov/kinds/` draws the field; a date chosen from the browser's own calendar is plain text."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.DateInput) and widget.input_type != "text":
        return "text"
    return next((name for widget_class, name in KINDS if isinstance(widget, widget_class)), "text")


@register.filter
def kind_template(field: BoundField) -> str:
    return f"gov/kinds/{kind(field)}.html"


@register.simple_tag
def control(field: BoundField, css: str, extra: str = "", described_by: str = "") -> SafeString:
    """The field's own control with the GOV.UK class `css`, its error form where there are errors, and its own classes.

    A placeholder is dropped: it vanishes as one types and is too pale to read.
    """
    wrong = f"{css}--error" if css and field.errors else ""
    own = field.field.widget.attrs.get("class", "")
    attributes: dict[str, Any] = {"class": " ".join(filter(None, [css, wrong, extra, own])), "placeholder": False}
    if described_by:
        attributes["aria-describedby"] = " ".join(filter(None, [field.aria_describedby, described_by]))
    return field.as_widget(attrs=attributes)


@register.filter
def widget_attribute(field: BoundField, name: str) -> Any:
    return field.field.widget.attrs.get(name, "")


@register.filter
def day_in_words(field: BoundField) -> str:
    """What stands in the box of a day, read back."""
    return read_back(field.value(), when=field.field.widget.when)


@register.filter
def choice_groups(field: BoundField) -> list[tuple[str, list[Choice]]]:
    """The choices under their group's name (empty for none). A widget may carry `choice_hints`: {value: sentence}."""
    widget = field.field.widget
    hints = getattr(widget, "choice_hints", {})
    values = widget.format_value(field.value())
    groups = []
    first = True
    for name, options, _ in widget.optgroups(field.html_name, values, field.build_widget_attrs({"id": field.auto_id})):
        choices = []
        for option in options:
            choices.append(_choice(field, option, field.auto_id if first else None, hints.get(option["value"], "")))
            first = False
        groups.append((str(name or ""), choices))
    return groups


def _choice(field: BoundField, option: dict[str, Any], own_id: str | None, hint: str) -> Choice:
    identifier = own_id or option["attrs"].get("id") or f"{field.auto_id}_{option['index']}"
    attributes = {
        **{name: value for name, value in option["attrs"].items() if name not in ("aria-invalid", "class", "required")},
        "id": identifier,
        "name": option["name"],
        "type": option["type"],
        "value": str(option["value"]),
    }
    if hint:
        attributes["aria-describedby"] = f"{identifier}_hint"
    return Choice(identifier, str(option["label"]), hint, flatatt(attributes))


@register.filter
def parts(field: BoundField) -> list[Part]:
    """The boxes of a MultiWidget, labelled by the names that the widget gives them (`{"day": ..., "month": ...}`)."""
    widget = field.field.widget
    attributes = field.build_widget_attrs({"id": field.auto_id})
    attributes.pop("required", None)
    context = widget.get_context(field.html_name, field.value(), attributes)["widget"]
    boxes = []
    for number, (suffix, box) in enumerate(zip(widget.widgets_names, context["subwidgets"], strict=True)):
        name = suffix.lstrip("_")
        classes = ["govuk-input", "govuk-date-input__input", box["attrs"].get("class", "")]
        if "govuk-input--width-" not in classes[-1]:
            classes.append(PART_WIDTHS.get(name, "govuk-input--width-2"))
        if field.errors:
            classes.append("govuk-input--error")
        identifier = field.auto_id if number == 0 else f"{field.auto_id}_{number}"
        box["attrs"] = {
            "inputmode": "numeric",
            **box["attrs"],
            "id": identifier,
            "class": " ".join(filter(None, classes)),
            "placeholder": False,
        }
        label = name.replace("_", " ").capitalize()
        drawn = field.form.renderer.render(box["template_name"], {"widget": box})
        boxes.append(Part(identifier, label, mark_safe(drawn)))  # noqa: S308 - what a widget draws is escaped already
    return boxes


@register.filter
def problems(field: BoundField) -> list[str]:
    """A field's errors in words that also make sense in the summary, away from the field.

    A message of the form's own stands as it is. Django's general ones ("This field is required.") name no field,
    so they are said again with its label.
    """
    general = {str(text) for known in type(field.field).__mro__ for text in _general_texts(known)}
    return [_named(field, text) if text in general else text for text in map(str, field.errors)]


def _general_texts(known: type) -> list[Any]:
    return list(vars(known).get("default_error_messages", {}).values())


def _named(field: BoundField, text: str) -> str:
    label = str(field.label).rstrip("?:")
    if text != str(forms.Field.default_error_messages["required"]):
        return f"{label}: {text[:1].lower()}{text[1:]}"
    if str(field.label).endswith("?"):
        return f"Answer the question: {field.label}"
    words = label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"
    return f"{REQUESTS.get(kind(field), 'Enter')} {words}"


@register.inclusion_tag("gov/error_summary.html")
def error_summary(*given: BaseForm | None) -> dict[str, Any]:
    """What is wrong with the forms of a page, each line leading to its field.

    The rules' reasons against the whole step (`form.reasons`, a list of sentences) come first. They are shown
    before anything was sent as well, as a statement instead of a problem.
    """
    shown = [form for form in given if form]
    reasons = list(dict.fromkeys(str(reason) for form in shown for reason in getattr(form, "reasons", None) or ()))
    complaints = [complaint for form in shown for complaint in _complaints(form) if complaint.text not in reasons]
    return {"reasons": reasons, "complaints": complaints, "wrong": any(form.errors for form in shown)}


def _complaints(form: BaseForm) -> list[Complaint]:
    lines = [Complaint(str(text), "") for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.auto_id
        lines += [Complaint(text, target) for text in problems(field)]
    return lines
