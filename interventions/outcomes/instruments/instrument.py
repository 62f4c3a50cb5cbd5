"""What an outcome measure is: its items, how they are scored, what scores are called, and for whom it may be used.

Pages draw the keyboard grid, what missing items do, the checks of what is typed and the scores from this alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from interventions.outcomes.instruments.bands import Band, Banded, Banding, Citation
from interventions.outcomes.instruments.items import Gate, Item, NotAnAnswer, Section, in_words, names_of
from interventions.outcomes.instruments.norms import ChangeRule, Norm
from interventions.outcomes.instruments.paper_forms import Ages, Form, Point
from interventions.outcomes.instruments.scales import Answers, Scale, Score
from interventions.outcomes.reliable_change import PersonChange, person_change


@dataclass(frozen=True)
class Scored:
    """Scores by scale code with the scorer that made them. ``missing`` are the items asked and not answered."""

    instrument: str
    scorer_version: int
    scores: Mapping[str, Score]
    answered: int
    asked: int
    missing: tuple[int, ...]
    words: str

    def __getitem__(self, scale: str) -> int | None:
        """A scale's score in hundredths."""
        return self.scores[scale].hundredths


@dataclass(frozen=True)
class Instrument:
    """One measure in the version for one informant.

    ``main`` is the code of the scale that change is reported on. ``scorer_version`` goes up with every change of how
    answers become scores, and is kept beside each score. Bands are shown by ``default_banding`` (None: by none).
    """

    code: str
    name: str
    short_name: str
    informant: str
    scorer_version: int
    sections: tuple[Section, ...]
    scales: tuple[Scale, ...]
    main: str
    forms: Mapping[Point, Form]
    ages: Ages
    rights: str
    sources: tuple[Citation, ...]
    gates: tuple[Gate, ...] = ()
    bandings: tuple[Banding, ...] = ()
    default_banding: str | None = None
    norms: tuple[Norm, ...] = ()
    change_rules: Mapping[str, ChangeRule] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def scale(self, code: str) -> Scale:
        """Raises KeyError for a scale that this instrument does not have."""
        return {scale.code: scale for scale in self.scales}[code]

    def banding(self, code: str) -> Banding:
        """Raises KeyError for a banding that this instrument does not have."""
        return {banding.code: banding for banding in self.bandings}[code]

    def read(self, typed: Mapping[int, object]) -> tuple[Answers, dict[int, str]]:
        """What was typed by item number, as answers, with what is wrong by item number; a faulty one is None."""
        answers: Answers = {}
        problems = {}
        for item in self.items:
            try:
                answers[item.number] = item.read(typed.get(item.number))
            except NotAnAnswer as fault:
                answers[item.number], problems[item.number] = None, str(fault)
        return answers, problems

    def checked(self, answers: Mapping[int, int | None] | Sequence[int | None]) -> Answers:
        """Every item's answer by number, from a mapping (left out: missing) or from all of them in order.

        Raises ValueError, with every fault in words, for answers that the instrument cannot have.
        """
        if isinstance(answers, Mapping):
            unknown = [number for number in answers if number not in {item.number for item in self.items}]
            if unknown:
                raise ValueError(f"{self.short_name} has no item {in_words([repr(number) for number in unknown])}")
            by_number = answers
        elif not _is_row(answers) or len(answers) != len(self.items):
            raise ValueError(f"{self.short_name} takes {len(self.items)} answers in order, None for a missing one")
        else:
            by_number = {item.number: answer for item, answer in zip(self.items, answers, strict=True)}
        found, problems = self.read(by_number)
        problems |= {
            number: f"Q{number}: an answer is a number" for number, it in by_number.items() if isinstance(it, str)
        }
        if problems:
            raise ValueError(" ".join(problems.values()))
        return found

    def score(self, answers: Mapping[int, int | None] | Sequence[int | None]) -> Scored:
        """All scores of these answers. Raises ValueError as ``checked`` does."""
        found = self.checked(answers)
        scores = {scale.code: scale.score(found) for scale in self.scales}
        not_asked = {number for gate in self.gates if gate.is_closed(found) for number in gate.items}
        asked = [item for item in self.items if item.number not in not_asked]
        missing = [item for item in asked if found[item.number] is None]
        return Scored(
            instrument=self.code,
            scorer_version=self.scorer_version,
            scores=scores,
            answered=len(asked) - len(missing),
            asked=len(asked),
            missing=tuple(item.number for item in missing),
            words=self._completeness(len(asked), missing, scores),
        )

    def _completeness(self, asked: int, missing: list[Item], scores: dict[str, Score]) -> str:
        if not missing:
            return f"All {asked} answered."
        if len(missing) == asked:
            return f"None of {asked} answered: no scores."
        without = [scale.name for scale in self.scales if scores[scale.code].hundredths is None]
        effect = f"No score for {in_words(without)}." if without else "Every score can be worked out."
        return f"{asked - len(missing)} of {asked} answered. Not answered: {names_of(missing)}. {effect}"

    def clashes(self, answers: Answers) -> list[str]:
        """Answers that contradict each other: something was answered that an earlier answer says was not asked."""
        found = []
        for gate in self.gates:
            beyond = [f"Q{number}" for number in gate.items if answers[number] is not None]
            if gate.is_closed(answers) and beyond:
                found.append(
                    f"Q{gate.number} is {gate.closed_by}, so {in_words(beyond)} should be blank. Check the paper: "
                    f"as it stands the scale is scored 0."
                )
        return found

    def banded(self, scale: str, hundredths: int | None) -> Banded | None:
        """The band of a score by the default banding; None without a score, banding or cut-offs for the scale."""
        return self.banding(self.default_banding).banded(scale, hundredths) if self.default_banding else None

    def ranges(self, scale: str, banding: str) -> tuple[tuple[Band, int, int], ...]:
        """Each band of a scale with the lowest and highest score (hundredths) that can fall into it.

        Raises KeyError where the banding has no cut-offs for the scale.
        """
        cut_offs, values = self.banding(banding).cut_offs[scale], self.scale(scale).values
        held = {band: [value for value in values if cut_offs.band(value) == band] for band in cut_offs.bands}
        return tuple((band, within[0], within[-1]) for band, within in held.items())

    def against_use(self, *, age: int | None, form: str, point: Point) -> list[str]:
        """Why this form should not be used for somebody of this age (whole years, None: not known) at this point."""
        reasons = []
        if age is None:
            reasons.append(f"The age is not known. {self.short_name} is for people aged {self.ages.words}.")
        elif age not in self.ages:
            reasons.append(f"{self.short_name} is for people aged {self.ages.words}, not {age}.")
        right = self.forms[point]
        if form != right.code:
            reasons.append(f"At this point the {right.name} is used, which asks about {right.asks_about}.")
        return reasons

    def change(self, scale: str, first: int, later: int) -> PersonChange | None:
        """What became of one person's score (hundredths); None where the scale's measurement error is not known."""
        rule = self.change_rules.get(scale)
        if rule is None:
            return None
        before, after = Decimal(first) / 100, Decimal(later) / 100
        return person_change(before, after, rule.error, None, more_is_better=self.scale(scale).more_is_better)


def _is_row(answers: object) -> bool:
    """Whether these are answers in an order: text and bytes are sequences too, and sets have no order."""
    return isinstance(answers, Sequence) and not isinstance(answers, str | bytes)
