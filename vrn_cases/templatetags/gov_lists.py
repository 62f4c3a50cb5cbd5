"""The form of a list's filters, drawn once for the same questions and answers: drawn anew, its boxes take as long as
the rows of the list.
"""

from collections import OrderedDict
from typing import Any

from django import forms, template
from django.template import Context
from django.utils.safestring import SafeString

from vrn_cases.pages.lists import ListPage

register = template.Library()

TEMPLATE = "components/list_filter.html"
MOST_KEPT = 300
_kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()


@register.simple_tag(takes_context=True)
def list_filter(context: Context, shown: ListPage) -> SafeString:
    """The filters of the list beside its rows. What somebody searched for by name is never kept, nor are errors."""
    form = shown.filter.form
    if shown.secret_filters or form.errors:
        return _drawn(context)
    key = (type(shown), shown.request.path, shown.sort, *(_asked(bound) for bound in form))
    if key in _kept:
        _kept.move_to_end(key)
    else:
        _kept[key] = _drawn(context)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def _asked(bound: forms.BoundField) -> tuple[Any, ...]:
    """Everything that the drawing of a box depends on."""
    choices = tuple((value, str(words)) for value, words in getattr(bound.field, "choices", ()))
    attributes = tuple(bound.field.widget.attrs.items())
    return (bound.html_name, str(bound.label), str(bound.help_text), str(bound.value()), choices, attributes)


def _drawn(context: Context) -> SafeString:
    engine: Any = context.template
    drawn: SafeString = engine.engine.get_template(TEMPLATE).render(context)
    return drawn
