"""A small clamd for tests: speaks INSTREAM as the real one does, and misbehaves as real ones do.

`with fake_clamd(mood) as scanner:` listens on a free port (or on a socket file); `scanner.mood` may be changed while it runs.
"""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# mood → the whole answer, sent instead of a true one
ANSWERS = {
    "empty": b"", "zero": b"\0", "cut": b"stream: O", "unfinished": b"stream: OK",
    "no_temp_dir": b"stream: Can't create temporary file ERROR\0",
    "error": b"INSTREAM: Can't allocate memory ERROR\0", "unknown": b"UNKNOWN COMMAND\0", "other": b"stream: OK but not really\0",
    "two": b"stream: OK\nstream: OK\0", "noise": b"\xff\xfe\x00\x01\0", "found_nothing": b"stream:  FOUND\0",
}  # fmt: skip


@dataclass
class FakeClamd:
    """Where it listens, how it feels, and what it has been sent."""

    address: str
    mood: str = "honest"
    limit: int = 25 * 2**20
    seen: list[bytes] = field(default_factory=list)

    def answer(self, line: socket.socket) -> None:
        """One conversation."""
        command = heard(line)
        if command == b"zPING":
            line.sendall(b"PONG\0" if self.mood != "silent" else b"")
        elif command == b"zINSTREAM" and self.mood != "hang_up":
            self.judge(line)

    def judge(self, line: socket.socket) -> None:
        """Takes the stream and says what is in it, or what the mood says."""
        content = b""
        while size := struct.unpack("!I", exactly(line, 4))[0]:
            content += exactly(line, size)
            if len(content) > self.limit:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(content)
        if self.mood == "silent":
            time.sleep(1)
        elif self.mood in ANSWERS:
            line.sendall(ANSWERS[self.mood])
        else:
            line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


def heard(line: socket.socket) -> bytes:
    """A command up to its zero."""
    said = b""
    while not said.endswith(b"\0"):
        said += exactly(line, 1)
    return said[:-1]


def exactly(line: socket.socket, size: int) -> bytes:
    """As many bytes."""
    got = b""
    while len(got) < size:
        piece = line.recv(size - len(got))
        if not piece:
            raise ConnectionError("the other side has gone")
        got += piece
    return got


@contextlib.contextmanager
def fake_clamd(mood: str = "honest", path: Path | None = None) -> Iterator[FakeClamd]:
    """Listens until the block ends."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen(8)
    scanner = FakeClamd(f"unix://{path}" if path else f"tcp://127.0.0.1:{server.getsockname()[1]}", mood)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                line, _ = server.accept()
                threading.Thread(target=talk, args=(line,), daemon=True).start()

    def talk(line):
        with contextlib.suppress(OSError), line:
            scanner.answer(line)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield scanner
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
