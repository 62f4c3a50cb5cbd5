"""The code as the architecture tests see it: files, the rooms they belong to, and what they import."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("vrn_cases", "interventions", "monitoring")  # from the ground up: a package imports only those before it

# The order of the rooms: a room imports only rooms before it. A name here may have no folder yet.
ORDER = {
    "vrn_cases": (
        "audit", "records", "access", "pages", "jobs", "files", "questions", "forms", "notices", "sign_in", "users",
        "named_lists", "list_files",
        "log", "privacy",
    ),
    "interventions": (
        "programmes", "participants", "referrals", "cases", "plans", "sessions", "outcomes", "safeguarding",
        "activities", "schools", "grants", "trials", "worklist",
    ),
    "monitoring": ("periods", "measures", "budgets", "indicators", "theory", "returns", "reports", "dashboard"),
}  # fmt: skip
STANDARD = ("models", "rules", "selectors", "services", "forms", "lists", "views", "urls")
SHARED = ("models", "rules", "selectors", "services")  # what another room may import


@dataclass(frozen=True)
class Import:
    """One import: the file, its line, and the module it names; `inside` when it stands in a function."""

    file: Path
    line: int
    module: str
    names: tuple[str, ...]
    inside: bool


@dataclass(frozen=True)
class Module:
    """Where a module stands: package, room (empty for the package's own files), and its file within the room."""

    package: str
    room: str
    part: str


@cache
def python_files() -> tuple[Path, ...]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> Module:
    return placed(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))


def placed(dotted: str) -> Module:
    package, *rest = dotted.split(".")
    if not rest or not (ROOT / package / rest[0]).is_dir() or rest[0] in ("management", "templatetags"):
        return Module(package, "", ".".join(rest))
    return Module(package, rest[0], rest[1] if len(rest) > 1 else "")


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for path in python_files() for found in _imports_of(path))


def _imports_of(path: Path) -> Iterator[Import]:
    inside = {
        id(node)
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(path, node.lineno, name.name, (), id(node) in inside)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = tuple(name.name for name in node.names)
            yield Import(path, node.lineno, node.module, names, id(node) in inside)


def own_imports() -> Iterator[tuple[Import, Module, Module]]:
    """Imports of our own packages: the import, where it stands, and what it names."""
    for found in imports():
        if found.module.split(".")[0] in PACKAGES:
            target = placed(found.module)
            if target.room and not target.part:
                for name in found.names:
                    yield found, module_of(found.file), Module(target.package, target.room, name)
            else:
                yield found, module_of(found.file), target
