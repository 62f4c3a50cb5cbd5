"""A wrong reference file is told in words with its file, line and column, and nothing of it is kept."""

import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from interventions.programmes.models import Organisation, Programme
from monitoring.management.commands import load_reference
from monitoring.management.reference_files.every_file import INTERVENTIONS, MONITORING, product_root
from monitoring.management.reference_files.reading import WrongFile
from monitoring.management.reference_files.theory import load_theories
from vrn_cases.audit.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]
PROGRAMMES, FIGURES = "interventions/reference/programmes.csv", "monitoring/reference/published_figures.csv"
OBSERVATIONS, BUDGET = "monitoring/reference/observations.csv", "monitoring/reference/budget_lines.csv"
NODES, LINKS = "monitoring/reference/theory_nodes.csv", "monitoring/reference/theory_links.csv"
ORGANISATIONS = "interventions/reference/organisations.csv"
LOADERS = dict((*INTERVENTIONS, *MONITORING))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the reference files that a test may spoil."""
    for package in ("interventions", "monitoring"):
        shutil.copytree(product_root() / package / "reference", tmp_path / package / "reference")
    return tmp_path


@pytest.fixture
def run() -> Callable[[], str]:
    def command() -> str:
        out = StringIO()
        call_command("load_reference", stdout=out)
        return out.getvalue()

    return command


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def load(root: Path, name: str) -> None:
    """Load this one file; what it names is there already."""
    if name in (NODES, LINKS):
        load_theories(root / NODES, root / LINKS, "load_reference")
    else:
        LOADERS[Path(name).name](root / name, "load_reference")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (PROGRAMMES, "S0;S1;S2", "S0;S9", "line 2, column source: there is no source “S9”"),
        (PROGRAMMES, "VIP,Violence Intervention Project,casework", "VIP,Violence Intervention Project,magic",
         "line 2, column delivery_model: “magic” is not known. It must be one of: casework"),
        (PROGRAMMES, "MVP,Mentors", "VIP,Mentors", "line 5, column code: line 2 says the same of VIP already"),
        (PROGRAMMES, "VIP,Violence", f"VIP,{'V' * 150}Violence", "line 2, column name: it has 179 characters; 120"),
        (PROGRAMMES, "Support at a", f"Support {'a' * 1_000}", "line 2, column what: it has"),
        (PROGRAMMES, "neutral_name", "other_name", "line 1, column neutral_name: the column is missing"),
        (PROGRAMMES, "A&E navigators", "A&E helpers", "line 2, column approach: there is no approach “A&E helpers”"),
        (FIGURES, "2024-03-31", "2024-02-31", "line 3, column period_end: “2024-02-31” is not a day like 2024-03-31"),
        (FIGURES, "2020-02-01,2021-01-31", "2022-02-01,2021-01-31",
         "line 2, column period_end: the period ends before it starts"),
        (FIGURES, "young_people,400", "young_people,4x0", "line 3, column value: “4x0” is not a whole number"),
        (FIGURES, "almost", "nearly", "line 3, column qualifier: “nearly” is not known"),
        (FIGURES, "people_reached,young_people,99", "people_reached,martians,99", "line 2, column population"),
        (OBSERVATIONS, "-14.6", "-14.655", "column change_on_previous_percent: “-14.655” is not a number with"),
        (OBSERVATIONS, "serious_violence_offences,police", "serious_violence_offences,health",
         "line 2, column source_data: the series comes from police"),
        (BUDGET, "364000,yes", "364000,perhaps", "line 2, column counts_as_intervention: “perhaps” is not known"),
        (BUDGET, "364000,yes", "364000,yes,more", "line 2: it has 8 cells; 7 are needed"),
        (NODES, "up to 20 schools", "", "column target: a target needs its words as printed"),
        (NODES, "RET-12", "RET-99", "column indicator: there is no indicator “RET-99”"),
        (NODES, "schools_launching", "schools_lunching", "column printed_measure: there is no printed measure"),
        (NODES, "serious_violence_offences", "serious_offences", "column series: there is no series"),
        (LINKS, "NETWORK,grant,prevention", "NETWORK,grant,nowhere",
         "line 2, column effect: the theory NETWORK has no box “nowhere”"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_by_line_and_column(files: Path, name: str, old: str, new: str, said: str) -> None:
    change(files / name, old, new)
    with pytest.raises(WrongFile) as caught:
        load(files, name)
    assert f"{name}, " in str(caught.value)
    assert said in str(caught.value)


def test_a_byte_that_is_no_text_and_a_missing_file_are_told(files: Path) -> None:
    path = files / PROGRAMMES
    path.write_bytes(path.read_bytes().replace(b"Turning", b"Turn\xffing"))
    with pytest.raises(WrongFile, match=r"programmes.csv, line 2: it holds a byte that is not UTF-8 text"):
        load(files, PROGRAMMES)
    path.unlink()
    with pytest.raises(WrongFile, match=r"programmes.csv: the file is missing"):
        load(files, PROGRAMMES)


def test_an_unclosed_quotation_mark_is_told(files: Path) -> None:
    change(files / PROGRAMMES, '"Emergency Department', 'Emergency "Department')
    change(files / PROGRAMMES, "Turning Point", '"Turning Point')
    with pytest.raises(WrongFile, match=r"programmes.csv, line \d+: it cannot be read as comma-separated values"):
        load(files, PROGRAMMES)


def test_nothing_of_a_wrong_file_is_kept(files: Path) -> None:
    change(files / PROGRAMMES, "VIP,Violence Intervention Project", "VIP,Renamed Project")
    change(files / PROGRAMMES, "Leicestershire Fire and Rescue,secondary", "Leicestershire Fire and Rescue,unheard")
    before = AuditEvent.objects.count()
    with pytest.raises(WrongFile, match="unheard"):
        load(files, PROGRAMMES)
    assert Programme.objects.get(code="VIP").name == "Violence Intervention Project"
    assert AuditEvent.objects.count() == before


def test_a_changed_line_writes_only_what_differs(files: Path) -> None:
    change(files / PROGRAMMES, "Turning Point", "Another Provider")
    change(files / ORGANISATIONS, "Turning Point", "Another Provider")
    before = AuditEvent.objects.count()
    load(files, ORGANISATIONS)
    load(files, PROGRAMMES)
    assert AuditEvent.objects.count() == before + 2
    changed = Programme.objects.get(code="VIP")
    assert (changed.delivered_by, changed.revision) == ("Another Provider", 2)
    assert Organisation.objects.filter(name="Another Provider").exists()


def test_the_command_says_what_it_wrote_and_what_is_wrong(
    files: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[[], str]
) -> None:
    run()  # the partner return is put in use by the first run
    assert run() == "Reference data: nothing new.\n"
    change(files / PROGRAMMES, "S0;S1;S2", "S9")
    monkeypatch.setattr(load_reference, "product_root", lambda: files)
    with pytest.raises(CommandError, match=r"column source: there is no source “S9”.*Nothing of this file was kept"):
        run()
