"""One line of a template, and one line for each measure of the published record."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitoring.returns.models import Additive, Counted, OverTime
from vrn_cases.questions.models import QuestionKind


@dataclass(frozen=True)
class Line:
    """One line of a template. `code` names the question; `share_of` the measure of the line it is a part of."""

    code: str
    group: str
    text: str
    counted: Counted
    hint: str = ""
    kind: QuestionKind = QuestionKind.NUMBER
    population: str = ""
    additive: Additive = Additive.YES
    over_time: OverTime = OverTime.ADDED
    breakdowns: tuple[str, ...] = ()
    share_of: str = ""
    required: bool = True
    largest: int | None = 20_000
    measure: str = ""  # where it is not the code


PUBLISHED_RECORD = "published-record"
PUBLISHED_RECORD_NAME = "Published record"

# what a printed figure counts: by its measure where that decides, else by whom it names
_COUNTED_BY_MEASURE = {
    "conference_attendance": Counted.ATTENDANCES,
    "event_attendance": Counted.ATTENDANCES,
    "potential_reach": Counted.STUDENTS,
}
_COUNTED_BY_POPULATION = {
    "children": Counted.PEOPLE,
    "young_people": Counted.PEOPLE,
    "professionals": Counted.PROFESSIONALS,
    "professionals_and_policy_makers": Counted.PROFESSIONALS,
    "students": Counted.STUDENTS,
    "secondary_school_children": Counted.STUDENTS,
    "schools": Counted.SCHOOLS,
    "secondary_schools": Counted.SCHOOLS,
    "organisations": Counted.ORGANISATIONS,
    "projects": Counted.PROJECTS,
    "sectors": Counted.SECTORS,
}


def published_lines(measures: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    """A line for each (measure, population) as the sources name them, in order of name; none may be added to another.

    Raises ValueError for a population that nobody has said what it counts.
    """
    return tuple(_published_line(measure, population) for measure, population in sorted(set(measures)))


def published_code(measure: str, population: str) -> str:
    return f"{measure}--{population}"[:60]


def _published_line(measure: str, population: str) -> Line:
    counted = _COUNTED_BY_MEASURE.get(measure) or _COUNTED_BY_POPULATION.get(population)
    if counted is None:
        raise ValueError(f"{measure} of {population}: monitoring/returns/lines.py does not say what this counts")
    return Line(
        published_code(measure, population),
        "As printed",
        f"{measure.replace('_', ' ').capitalize()}: {population.replace('_', ' ')}",
        counted,
        population=population,
        additive=Additive.NEVER,
        over_time=OverTime.APART,
        required=False,
        largest=None,
        measure=measure,
    )
