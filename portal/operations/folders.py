"""The broker on folders, for a machine without another server: Kombu's own, but its messages appear whole.

Kombu opens a message under its last name and then writes it. A worker that looks into the folder in between reads nothing, takes that for
a broken message and ends.
"""

from pathlib import Path
from time import monotonic
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes a message aside and gives it its name when it is whole."""

    def _put(self, queue, payload, **kwargs):
        name = f"{round(monotonic() * 1000)}_{uuid4()}"
        aside = Path(self.data_folder_out, f"{name}.part")
        try:
            aside.write_bytes(dumps(payload).encode())
            aside.rename(aside.with_name(f"{name}.{queue}.msg"))
        except OSError as failed:
            raise ChannelError(f"The message {name} cannot be written") from failed


class Transport(filesystem.Transport):
    """`filesystem://` with such a channel."""

    Channel = Channel
