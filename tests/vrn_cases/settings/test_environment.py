"""The example of the environment names every setting, and production starts with it filled in and not without."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / ".env.example"
MADE_UP = {
    "SECRET_KEY": "made-up-" + "0123456789" * 6,
    "VRN_AUDIT_KEYS": "k1:made-up",
    "VRN_FIELD_KEYS": "k1:" + "A" * 43 + "=",
}


def example() -> dict[str, str]:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def names_that_the_code_reads() -> set[str]:
    settings = (ROOT / "vrn_cases" / "settings.py").read_text(encoding="utf-8")
    serve = (ROOT / "vrn_cases" / "management" / "commands" / "serve.py").read_text(encoding="utf-8")
    read = re.findall(r'\b(?:env\.\w+|secret|key_list)\(\s*"([A-Z_]+)"', settings)
    return {*read, *re.findall(r'environ\.get\("([A-Z_]+)"', serve)}


def check(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    told = {**example(), **MADE_UP, "VRN_DATA_DIR": str(folder), **variables}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **told},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(example()) == names_that_the_code_reads()


def test_production_starts_with_the_example_filled_in(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "SECRET_KEY must be set"),
        ("VRN_AUDIT_KEYS", "no id", "VRN_AUDIT_KEYS must be a list"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS must be set"),
        ("DATABASE_URL", "", "DATABASE_URL must be set"),
        ("DEBUG", "on", "DEBUG must be off"),
        ("VRN_DEMONSTRATION", "on", "VRN_DEMONSTRATION is refused"),
        ("VRN_SECOND_FACTOR_REQUIRED", "off", "VRN_SECOND_FACTOR_REQUIRED=off is refused"),
        ("VRN_MODE", "produktion", "VRN_MODE is 'produktion'"),
    ],
)
def test_production_does_not_start_without(tmp_path: Path, name: str, value: str, words: str) -> None:
    result = check(tmp_path, **{name: value})
    assert result.returncode != 0
    assert words in result.stderr
