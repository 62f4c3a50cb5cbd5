"""In which order the cards of each column stand, so that links cross little: barycentres, swept right and left.

A link over more than one column gets a place of its own in each column between, so that it passes beside the cards.
"""

from collections.abc import Sequence
from itertools import pairwise

SWEEPS = 8


def with_passages(
    columns: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]
) -> tuple[list[list[str]], list[list[str]]]:
    """The columns with a passage in every column that a link skips, and for each link the chain of keys it runs along.

    A link back or within its column runs straight from card to card.
    """
    wider = [list(column) for column in columns]
    place = {key: number for number, column in enumerate(columns) for key in column}
    chains = []
    for count, (start, end) in enumerate(links):
        passages = [f"\0{count}.{number}" for number in range(place[start] + 1, place[end])]
        for number, passage in enumerate(passages, place[start] + 1):
            wider[number].append(passage)
        chains.append([start, *passages, end])
    return wider, chains


def ordered_columns(columns: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The same keys in the same columns, in the best order met; the given order wins a tie, so it is steady."""
    neighbours: dict[str, list[str]] = {}
    for start, end in links:
        neighbours.setdefault(start, []).append(end)
        neighbours.setdefault(end, []).append(start)
    best = [list(column) for column in columns]
    fewest = crossings(best, links)
    current = [list(column) for column in best]
    for sweep in range(SWEEPS):
        order = list(range(len(current)))
        for number in order if sweep % 2 == 0 else reversed(order):
            _sort(current, number, neighbours)
        count = crossings(current, links)
        if count < fewest:
            best, fewest = [list(column) for column in current], count
    return best


def _sort(columns: list[list[str]], number: int, neighbours: dict[str, list[str]]) -> None:
    """Order one column by the mean place of each card's neighbours in the other columns; a card without stays put."""
    elsewhere = {
        key: place / max(1, len(column) - 1)
        for other, column in enumerate(columns)
        if other != number
        for place, key in enumerate(column)
    }
    column = columns[number]
    own = {key: place / max(1, len(column) - 1) for place, key in enumerate(column)}

    def mean(key: str) -> float:
        places = [elsewhere[neighbour] for neighbour in neighbours.get(key, ()) if neighbour in elsewhere]
        return sum(places) / len(places) if places else own[key]

    column.sort(key=mean)


def crossings(columns: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> int:
    """How many pairs of links between neighbouring columns cross in this order of the cards."""
    count = 0
    for left, right in pairwise(columns):
        first = {key: place for place, key in enumerate(left)}
        second = {key: place for place, key in enumerate(right)}
        rows = [(first[start], second[end]) for start, end in links if start in first and end in second]
        count += sum((a - c) * (b - d) < 0 for number, (a, b) in enumerate(rows) for c, d in rows[:number])
    return count
