"""Release profiles: to whom figures go, and what is done to small counts on the way."""

from dataclasses import dataclass

from django.conf import settings

ROUNDING_BASE = 5
DEFAULT_THRESHOLD: int = settings.SMALL_NUMBER_THRESHOLD


@dataclass(frozen=True)
class ReleaseProfile:
    """One audience and the disclosure rule that it is served under.

    ``threshold``  counts of 1 to threshold - 1 are hidden; None: nothing is hidden.
    ``rounds``  every count is rounded to the nearest 5 instead. Never together with a threshold: the pair says
    more about a small count than either alone.
    ``zero_suppressible``  a count of nought is hidden like a small one.
    ``one_way_only``  cells that cross two or more breakdowns are left out.
    ``width``  a wider audience has the larger number; readers of a profile are taken to see all that wider ones see.

    Percentages, rates and means are hidden with any count they rest on, in every profile that hides.
    Raises ValueError for a rule that could not protect anybody.
    """

    code: str
    name: str
    width: int
    threshold: int | None = None
    rounds: bool = False
    zero_suppressible: bool = False
    one_way_only: bool = False
    agreement: str = ""

    def __post_init__(self) -> None:
        if self.threshold is not None and self.rounds:
            raise ValueError(f"{self.code}: a profile has a threshold or rounds, never both")
        if self.zero_suppressible and self.threshold is None:
            raise ValueError(f"{self.code}: zero can be hidden only under a threshold")
        if self.threshold is not None and self.threshold - self.smallest_hidden < 2:
            raise ValueError(f"{self.code}: a threshold of {self.threshold} leaves one value to guess")

    @property
    def exact(self) -> bool:
        return self.threshold is None and not self.rounds

    @property
    def smallest_hidden(self) -> int:
        return 0 if self.zero_suppressible else 1

    @property
    def limit(self) -> int:
        """The smallest count that is not small."""
        return ROUNDING_BASE if self.threshold is None else self.threshold

    def is_small(self, count: int) -> bool:
        """True when a count must not be found out by this profile's readers."""
        return not self.exact and self.smallest_hidden <= count < self.limit

    def also_reads(self, other: "ReleaseProfile") -> bool:
        """True when this profile's readers see what was released to ``other``."""
        return self.code == other.code or other.width > self.width


def rounded_to_base(count: int) -> int:
    """The nearest multiple of 5; no count lies half way."""
    return ROUNDING_BASE * ((count + ROUNDING_BASE // 2) // ROUNDING_BASE)


PROGRAMME_TEAM = ReleaseProfile("programme_team", "Programme team", width=1)
CENTRAL_TEAM = ReleaseProfile("central_team", "Central team", width=2)
BOARD = ReleaseProfile("board", "Board closed paper", width=4, threshold=DEFAULT_THRESHOLD)
PUBLIC = ReleaseProfile("public", "Public", width=5, threshold=DEFAULT_THRESHOLD, one_way_only=True)


def funder_profile(agreement: str, *, threshold: int | None = None, number: int | None = None) -> ReleaseProfile:
    """A funder's profile, exact or under a threshold as the named agreement says. Raises ValueError without one.

    `number`: the agreement's, by which its releases are known as those to the same readers.
    """
    if not agreement.strip():
        raise ValueError("a funder's release names the agreement it is made under")
    known_by = agreement if number is None else number
    name = f"Funder under agreement: {agreement}"
    return ReleaseProfile(f"funder:{known_by}", name, width=3, threshold=threshold, agreement=agreement)
