"""Text without the characters that no page, workbook or typesetter can print."""

import re

# What XML 1.0 refuses: C0 and C1 controls, half surrogates, non-characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without what cannot be printed; tabs become spaces, every line end one newline."""
    if text.isprintable():
        return text
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
