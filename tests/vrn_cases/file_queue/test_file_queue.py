"""The queue in a folder loses no message, gives none out twice, and no unfinished one at all."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from threading import Thread

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

from vrn_cases.celery import app
from vrn_cases.file_queue import Channel, Transport

QUEUE = "celery"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("messages", "processed", "control"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def channel(folder: Path) -> Iterator[Channel]:
    options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "processed"),
        "control_folder": str(folder / "control"),
    }
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.default_channel


def test_the_service_uses_it() -> None:
    assert TRANSPORT_ALIASES["filesystem"] == "vrn_cases.file_queue:Transport"
    assert isinstance(Connection("filesystem://").transport, Transport)
    assert app.connection_for_write("filesystem://").transport_cls == "filesystem"


def test_messages_come_out_as_they_went_in(channel: Channel, folder: Path) -> None:
    for number in range(12):
        channel._put(QUEUE, {"number": number})
    assert [channel._get(QUEUE)["number"] for _ in range(12)] == list(range(12))
    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert not list((folder / "messages").iterdir())
    assert not list((folder / "processed").iterdir())


def test_another_queue_s_messages_stay(channel: Channel) -> None:
    channel._put("other", {"number": 1})
    with pytest.raises(Empty):
        channel._get(QUEUE)
    assert channel._get("other") == {"number": 1}


def test_a_message_has_no_name_before_it_is_complete(
    channel: Channel, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    rename = Path.rename

    def watch(path: Path, target: Path) -> Path:
        with pytest.raises(Empty):
            channel._get(QUEUE)
        seen.append(path.read_text(encoding="utf-8"))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", watch)
    channel._put(QUEUE, {"number": 1})
    assert seen == ['{"number": 1}']


@pytest.mark.parametrize("content", ["", '{"number": '])
def test_a_broken_message_is_left_out_and_the_next_one_comes(
    channel: Channel, folder: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "messages" / f"000_first.{QUEUE}.msg").write_text(content, encoding="utf-8")
    channel._put(QUEUE, {"number": 1})
    assert channel._get(QUEUE) == {"number": 1}
    assert "could not be read" in caplog.text


def test_two_readers_never_take_the_same_message(channel: Channel) -> None:
    for number in range(60):
        channel._put(QUEUE, {"number": number})
    taken: list[int] = []

    def take() -> None:
        try:
            while True:
                taken.append(channel._get(QUEUE)["number"])
        except Empty:
            return

    readers = [Thread(target=take) for _ in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert sorted(taken) == list(range(60))


def test_bindings_are_kept_once_for_each_queue(channel: Channel) -> None:
    for queue in ("one", "two", "one"):
        channel._queue_bind("jobs", "key", "", queue)
    assert sorted(row.queue for row in channel.get_table("jobs")) == ["one", "two"]
