"""Which forms keep what is typed into them: those that ask for sentences, or for more than three answers."""

import ast
from collections.abc import Iterator

from django import forms
from django.urls import get_resolver

from tests.architecture.house import PACKAGES, python_files, tree
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.drafts import is_kept

MOST_ANSWERS = 3
# Forms that ask for more and keep nothing, each with the reason.
WITHOUT_DRAFT: dict[str, str] = {}


def our_forms() -> list[type[ServiceForm]]:
    assert get_resolver().url_patterns  # every view, and so every form, is loaded

    def under(form: type[ServiceForm]) -> Iterator[type[ServiceForm]]:
        for one in form.__subclasses__():
            yield one
            yield from under(one)

    return [form for form in under(ServiceForm) if form.__module__.split(".")[0] in PACKAGES]


def is_long(form: type[ServiceForm]) -> bool:
    boxes = [field for field in form.base_fields.values() if is_kept(field)]
    return len(boxes) > MOST_ANSWERS or any(isinstance(box.widget, forms.Textarea) for box in boxes)


def test_every_long_form_keeps_a_draft() -> None:
    without = {form.__qualname__ for form in our_forms() if is_long(form) and not form.draft_code}
    assert without == set(WITHOUT_DRAFT), (
        "give it a draft_code, as the docstring of ServiceForm shows, or the reason why nothing of it is kept"
    )


def test_each_code_is_one_form_and_has_words() -> None:
    codes = [form.draft_code for form in our_forms() if "draft_code" in vars(form)]
    assert sorted(codes) == sorted(set(codes))
    assert all(form.draft_words for form in our_forms() if form.draft_code)


def test_every_form_with_a_code_is_given_its_draft() -> None:
    """Somewhere a view asks `draft_of` for it: by its own name, or by that of a step that names its form."""
    asked = {
        ast.unparse(call.args[1])
        for path in python_files()
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "draft_of"
    }
    named = {name for name in asked if "." not in name}
    steps = {
        ast.unparse(keyword.value)
        for path in python_files()
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "form"
    }
    forgotten = {form.__name__ for form in our_forms() if "draft_code" in vars(form)} - named - steps
    assert not forgotten, f"no view asks for the draft of {sorted(forgotten)}"
