"""The broker on folders: a message that is being written is not there yet."""

from pathlib import Path
from queue import Empty

import pytest
from django.conf import settings
from kombu import Connection
from kombu.exceptions import ChannelError

from portal.celery import app
from portal.operations import folders


@pytest.fixture
def channel(tmp_path):
    """A channel whose folders are the test's own."""
    places = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport=folders.Transport, transport_options=places) as connection:
        yield connection.channel()


def test_a_message_is_met_whole_or_not_at_all(channel, monkeypatch):
    write, met = Path.write_bytes, []

    def slowly(path, content):
        write(path, content[:10])
        with pytest.raises(Empty):
            channel._get("celery")
        met.append("half")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", slowly)
    channel._put("celery", {"body": "мәтін"})
    assert channel._get("celery") == {"body": "мәтін"} and met == ["half"]
    with pytest.raises(Empty):
        channel._get("celery")


def test_messages_come_to_their_queue(channel):
    for number in range(3):
        channel._put("celery", {"number": number})
        channel._put("other", {"number": 10 + number})
    assert sorted(channel._get("celery")["number"] for _ in range(3)) == [0, 1, 2]


def test_a_folder_that_is_gone_is_told(channel, tmp_path):
    channel.transport_options["data_folder_out"] = str(tmp_path / "gone")
    channel.__dict__.pop("data_folder_out", None)
    with pytest.raises(ChannelError):
        channel._put("celery", {})


def test_the_portal_uses_it_where_there_is_no_redis():
    uses = isinstance(app.connection_for_write().transport, folders.Transport)
    assert uses is (not settings.REDIS_URL)
