"""Putting a return to a funder together outside any transaction, then keeping it in one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from monitoring.indicators.disclosure import NotProtected
from monitoring.returns.funder.figures import figures_of
from monitoring.returns.funder.material import gathered
from monitoring.returns.funder.workbook import workbook_of
from monitoring.returns.models import GrantReturn
from monitoring.returns.services import put_grant_return, released_before
from vrn_cases.files.services import lay_down
from vrn_cases.records.refusals import Refused

Step = Callable[[str], AbstractContextManager[None]]
EXPOSED = (
    "This return was not made: beside what was released before, a small number could be worked out from it. "
    "Choose a period that was not reported in another way, or ask the central team."
)


def make_return(reference: str, *, by: Any, step: Step) -> GrantReturn:
    """Make the workbook once. Raises Refused when no way of hiding protects a small number.

    `step` opens the short transaction in which everything is written.
    """
    made = GrantReturn.objects.select_related("agreement", "asked_for_by").get(reference=reference)
    if made.made_at:
        return made
    material, profile = gathered(made.start, made.end), made.profile
    try:
        figures = figures_of(material, profile, released_before(made))
    except NotProtected as exposed:
        raise Refused([EXPOSED]) from exposed
    content = lay_down(workbook_of(made, material, figures, profile))
    with step(f"{material.counting} of {len(material.included)} returns are included."):
        return put_grant_return(made=made, content=content, versions=material.versions, figures=figures, by=by)
