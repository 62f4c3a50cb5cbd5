"""Web, worker and beat side by side: started together, stopped together, none left behind."""

import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 12.0  # how long a part may take to finish what it is doing; an idle worker needs seven
LOOK_EVERY_SECONDS = 0.1
SAME_SIGNAL_SECONDS = 1.0  # make and the terminal may both pass on one Ctrl-C
DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG
GOING_SECONDS = 2.0
CANNOT_SERVE = 400
libc = ctypes.CDLL(None)


class CannotServe(Exception):
    """Says in words why the service cannot start or had to stop."""


@dataclass(frozen=True)
class Part:
    """One process of the service: what people call it, and the command that is it."""

    name: str
    command: Sequence[str]


def parts_of_the_service(*, address: str, port: int, data_dir: Path, web_workers: int, job_workers: int) -> list[Part]:
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "vrn_cases.celery"]
    web = [sys.executable, "-m", "gunicorn", "vrn_cases.wsgi", "--bind", f"{address}:{port}"]
    web += ["--worker-class", "gthread", "--workers", str(web_workers), "--threads", "4", "--preload"]
    # By itself it lets any client of this machine, such as a proxy that passes headers on, say where the path begins.
    web += ["--forwarder-headers", ""]
    # The control socket would be opened in the home folder of whoever runs this.
    web += ["--no-control-socket", "--timeout", "60", "--graceful-timeout", "5", "--log-level", "warning"]
    worker = [*celery, "worker", "--pool", "prefork", "--concurrency", str(job_workers), "--loglevel", "WARNING"]
    worker += ["--hostname", "worker@%h", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", str(data_dir / "beat-schedule")]
    return [Part("web server", web), Part("worker", worker), Part("scheduler", beat)]


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold the data folder's lock: two schedulers would send everything twice. Raises CannotServe when it is held."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with open(data_dir / "serve.lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotServe(
                f"The service is running on this data folder already: {data_dir}. "
                "Stop it first, or name another folder: VRN_DATA_DIR=..."
            ) from None
        yield


def refuse_used_port(address: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} of {address} cannot be used ({error.strerror}). Choose another: PORT={port + 1} make run"
            ) from None


def answers(address: str, port: int, host: str) -> bool:
    """True when the sign-in page comes back, asked for as `host`."""
    link = http.client.HTTPConnection(address, port, timeout=10)
    try:
        link.request("GET", "/accounts/login/", headers={"Host": host})
        return link.getresponse().status < CANNOT_SERVE
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


class Group:
    """The service's processes, in one process group of their own, so that all of it can be ended at once.

    A stop signal asks each part to finish; what has not finished after `patience` seconds is killed with all that it
    started. A second signal, a second or more after the first, kills at once.
    """

    def __init__(self, parts: Sequence[Part], *, env: Mapping[str, str], patience: float = PATIENCE_SECONDS) -> None:
        self.parts = parts
        self.env = dict(env)
        self.patience = patience
        self.children: list[tuple[Part, subprocess.Popen[bytes]]] = []
        self.stop_asked = threading.Event()
        self.signalled_at: float | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        try:
            for part in self.parts:
                self._start(part)
            yield
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def wait_until(self, ready: Callable[[], bool]) -> bool:
        """True when `ready` says so, False when asked to stop before. Raises CannotServe when a part ends."""
        while not self.stop_asked.is_set():
            self.refuse_dead_part()
            if ready():
                return True
            self.stop_asked.wait(LOOK_EVERY_SECONDS)
        return False

    def refuse_dead_part(self) -> None:
        for part, child in self.children:
            code = child.poll()
            if code is not None and not self.stop_asked.is_set():
                how = f"was ended by signal {-code}" if code < 0 else f"ended by itself with code {code}"
                raise CannotServe(f"The {part.name} {how}, so everything was stopped. The lines above may say why.")

    def stop(self) -> None:
        self.stop_asked.set()
        for _part, child in self.children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + self.patience
        for _part, child in self.children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, deadline - time.monotonic()))
        self._kill_all()
        for _part, child in self.children:
            child.wait()
        self._wait_until_empty()

    def _start(self, part: Part) -> None:
        leader = self.children[0][1].pid if self.children else 0
        child = subprocess.Popen(  # noqa: S603  the commands are our own
            part.command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            process_group=leader,
            preexec_fn=stop_with_parent,  # noqa: PLW1509  no thread runs yet
        )
        self.children.append((part, child))

    def _kill_all(self) -> None:
        """Nobody who was started here, or by something that was, is left in the group."""
        if self.children:
            with suppress(ProcessLookupError):
                os.killpg(self.children[0][1].pid, signal.SIGKILL)

    def _wait_until_empty(self) -> None:
        """What was killed may need a moment to go; an orphan that nobody collects must not hold us for ever."""
        deadline = time.monotonic() + GOING_SECONDS
        with suppress(ProcessLookupError, PermissionError):
            while self.children and time.monotonic() < deadline:
                os.killpg(self.children[0][1].pid, 0)
                time.sleep(LOOK_EVERY_SECONDS / 10)

    def _on_signal(self, number: int, frame: object) -> None:
        now = time.monotonic()
        if self.signalled_at is None:
            self.signalled_at = now
        elif now - self.signalled_at >= SAME_SIGNAL_SECONDS:
            self._kill_all()
        self.stop_asked.set()


def stop_with_parent() -> None:
    """On Linux this process is asked to stop when the one that started it is killed outright; elsewhere, nothing."""
    with suppress(AttributeError):
        libc.prctl(DIE_WITH_PARENT, signal.SIGTERM)
