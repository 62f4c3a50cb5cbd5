"""The one button that has a long list's file made."""

from vrn_cases.forms.base import ServiceForm


class MakeListFileForm(ServiceForm):
    """Nothing to fill in: the list stands in the address, encrypted, as its own page put it there."""
