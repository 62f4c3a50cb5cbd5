"""The two ways in which a write is turned away, both shown on the form with nothing typed lost."""

from collections.abc import Sequence


class Refused(Exception):
    """The rules are against it; `reasons` say why, in sentences for the person who tried."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


class Changed(Exception):
    """Somebody else has written since the page was opened."""

    MESSAGE = (
        "Somebody else changed this while you had it open. What you typed is kept below. "
        "Check what it says now, then save again if your change still stands."
    )

    def __init__(self, revision: int) -> None:
        self.revision = revision
        super().__init__(self.MESSAGE)


def refuse_if(reasons: Sequence[str]) -> None:
    """Raise Refused when a rule gave any reason against."""
    if reasons:
        raise Refused(reasons)
