"""Makes every page in docs/generated/, or tells which is out of date: `python -m docs.build [--check]`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vrn_cases.settings")
django.setup()

from docs import permissions, states  # noqa: E402  tables and rules can be read once the apps are there

# page -> the function that writes it: a new page is one line here
PAGES: dict[Path, Callable[[], str]] = {
    permissions.PAGE: permissions.permissions_page,
    states.PAGE: states.states_page,
}


def main(*, check: bool) -> int:
    """Writes what differs; with `check` only names it, and the exit code is 1."""
    made = {path: make() for path, make in PAGES.items()}
    differing = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in differing:
        if check:
            sys.stderr.write(f"{path.name} is not what the code says; run: make docs\n")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
            sys.stdout.write(f"Wrote {path.name}.\n")
    return 1 if check and differing else 0


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv[1:]))
