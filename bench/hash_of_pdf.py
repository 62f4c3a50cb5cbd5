"""Prints the hash of the kept document's PDF, made in this process alone."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")
django.setup()

from bench.j7_report import hash_of_kept  # noqa: E402  it names tables, so Django comes first

if __name__ == "__main__":
    sys.stdout.write(f"{hash_of_kept()}\n")
