"""One thing that is wrong with a received workbook, at one cell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`text` says what to change, in words. No cell: the sheet; no sheet either: the whole file."""

    text: str
    sheet: str = ""
    cell: str = ""

    @property
    def words(self) -> str:
        place = ", ".join(part for part in (self.sheet, self.cell and f"cell {self.cell}") if part)
        return f"{place}: {self.text}" if place else self.text[:1].upper() + self.text[1:]
