"""A name as people see it: without signs that cannot be seen, which would make a name that nobody can read or find."""

import unicodedata
from typing import Any

from django import forms

NAME_LENGTH = 80
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # which some scripts are written with
UNSEEN = ("Cc", "Cf", "Co", "Cs", "Cn")  # categories of Unicode: control signs, directions, what is no character
SEEN = ("L", "N", "P", "S")  # letters, digits, marks of writing; combining marks alone are no name


class NameField(forms.CharField):
    def __init__(self, **asked: Any) -> None:
        super().__init__(max_length=NAME_LENGTH, required=False, **asked)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        kept = "".join(" " if one.isspace() else one for one in text if _may_stand(one))
        return " ".join(kept.split()) if any(unicodedata.category(one)[0] in SEEN for one in kept) else ""


def _may_stand(one: str) -> bool:
    return one.isspace() or one in JOINERS or one == "\0" or unicodedata.category(one) not in UNSEEN
