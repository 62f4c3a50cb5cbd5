"""How names are folded, keyed and compared: pure, one way for the search and for the check at entry.

A name is found by the beginning of any of its words, by how a word sounds (metaphone), by its words in any order, by
initials with the year of birth, and by the date of birth with its usual slips. What was found is scored by one
function, `likeness`.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import jellyfish
from rapidfuzz.distance import JaroWinkler

UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
WITHIN_A_WORD = str.maketrans("", "", "'’‘`´.")
LONGEST_KEY = 170
EXACT, BEGINS, SOUNDS = 1.0, 0.96, 0.86
ALIKE = 0.84  # below this two words are taken for different ones

Key = tuple[str, str]  # kind of a NameKey, and the key itself


def folded(text: str) -> str:
    """Small letters without accents, apostrophes or full stops; whatever else is no letter or digit parts words."""
    small = unicodedata.normalize("NFKD", text).casefold().translate(UNDECOMPOSED)
    plain = unicodedata.normalize("NFKD", small).casefold().translate(WITHIN_A_WORD)
    kept = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def words_of(*names: str) -> tuple[str, ...]:
    """Every different word of these names, folded, in the order in which they stand."""
    return tuple(dict.fromkeys(word for name in names for word in folded(name).split()))


def sort_name(given_name: str, family_name: str) -> str:
    """No longer than its column: one letter of some scripts is folded into many."""
    return f"{folded(family_name)}, {folded(given_name)}".strip(", ")[:LONGEST_KEY]


def sound(word: str) -> str:
    """How a word sounds; nothing for a word that has no sound of its own, such as one letter or a number."""
    heard = jellyfish.metaphone(word)
    return heard if len(heard) > 1 else ""


def birth_keys(born: date) -> set[str]:
    """A date of birth, and the ways in which it is often written down: day and month swapped, a year beside it."""
    found = {born.isoformat()}
    if born.day <= 12:
        found.add(date(born.year, born.day, born.month).isoformat())
    if (born.month, born.day) != (2, 29):
        found |= {born.replace(year=born.year + step).isoformat() for step in (-1, 1)}
    return found


def keys_of(*, given_name: str, family_name: str, known_as: str, born: date | None) -> set[Key]:
    """Every key under which a participant is to be found, as (kind, key)."""
    words = words_of(given_name, family_name, known_as)
    keys = {("t", word) for word in words} | {("p", heard) for word in words if (heard := sound(word))}
    keys |= {("t", joined) for name in (given_name, family_name) if len(joined := folded(name).replace(" ", "")) > 1}
    keys.add(("s", " ".join(sorted(words_of(given_name, family_name)))))
    if born:
        keys |= {("b", key) for key in birth_keys(born)}
        first, last = folded(given_name)[:1], folded(family_name)[:1]
        if first and last:
            keys.add(("i", f"{''.join(sorted(first + last))}{born.year}"))
    return {(kind, key[:LONGEST_KEY]) for kind, key in keys if key}


@dataclass(frozen=True)
class Known:
    """What of somebody is compared: folded words of the name, other words they go by, date of birth."""

    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    born: date | None = None


def alike(word: str, other: str) -> float:
    """How alike two folded words are, 0 to 1: the same, the beginning of it, alike in letters, or alike in sound."""
    if word == other:
        return EXACT
    if len(word) > 1 and other.startswith(word):
        return BEGINS
    if len(word) == 1 or len(other) == 1:
        return 0.8 if word[:1] == other[:1] else 0.0
    letters = JaroWinkler.similarity(word, other)
    heard = sound(word)
    return max(letters if letters >= ALIKE else 0.0, SOUNDS if heard and heard == sound(other) else 0.0)


def name_likeness(asked: Sequence[str], known: Known) -> float:
    """How well every word asked for is met by a word of the name, 0 to 1; the order of the words does not count."""
    if not asked:
        return 0.0
    have = [*known.words, *known.also, "".join(known.words)]
    return sum(max((alike(word, other) for other in have), default=0.0) for word in asked) / len(asked)


def likeness(one: Known, other: Known) -> float:
    """How likely two records are of one person, 0 to 1, from their names and dates of birth.

    Two different dates of birth weigh against it, less where they are a usual slip of one another; an unknown one
    says nothing either way. It orders what a worker is shown: a worker decides, never the number.
    """
    names = (name_likeness(one.words, other) + name_likeness(other.words, one)) / 2
    if one.born is None or other.born is None:
        return names * 0.9
    if one.born == other.born:
        return 0.6 * names + 0.4
    if one.born.isoformat() in birth_keys(other.born):
        return 0.7 * names + 0.2
    return 0.7 * names


def shared_keys(keys: Iterable[Key]) -> dict[str, list[str]]:
    """Keys by their kind, sorted, for the look-up of candidates."""
    by_kind: dict[str, list[str]] = {}
    for kind, key in sorted(keys):
        by_kind.setdefault(kind, []).append(key)
    return by_kind
