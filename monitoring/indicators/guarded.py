"""What a kind tells the disclosure door of a figure: the numbers that it rests on, and what stands or falls with them.

The door guards numbers, never values: a percentage, a mean, an interval or a median is shown while all the numbers that
it is `shown_with` are, and hidden with any of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ITSELF = ""
TOP, WHOLE, REST = "#having", "#of", "#rest"


@dataclass(frozen=True)
class Number:
    """One whole number that tells of people; `value` None: nothing was reported.

    `people` None: it counts people, or what was done with them, and is small when it is below the threshold itself.
    Otherwise it is a sum about so many people (minutes, changes of a score), and too much is told of them when there
    are fewer than `least` (0: than the threshold). `signed`: it could be negative. `about`: it counts what was done
    with so many people (sessions), and a large count of these tells too much as well when the people are few.
    """

    value: int | None
    people: int | None = None
    least: int = 0
    signed: bool = False
    about: int | None = None


@dataclass(frozen=True)
class Guarded:
    """The `numbers` of one figure, each under the ending that its key gets; `ITSELF` is the figure as it is printed.

    `sums`: which of them is the sum of which others ("#eligible" of "#paired" and "#not paired"). `shown_with`: the
    numbers that a value worked out from them is hidden with; empty where the figure is a number itself. `too_few`: the
    words in the value's place where a sum behind it is about too few people. `from_numbers`: the value can be worked
    out from them; a median cannot. `untied`: numbers that do not add up from programme to network or from quarter to
    year (of distinct people, those who are not among the others: who was not in one quarter may be in the next).
    `as_a_set`: numbers that are shown all or none, each under the name ("improved" of "#improved") of a part.
    """

    numbers: Mapping[str, Number]
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shown_with: tuple[str, ...] = ()
    too_few: str = ""
    from_numbers: bool = True
    untied: tuple[str, ...] = ()
    as_a_set: tuple[str, ...] = ()


def one_number(value: int | None, about: int | None = None) -> Guarded:
    """A figure that is a count itself."""
    return Guarded({ITSELF: Number(value, about=about)})


def share_of(having: int | None, of: int | None, about: int | None = None) -> Guarded:
    """Who reads "48 of 50" reads the 2 as well, so the rest is guarded as if it were printed. Of none: no share."""
    told = having is not None and bool(of)
    numbers = (having, of, (of or 0) - (having or 0)) if told else (None, None, None)
    return Guarded(
        {ending: Number(number, about=about) for ending, number in zip((TOP, WHOLE, REST), numbers, strict=True)},
        sums={WHOLE: (TOP, REST)},
        shown_with=(TOP, WHOLE),
    )
