"""Rules about the code itself: lengths, names, imports, signals, raw SQL, writes past the one way to write."""

import ast
import re

import pytest

from tests.architecture.house import ROOT, imports, module_of, python_files, short, tree

LONGEST = 300
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "lib", "misc"}

RAW_SQL = {
    "interventions/demo_writing.py": "copies of invented people, in bulk, with one event for all of them",
    "vrn_cases/audit/triggers.py": "triggers cannot be said in the ORM",
    "vrn_cases/audit/services.py": "the advisory lock that lets one sealer work",
    "vrn_cases/pages/views.py": "the health check asks the database for nothing but an answer",
    "vrn_cases/backup.py": "a restored database is asked for its own state",
    "vrn_cases/database_copies.py": "copies of a whole database are made by its own means",
    "monitoring/indicators/store.py": "the advisory lock that lets one working-out write",
}
ORM_WRITES = {
    "vrn_cases/audit": "the log is written by record() and the sealer alone",
    "vrn_cases/records": "create(), write() and the mark are here",
    "vrn_cases/jobs/services.py": "the fence is a conditional update; a job is the system's own row",
    "vrn_cases/notices/services.py": "a message is the system's own row, claimed by a conditional update",
    "interventions/cases/services/spells.py": "spells and lead workers belong to a case, which is written and audited",
    "vrn_cases/forms/services": "the submission key and the draft's row are taken by an insert that may lose",
    "vrn_cases/list_files/services.py": "what was searched for waits encrypted, stays out of the log and is removed",
    "vrn_cases/questions/services.py": "question sets are frozen whole and audited as one event",
    "vrn_cases/access/session_store.py": "saves the framework's own row, so that no request undoes a lock",
    "vrn_cases/access/services.py": "a password is set through the user model",
    "vrn_cases/sign_in/services.py": "ends sessions, which are the library's rows",
    "vrn_cases/spreadsheets.py": "saves a workbook, not a row",
    "interventions/participants/services.py": "a person's bare key and a name's keys belong to a participant, a record",
    "interventions/outcomes/services/assessing.py": "answers and scores belong to an assessment, written as a record",
    "interventions/outcomes/services/following.py": "when a case's next measure is due is worked out, never edited",
    "interventions/sessions/services/following.py": "a case's last session is worked out, never edited",
    "interventions/sessions/services/single.py": "a session arranged by mistake goes; the log keeps what it was",
    "monitoring/indicators": "grains, cells and roll-ups are worked out, never edited by a person",
    "monitoring/returns": "answers and lines belong to a version, which is written and audited as a record",
    "monitoring/theory/services.py": "nodes and links belong to a theory, which is written and audited as a record",
    "monitoring/reports/freezing.py": "renderings and snapshots are put down once with the report that is frozen",
}
RECEIVERS = {"vrn_cases/access/receivers.py", "vrn_cases/apps.py"}


@pytest.mark.parametrize("path", python_files(), ids=short)
def test_no_file_is_longer_than_300_lines(path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_files_are_named_for_their_subject() -> None:
    named = [short(path) for path in python_files() if {path.stem, *path.relative_to(ROOT).parts[:-1]} & DRAWERS]
    assert not named


def test_no_import_stands_inside_a_function_and_none_takes_everything() -> None:
    wrong = [f"{short(found.file)}:{found.line}" for found in imports() if found.inside or "*" in found.names]
    assert not wrong


def test_signals_are_received_in_one_file() -> None:
    files = {
        short(found.file)
        for found in imports()
        if found.module.startswith(("django.dispatch", "django.db.models.signals")) or "signals" in found.module
    }
    assert files == RECEIVERS


def test_nothing_is_left_to_do_and_no_check_is_silenced_without_a_reason() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    silenced = re.compile(r"# (?:noqa|type: ignore)(?P<what>: ?[A-Z]+\d+|\[[\w, -]+\])?(?P<reason>.*)")
    wrong = []
    for path in python_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            found = silenced.search(line)
            explained = (
                found and found["what"] and (found["reason"].strip(" #") or lines[number - 2].strip().startswith("#"))
            )
            if marks.search(line) or (found and not explained):
                wrong.append(f"{short(path)}:{number}: {line.strip()}")
    assert not wrong, "\n".join(wrong)


def _calls(path, names: set[str]):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
            yield node


def test_raw_sql_stands_in_the_grains_and_where_a_reason_is_given() -> None:
    asking = {
        short(path) for path in python_files() if any(True for _ in _calls(path, {"raw", "extra"})) or _executes(path)
    }
    grains = {path for path in asking if path.startswith("monitoring/indicators/grains/")}
    assert asking - grains == set(RAW_SQL), "give the reason beside the file, or say it in the ORM"


def _executes(path) -> bool:
    return any(
        isinstance(call.func.value, ast.Name) and call.func.value.id == "cursor" for call in _calls(path, {"execute"})
    )


def test_records_are_written_through_the_one_way_to_write() -> None:
    """`save`, `objects.create`, `update`, `delete` and the bulk calls stand only where a reason is given."""
    wrong, used = [], set()
    for path in python_files():
        if module_of(path).part.startswith("management") or "tests" in path.parts:
            continue
        for call in _calls(path, {"save", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}):
            reason = next((place for place in ORM_WRITES if short(path).startswith(place)), None)
            if reason is None:
                wrong.append(f"{short(path)}:{call.lineno} {ast.unparse(call.func)}")
            else:
                used.add(reason)
        for call in _calls(path, {"create", "update"}):
            target = ast.unparse(call.func.value)
            if "objects" not in target and "_default_manager" not in target:
                continue
            reason = next((place for place in ORM_WRITES if short(path).startswith(place)), None)
            if reason is None:
                wrong.append(f"{short(path)}:{call.lineno} {ast.unparse(call.func)}")
            else:
                used.add(reason)
    stale = sorted(set(ORM_WRITES) - used)
    assert not wrong, "write records through vrn_cases.records.services:\n" + "\n".join(wrong)
    assert not stale, f"exceptions that nothing needs any more: {stale}"


def test_foreign_keys_to_other_rooms_are_strings() -> None:
    wrong = []
    for path in python_files():
        here = module_of(path)
        if here.part != "models":
            continue
        names = {
            name: found.module
            for found in imports()
            if found.file == path
            for name in found.names
            if ".models" in found.module and f".{here.room}." not in f"{found.module}."
        }
        for call in _calls(path, {"ForeignKey", "OneToOneField", "ManyToManyField"}):
            target = call.args[0] if call.args else None
            if isinstance(target, ast.Name) and target.id in names and target.id != "QuestionSet":
                wrong.append(f"{short(path)}:{call.lineno} {target.id}")
    assert not wrong, "name models of other rooms as strings:\n" + "\n".join(wrong)


def test_small_numbers_are_suppressed_at_one_door() -> None:
    """Renderers read the frozen document alone: none of them reads a table, a cell or the door."""
    renderers = [
        path for path in python_files() if path.stem.startswith(("render_", "printed", "table_sheets", "machine_"))
    ]
    wrong = [
        f"{short(found.file)}:{found.line} imports {found.module}"
        for found in imports()
        if found.file in renderers
        and found.module.startswith(("monitoring.indicators", "monitoring.returns", "interventions", "django.db"))
    ]
    assert renderers
    assert not wrong, "\n".join(wrong)
