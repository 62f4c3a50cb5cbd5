"""Processes that are started together are stopped together, whatever they do to stay."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.process_groups import members
from vrn_cases.serving import CannotServe, Group, Part, answers, only_one, refuse_used_port

OBEDIENT = "import pathlib, signal, sys; pathlib.Path(sys.argv[1]).touch(); signal.pause()"
# Ignores what asks it to stop, and has a child that does so too.
STUBBORN = (
    "import os, pathlib, signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.fork();"
    "pathlib.Path(sys.argv[1] + str(os.getpid())).touch(); signal.pause()"
)
ENDS = "import sys; sys.exit(3)"


def part(name: str, code: str, argument: object = "") -> Part:
    return Part(name, [sys.executable, "-c", code, str(argument)])


@pytest.fixture
def stopped_by(tmp_path: Path) -> Iterator[Callable[..., Group]]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def run(*parts: Part, marks: int, stop: Callable[[], None], patience: float = 60) -> Group:
        group = Group(parts, env=os.environ, patience=patience)
        with group.running():
            assert group.wait_until(lambda: len(list(tmp_path.iterdir())) == marks)
            stop()
            assert not group.wait_until(lambda: False)
        return group

    yield run
    assert {number: signal.getsignal(number) for number in before} == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_signal_ends_every_part(stopped_by: Callable[..., Group], tmp_path: Path, number: int) -> None:
    parts = [part("one", OBEDIENT, tmp_path / "one"), part("two", OBEDIENT, tmp_path / "two")]
    group = stopped_by(*parts, marks=2, stop=lambda: os.kill(os.getpid(), number))
    assert [child.returncode for _, child in group.children] == [-signal.SIGTERM] * 2
    assert members(group.children[0][1].pid) == []


def test_a_part_that_does_not_stop_is_killed_with_all_that_it_started(
    stopped_by: Callable[..., Group], tmp_path: Path
) -> None:
    parts = [part("quick", OBEDIENT, tmp_path / "quick"), part("stubborn", STUBBORN, tmp_path / "stubborn")]
    group = stopped_by(*parts, marks=3, stop=lambda: os.kill(os.getpid(), signal.SIGTERM), patience=0.05)
    assert [child.returncode for _, child in group.children] == [-signal.SIGTERM, -signal.SIGKILL]
    assert members(group.children[0][1].pid) == []


def test_all_parts_share_one_group_that_is_not_ours(stopped_by: Callable[..., Group], tmp_path: Path) -> None:
    groups = []

    def look() -> None:
        groups.extend(os.getpgid(int(mark.name)) for mark in tmp_path.iterdir())
        os.kill(os.getpid(), signal.SIGTERM)

    by_pid = OBEDIENT.replace("sys.argv[1]", "sys.argv[1], str(__import__('os').getpid())")
    stopped_by(part("one", by_pid, tmp_path), part("two", by_pid, tmp_path), marks=2, stop=look)
    assert len(groups) == 2
    assert len(set(groups)) == 1
    assert groups[0] != os.getpgid(0)


def test_a_part_that_ends_stops_the_others_and_is_named(tmp_path: Path) -> None:
    group = Group([part("web server", OBEDIENT, tmp_path / "one"), part("worker", ENDS)], env=os.environ)
    with pytest.raises(CannotServe, match="The worker ended by itself with code 3"), group.running():
        group.wait_until(lambda: False)
    assert members(group.children[0][1].pid) == []


def test_a_part_that_is_killed_is_named_with_the_signal(tmp_path: Path) -> None:
    group = Group([part("worker", OBEDIENT, tmp_path / "one")], env=os.environ)
    with group.running():
        assert group.wait_until((tmp_path / "one").exists)
        group.children[0][1].kill()
        with pytest.raises(CannotServe, match="The worker was ended by signal 9"):
            group.wait_until(lambda: False)


def test_a_data_folder_is_served_once(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(CannotServe, match="running on this data folder already"):
        only_one(tmp_path).__enter__()
    with only_one(tmp_path):
        assert (tmp_path / "serve.lock").exists()


def test_a_used_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=f"Port {port} .* PORT={port + 1} make run"):
            refuse_used_port("127.0.0.1", port)


def test_nothing_answers_where_nothing_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert not answers("127.0.0.1", free.getsockname()[1], "127.0.0.1")
