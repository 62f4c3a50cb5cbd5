"""Which forms keep what is typed into them: those that ask for sentences, or for more than three answers."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.urls import get_resolver

from tests.architecture.house import PACKAGES, python_files, tree
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.drafts import is_kept

MOST_ANSWERS = 3
# Forms that ask for more and keep nothing, each with the reason.
WITHOUT_DRAFT = {"NamedListForm": "the purpose of a list with names is said anew each time, not put back from another"}


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
    """Some file that asks for drafts names it: `draft_of(request, QueryForm, ...)`, or a step that says its form."""
    asking = [path for path in python_files() if _named(path) >= {"draft_of"}]
    named = set().union(*(_named(path) for path in asking))
    forgotten = {form.__name__ for form in our_forms() if "draft_code" in vars(form)} - named
    assert not forgotten, f"no view asks for the draft of {sorted(forgotten)}"


def _named(path: Path) -> set[str]:
    return {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
