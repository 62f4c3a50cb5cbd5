"""Static files are collected when one of them changed, and only then."""

from pathlib import Path
from typing import Any

import pytest

from vrn_cases.static_files import collect_static_files


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "fonts-for-pdf").mkdir(parents=True)
    (folder / "app.css").write_text("body {}")
    (folder / "fonts-for-pdf" / "font.ttf").write_text("a font")
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_second_time_does_nothing(source: Path, tmp_path: Path) -> None:
    assert collect_static_files()
    assert names(tmp_path / "static") == ["app.css"]
    assert not collect_static_files()


def test_a_changed_file_is_taken(source: Path, tmp_path: Path) -> None:
    collect_static_files()
    (source / "app.css").write_text("body { margin: 0 }")
    assert collect_static_files()
    assert (tmp_path / "static" / "app.css").read_text() == "body { margin: 0 }"


def test_a_lost_folder_is_made_again(source: Path, tmp_path: Path) -> None:
    collect_static_files()
    (tmp_path / "static" / "app.css").unlink()
    (tmp_path / "static").rmdir()
    assert collect_static_files()
    assert names(tmp_path / "static") == ["app.css"]
