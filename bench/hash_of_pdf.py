"""Prints the hash of the kept document's PDF, made in this process alone: `python -m bench.child hash_of_pdf`."""

import sys

from bench.j7_report import hash_of_kept


def main() -> None:
    sys.stdout.write(f"{hash_of_kept()}\n")
