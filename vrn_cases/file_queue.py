"""The queue in a folder, for a machine without Redis: kombu's file-system transport, made safe to read while written.

kombu 5.7 opens a message under its final name and fills it afterwards, so that a reader may take it empty, and a reader
that takes an empty message ends the whole worker. Here a message gets its name when it is complete, what cannot be read
is put aside with a warning (its job's row is the truth, and the sweep sends it again), and the tables of bindings are
read and written under one lock.
"""

import fcntl
import json
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]  # kombu names none of its types
        # the name sorts by the time of sending, also over a restart of the machine
        final = Path(self.data_folder_out) / f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        unfinished = final.with_suffix(".part")
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.rename(final)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        """The oldest message, taken by a rename that only one reader can win. Raises Empty."""
        for name in sorted(path.name for path in Path(self.data_folder_in).iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = Path(self.processed_folder) / name
            try:
                (Path(self.data_folder_in) / name).rename(taken)
            except FileNotFoundError:
                continue
            text = taken.read_text(encoding="utf-8")
            taken.unlink()
            try:
                message: dict[str, Any] = loads(text)
            except json.JSONDecodeError:
                log.warning("a message of %s characters could not be read and was left out", len(text))
                continue
            return message
        raise Empty

    def get_table(self, exchange: str) -> list[Any]:
        with self._bindings_locked():
            table: list[Any] = super().get_table(exchange)  # type: ignore[no-untyped-call]  # kombu has no types
            return table

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        with self._bindings_locked():
            super()._queue_bind(exchange, routing_key, pattern, queue)  # type: ignore[no-untyped-call]  # kombu has no types

    @contextmanager
    def _bindings_locked(self) -> Iterator[None]:
        with open(Path(self.control_folder) / "bindings.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    Channel = Channel
    default_connection_params: ClassVar[dict[str, Any]] = {}  # a folder has no host name to miss
