"""Reference numbers that people read out over the telephone: a letter for the kind, six random characters, a check.

The alphabet leaves out 0 O 1 I 5 S 8 B, which look alike. The check character is Luhn's algorithm modulo the size of
the alphabet (ISO/IEC 7812-1 annex B, generalised): every single wrong character shows, and every swap of two unlike
neighbours but that of 2 and Z (377 of the 378 pairs).
"""

import secrets

ALPHABET = "234679ACDEFGHJKLMNPQRTUVWXYZ"
RANDOM_LENGTH = 6
REFERENCE_LENGTH = RANDOM_LENGTH + 2


def check_character(body: str) -> str:
    """The character that makes `body` (kind letter and random part) whole.

    Raises ValueError for a character that references do not use.
    """
    size, factor, total = len(ALPHABET), 2, 0
    for character in reversed(body):
        product = factor * _value(character)
        factor = 3 - factor
        total += product // size + product % size
    return ALPHABET[(size - total % size) % size]


def _value(character: str) -> int:
    """Kind letters may be any letter; those outside the alphabet take the value of their place in A to Z."""
    if character in ALPHABET:
        return ALPHABET.index(character)
    if character.isascii() and character.isalpha() and character.isupper():
        return (ord(character) - ord("A")) % len(ALPHABET)
    raise ValueError(f"{character!r} is not used in references")


def new_reference(kind: str) -> str:
    body = kind + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return body + check_character(body)


def is_reference(text: str, kind: str) -> bool:
    """True when `text` could be a reference of this kind: "not found" can be said without asking the database."""
    body, check = text[:-1], text[-1:]
    if len(text) != REFERENCE_LENGTH or not body.startswith(kind) or set(body[1:] + check) - set(ALPHABET):
        return False
    return check_character(body) == check
