"""The roll-up of casework at the benchmark's smallest size: the service and the hand-written floor agree."""

import pytest

from bench import j1_casework, seeding
from bench.asked import SIZES
from bench.results import KEYS, lines_in
from bench.seeding import BY
from bench.setting import Setting
from monitoring.management.reference_files.every_file import load_every_file, product_root
from monitoring.returns.services import put_standard_templates

XS = Setting(SIZES["XS"], "sqlite")


@pytest.mark.django_db
def test_the_service_and_the_floor_say_the_same_before_and_after_refreshes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(j1_casework, "peak_of", lambda work: None)  # another process would look at another database
    for _ in load_every_file(product_root(), "load_reference"):
        pass
    put_standard_templates(by=BY)
    seeding.analyst()
    seeding.fill(XS.size)
    lines = list(lines_in(result.as_json() for result in j1_casework.measure(XS)))
    assert len(lines) == 7
    assert all(tuple(line) == KEYS for line in lines)
