"""The benchmark at its smallest: what it compares before it times anything, and what it tells. No time is judged."""

import json
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from bench import j4_export, j5_upload, j7_report, long_report, seeding
from bench.asked import SIZES, asked_for
from bench.document import put_table
from bench.new_return import sent_returns
from bench.results import KEYS, Result, as_text, at_most, lines_in, met
from bench.seeding import BY
from bench.setting import Setting
from bench.timing import AnswersDiffer
from monitoring.indicators.services import refresh_figures
from monitoring.management.reference_files.every_file import load_every_file, product_root
from monitoring.returns.services import accept_version, put_standard_templates

XS = Setting(SIZES["XS"], "sqlite")
PEAK = 12.5


@pytest.fixture(scope="module")
def sums(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[seeding.Sums]:
    """The smallest size, with reference data; taken back after the file."""
    with django_db_blocker.unblock(), transaction.atomic():
        for _ in load_every_file(product_root(), "load_reference"):
            pass
        put_standard_templates(by=BY)
        seeding.analyst()
        yield seeding.fill(XS.size)
        transaction.set_rollback(True)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes would look at another database than this one."""
    for module in (j4_export, j5_upload, j7_report):
        monkeypatch.setattr(module, "peak_of", lambda work: PEAK)
    monkeypatch.setattr(j7_report, "elsewhere", j7_report.hash_of_kept)


def told_by(module: ModuleType) -> list[dict[str, object]]:
    lines = list(lines_in(result.as_json() for result in module.measure(XS)))
    assert all(tuple(line) == KEYS for line in lines)
    assert {(line["size"], line["database"]) for line in lines} == {("XS", "sqlite")}
    for line in lines:
        if line["ratio"] is not None:
            assert line["ratio"] == pytest.approx(line["seconds"] / line["floor_seconds"], abs=0.01)
    return lines


@pytest.mark.django_db
@pytest.mark.usefixtures("sums", "alone")
def test_the_export_tells_time_queries_and_memory() -> None:
    export, memory = told_by(j4_export)
    assert (export["target"], export["queries"]) == ("ratio <= 1.15", 3)
    assert (memory["target"], memory["peak_mib"]) == (f"peak_mib <= {PEAK + 15}", PEAK)


@pytest.mark.django_db
@pytest.mark.usefixtures("sums", "alone")
def test_an_export_that_differs_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    one_less = list(j4_export.read())[1:]
    monkeypatch.setattr(j4_export, "read", lambda: iter(one_less))
    with pytest.raises(AnswersDiffer, match="the cells of the export"):
        list(j4_export.measure(XS))


@pytest.mark.django_db
@pytest.mark.usefixtures("sums", "alone")
def test_the_upload_is_stored_as_the_usual_way_stores_it() -> None:
    right, wrong, whole, statements = told_by(j5_upload)
    assert "mistakes named" in str(wrong["case"])
    assert {right["target"], wrong["target"], whole["target"]} == {"ratio <= 1.6", "ratio <= 0.1"}
    assert statements["queries"]


@pytest.mark.django_db
@pytest.mark.usefixtures("sums", "alone")
def test_an_upload_whose_mistakes_are_overlooked_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    read = j5_upload.read_workbook
    monkeypatch.setattr(j5_upload, "read_workbook", lambda content, *more: _without_faults(read(content, *more)))
    with pytest.raises(AnswersDiffer, match="mistakes"):
        list(j5_upload.measure(XS))


def _without_faults(read: object) -> object:
    return type(read)(read.answers, ())


@pytest.mark.django_db
@pytest.mark.usefixtures("sums", "alone")
def test_the_report_has_its_pages_and_charts() -> None:
    pdf, frozen, seen_again, changed = told_by(j7_report)
    assert int(str(pdf["case"]).split()[2]) >= long_report.PAGES
    assert {frozen["target"], seen_again["target"]} == {"ratio <= 8"}
    assert not changed["target"]  # what it costs is told; nothing is promised of a first look


@pytest.mark.django_db
def test_figures_that_are_not_the_plain_sums_are_told(sums: seeding.Sums) -> None:
    key = next(key for key in sums if key[0] == "spend" and sums[key])
    with pytest.raises(AnswersDiffer, match="RET-10"):
        seeding.figures_are(seeding.Sums({**sums, key: sums[key] + 1}))


@pytest.mark.django_db
@pytest.mark.usefixtures("sums")
def test_an_accepted_return_is_seen_in_the_figures() -> None:
    (new,) = sent_returns(1)
    accept_version(version=new.version, revision=new.version.revision, by=BY)
    assert not new.in_the_figures()
    refresh_figures()
    assert new.in_the_figures()


def test_jobs_sizes_and_databases_come_from_the_environment_or_are_all() -> None:
    everything = asked_for([], {})
    assert everything.jobs == tuple(f"j{number}" for number in range(1, 9))
    assert [size.name for size in everything.sizes] == ["S", "M"]
    assert everything.databases == ("sqlite", "postgresql")
    some = asked_for([], {"JOBS": "j1,J5", "SIZE": "xs", "DB": "postgres"})
    assert (some.jobs, some.databases) == (("j1", "j5"), ("postgresql",))


def test_an_unknown_job_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked_for(["--jobs", "j9"], {})
    assert "'j9' is not a job" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("result", "answer"),
    [
        (Result("j4", "a", "S", "sqlite", 1.15, 1.0, at_most("ratio", 1.15)), True),
        (Result("j4", "a", "S", "sqlite", 1.16, 1.0, at_most("ratio", 1.15)), False),
        (Result("j5", "a", "S", "postgresql", target=at_most("queries", 15), queries=16), False),
        (Result("j8", "a", "S", "sqlite", 1.9, target=at_most("seconds", 2)), True),
        (Result("j8", "a", "S", "sqlite", 1.9), None),
    ],
)
def test_a_target_is_met_or_not(result: Result, answer: bool | None) -> None:
    (line,) = lines_in([result.as_json()])
    assert met(line) is answer


def test_the_table_stands_on_the_screen_and_in_the_document(tmp_path) -> None:
    line = json.loads(Result("j4", "Excel", "S", "sqlite", 12.0, 10.0, at_most("ratio", 1.15), 3).as_json())
    assert "J4   Excel  S     sqlite       12.0   10.0   1.20  ratio ≤ 1.15  no         3" in as_text([line])
    put_table(tmp_path / "BENCHMARK.md", [line])
    text = (tmp_path / "BENCHMARK.md").read_text(encoding="utf-8")
    assert "| J4 | Excel | S | sqlite | 12.0 | 10.0 | 1.20 | ratio ≤ 1.15 | no | 3 |  |" in text
    assert "0 of 1 targets are met" in text
    put_table(tmp_path / "BENCHMARK.md", [{**line, "job": "j5", "case": "Upload"}])
    put_table(tmp_path / "BENCHMARK.md", [{**line, "seconds": 11.0, "ratio": 1.1}])
    text = (tmp_path / "BENCHMARK.md").read_text(encoding="utf-8")
    assert text.index("| J4 | Excel | S | sqlite | 11.0") < text.index("| J5 | Upload | S | sqlite | 12.0")
    assert "| 12.0 | 10.0 | 1.20 | ratio ≤ 1.15 | no | 3 |  |\n| J5" not in text
    assert "Not measured: " in text
