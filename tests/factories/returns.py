"""An accepted return of a partner, made through the services as people make one; its numbers are invented."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from interventions.programmes.models import Organisation, Programme
from monitoring.periods.windows import Quarter
from monitoring.returns.asked import Given, rows_asked
from monitoring.returns.models import ReturnVersion
from monitoring.returns.services import accept_version, ask_for_return, save_answers, submit_version
from vrn_cases.audit.services import SYSTEM
from vrn_cases.questions.models import AnswerState, QuestionKind

Key = tuple[str, str, str]  # line, breakdown, part; the last two empty for the line as a whole
NO_FIGURE = "Invented: there is no figure for this line."


def accepted_return(
    programme: Programme, organisation: Organisation, quarter: Quarter, numbers: Mapping[Key, int], *, accepted_by: Any
) -> ReturnVersion:
    """A quarter's return with these numbers; every other line says that there is no figure. Needs a return template."""
    window = quarter.window
    of = ask_for_return(
        programme=programme,
        organisation=organisation,
        start=window.start,
        end=window.end,
        label=quarter.label,
        due_on=window.end + timedelta(days=30),
        by=SYSTEM,
    )
    rows = rows_asked(of)
    unknown = set(numbers) - {row.key for row in rows}
    if unknown:
        raise ValueError(f"the return does not ask for {sorted(unknown)}")
    answers = {
        row.key: Given(AnswerState.ANSWERED, numbers[row.key]) if row.key in numbers else Given(note=NO_FIGURE)
        for row in rows
        if row.key in numbers or (row.whole and row.kind != QuestionKind.TEXT)
    }
    version = save_answers(of=of, revision=of.revision, rows=rows, answers=answers, by=SYSTEM)
    sent = submit_version(version=version, revision=version.revision, note=NO_FIGURE, by=SYSTEM)
    return accept_version(version=sent, revision=sent.revision, by=accepted_by)
