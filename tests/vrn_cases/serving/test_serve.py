"""The service as `make run` starts it: prepared from nothing, ready, told to stop, and gone."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process_groups import members
from vrn_cases.access.roles import Role

ROOT = Path(__file__).parents[3]
LONGEST_SECONDS = 180  # a service that hangs fails the test and not the suite


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An own data folder and database; the queue is the one that the suite runs on."""
    ours = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {**ours, "VRN_DATA_DIR": str(tmp_path), "DEBUG": "off", "PORT": str(port)}


@pytest.fixture
def service(env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "prepare"], cwd=ROOT, env=env, check=True, capture_output=True)
    process = subprocess.Popen(
        [*command, "serve"], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    too_long = threading.Timer(LONGEST_SECONDS, process.kill)
    too_long.start()
    yield process
    too_long.cancel()
    process.kill()
    process.communicate()


def read_until(process: subprocess.Popen[str], start: str) -> list[str]:
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith(start):
            return lines
    raise AssertionError("\n".join(lines))


def test_it_starts_says_so_and_leaves_nothing(service: subprocess.Popen[str], env: dict[str, str]) -> None:
    read_until(service, f"Ready: http://127.0.0.1:{env['PORT']}")
    told = "\n".join(read_until(service, Role.ADMINISTRATOR.label))
    assert [role.label for role in Role if role.label not in told] == []

    link = http.client.HTTPConnection("127.0.0.1", int(env["PORT"]), timeout=30)
    link.request("GET", "/accounts/login/")
    answer = link.getresponse()
    page = answer.read().decode()
    assert answer.status == 200
    assert "Debug" not in page
    assert "/static/app." in page
    link.request("GET", "/accounts/help/", headers={"SCRIPT_NAME": "/accounts"})
    assert link.getresponse().status == 404  # whoever asks does not say where the path begins
    link.close()

    children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
    group = os.getpgid(int(children[0]))
    assert len(children) == 3
    assert group != os.getpgid(service.pid)

    service.send_signal(signal.SIGINT)
    last = read_until(service, "Stopped")
    assert "Stopping. Once more stops at once." in last
    assert service.wait() == 0
    assert members(group) == []
