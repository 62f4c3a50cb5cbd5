"""What the answers typed so far will do to the scores, in words: the same rules that score what is saved."""

from collections.abc import Mapping
from dataclasses import dataclass

from interventions.outcomes.instruments.instrument import Instrument
from interventions.outcomes.instruments.scales import Standing


@dataclass(frozen=True)
class Said:
    """`scales` say what becomes of each that is not whole; `seen` are the blank items, as the form sends them back to
    say that its page has told of them."""

    words: str
    scales: tuple[str, ...]
    problems: tuple[str, ...]
    clashes: tuple[str, ...]
    seen: str

    @property
    def aloud(self) -> str:
        """What is read out when it changes: what is wrong alone, while something is, or it is said with every key."""
        return " ".join(self.problems or (self.words, *self.clashes))


def said_of(instrument: Instrument, typed: Mapping[int, object]) -> Said:
    """`typed`: what stands in the boxes, by item number. A box that holds no answer counts as blank and is named."""
    answers, problems = instrument.read(typed)
    scored = instrument.score(answers)
    began = any(answer is not None for answer in answers.values())
    told = [
        f"{scale.name}: {scored.scores[scale.code].words}"
        for scale in instrument.scales
        if scored.scores[scale.code].standing in (Standing.FROM_FEWER, Standing.NO_SCORE)
    ]
    return Said(
        words=scored.words,
        scales=tuple(told) if began else tuple(scale.rule for scale in instrument.scales),
        problems=tuple(problems.values()),
        clashes=tuple(instrument.clashes(answers)),
        seen=numbers(scored.missing),
    )


def numbers(missing: tuple[int, ...]) -> str:
    """ "4,7": the items left blank, as a form carries them."""
    return ",".join(map(str, missing))
