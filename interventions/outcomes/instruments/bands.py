"""Bands: what a score is called, by whom, and how sure we are of the cut-offs."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """Where a rule or number was published. ``confirmed`` is False where we know it without having seen the source."""

    text: str
    confirmed: bool = True

    @property
    def words(self) -> str:
        """The source as a page prints it."""
        return self.text if self.confirmed else f"{self.text}. From general knowledge: for the local team to confirm."


@dataclass(frozen=True)
class Band:
    """What scores from ``lowest`` hundredths up to the next band are called.

    ``level`` counts away from the best band, which is 0.
    """

    label: str
    lowest: int
    level: int


@dataclass(frozen=True)
class CutOffs:
    """The bands of one scale, from the lowest score up."""

    bands: tuple[Band, ...]
    citation: Citation

    def band(self, hundredths: int) -> Band:
        """Raises ValueError for a score below every band."""
        found = [band for band in self.bands if band.lowest <= hundredths]
        if not found:
            raise ValueError(f"a score of {hundredths} hundredths lies below every band")
        return found[-1]


@dataclass(frozen=True)
class Banded:
    """A band together with the banding that gave it: a label is never kept or shown without."""

    band: Band
    banding: str
    citation: Citation


@dataclass(frozen=True)
class Banding:
    """One published way of putting scores into bands. ``cut_offs`` by scale code; scales without any have no band."""

    code: str
    name: str
    cut_offs: Mapping[str, CutOffs]

    def banded(self, scale: str, hundredths: int | None) -> Banded | None:
        """None where there is no score or this banding has no cut-offs for the scale."""
        if hundredths is None or scale not in self.cut_offs:
            return None
        cut_offs = self.cut_offs[scale]
        return Banded(cut_offs.band(hundredths), self.name, cut_offs.citation)


def cut_offs(labels: tuple[str, ...], lowest: tuple[int, ...], citation: Citation) -> CutOffs:
    """Bands from their labels and lowest scores (hundredths), both told from the best band to the worst."""
    bands = [Band(label, start, level) for level, (label, start) in enumerate(zip(labels, lowest, strict=True))]
    return CutOffs(tuple(sorted(bands, key=lambda band: band.lowest)), citation)
