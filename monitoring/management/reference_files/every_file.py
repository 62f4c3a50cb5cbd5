"""Every reference file in the order in which it may be read: what a file names stands in one before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from monitoring.management.reference_files.budgets import load_agreements, load_budget_lines
from monitoring.management.reference_files.measure_plans import load_measure_plans
from monitoring.management.reference_files.measures import (
    load_area_rates,
    load_observations,
    load_series,
    load_success_measures,
)
from monitoring.management.reference_files.programmes import (
    load_areas,
    load_factors,
    load_lists,
    load_organisations,
    load_outcomes,
    load_priorities,
    load_programmes,
    load_sources,
    load_toolkit,
)
from monitoring.management.reference_files.published import load_published_figures
from monitoring.management.reference_files.theory import load_theories

INTERVENTIONS: tuple[tuple[str, Callable[[Path, Any], int]], ...] = (
    ("sources.csv", load_sources),
    ("yef_toolkit.csv", load_toolkit),
    ("areas.csv", load_areas),
    ("priorities.csv", load_priorities),
    ("outcomes_framework.csv", load_outcomes),
    ("risk_and_protective_factors.csv", load_factors),
    ("lists.csv", load_lists),
    ("organisations.csv", load_organisations),
    ("programmes.csv", load_programmes),
    ("measure_plans.csv", load_measure_plans),
)
MONITORING: tuple[tuple[str, Callable[[Path, Any], int]], ...] = (
    ("series.csv", load_series),
    ("observations.csv", load_observations),
    ("area_rates.csv", load_area_rates),
    ("success_measures.csv", load_success_measures),
    ("grant_agreements.csv", load_agreements),
    ("budget_lines.csv", load_budget_lines),
    ("published_figures.csv", load_published_figures),
)
NODES, LINKS = "theory_nodes.csv", "theory_links.csv"


@dataclass(frozen=True)
class Loaded:
    name: str
    rows: int


def load_every_file(root: Path, by: Any) -> Iterator[Loaded]:
    """Load the files under `root` one after the other, each whole or not at all. Raises WrongFile."""
    for name, load in INTERVENTIONS:
        yield Loaded(f"interventions/reference/{name}", load(root / "interventions" / "reference" / name, by))
    folder = root / "monitoring" / "reference"
    for name, load in MONITORING:
        yield Loaded(f"monitoring/reference/{name}", load(folder / name, by))
    yield Loaded(f"monitoring/reference/{NODES} and {LINKS}", load_theories(folder / NODES, folder / LINKS, by))


def product_root() -> Path:
    return Path(settings.BASE_DIR)
