"""A part of the benchmark in a process of its own: `python -m bench.child one_run S sqlite j4,j5` sets Django up and
calls `bench.one_run.main("S", "sqlite", "j4,j5")`, which may name tables as soon as it is imported.
"""

import os
import sys
from importlib import import_module

import django


def command_of(part: str, *told: str) -> list[str]:
    """The command that calls `main` of `bench.<part>` with these words."""
    return [sys.executable, "-m", "bench.child", part, *told]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")
    django.setup()
    import_module(f"bench.{sys.argv[1]}").main(*sys.argv[2:])
