"""The virus scanner, spoken to in clamd's own protocol (INSTREAM).

Only one answer means clean: `stream: OK`, whole. Silence, a broken or unknown answer and every error mean that nothing is known
(`ScannerAway`): a scanner that is out of memory, of disk or of patience must never let a file through.
"""

import re
import socket
import struct
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 64 * 1024
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (.{1,500}) FOUND")


class ScannerAway(Exception):
    """The scanner has not said what is in the file; the words are its own, or those of the connection."""


def is_set_up() -> bool:
    """Whether this place has a scanner at all."""
    return bool(settings.CLAMD_ADDRESS)


def threat_in(path: Path, *, seconds: float) -> str:
    """What the scanner calls the virus in the file; empty when it says that there is none. Waits `seconds` in all, then `ScannerAway`."""
    if path.stat().st_size > settings.CLAMD_STREAM_BYTES:
        raise ScannerAway("the file is larger than the scanner takes")
    until = time.monotonic() + seconds
    try:
        with connected(until) as line, path.open("rb") as file:
            answer = exchanged(line, file, until)
    except OSError as problem:
        raise ScannerAway(str(problem) or type(problem).__name__) from problem
    return understood(answer)


def ping(*, seconds: float = 3) -> str:
    """Empty when the scanner answers; otherwise why not."""
    until = time.monotonic() + seconds
    try:
        with connected(until) as line:
            line.sendall(b"zPING\0")
            said = heard(line, until)
    except (OSError, ScannerAway) as problem:
        return str(problem) or type(problem).__name__
    return "" if said == "PONG" else f"unexpected answer: {said[:80]}"


def connected(until: float) -> socket.socket:
    """A line to the scanner."""
    place = urlsplit(settings.CLAMD_ADDRESS)
    if place.scheme == "tcp":
        return socket.create_connection((place.hostname, place.port), timeout=left(until))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(left(until))
        line.connect(place.path)
    except OSError:
        line.close()
        raise
    return line


def exchanged(line: socket.socket, file, until: float) -> str:
    """Sends the file in pieces and hears the answer. A scanner that has had enough hangs up early: what it said is heard all the same."""
    try:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            line.settimeout(left(until))
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        said = heard(line, until)
        raise ScannerAway(printable(said) if said.endswith("ERROR") else "the scanner hung up") from None
    return heard(line, until)


def heard(line: socket.socket, until: float) -> str:
    """One answer up to its closing zero; an answer without it is not whole."""
    said = b""
    while not said.endswith(b"\0"):
        line.settimeout(left(until))
        piece = line.recv(LONGEST_ANSWER)
        said += piece
        if not piece or len(said) > LONGEST_ANSWER:
            raise ScannerAway("the answer is not whole")
    return said[:-1].decode("utf-8", "replace")


def understood(answer: str) -> str:
    """The name of the virus, or nothing for the only answer that means clean."""
    if answer == "stream: OK":
        return ""
    found = FOUND.fullmatch(answer)
    if not found:
        raise ScannerAway(printable(answer) or "an empty answer")
    return printable(found[1])


def printable(said: str) -> str:
    """Words of the scanner as they may be kept: PostgreSQL takes no zero byte, and a log no line of somebody else's."""
    return "".join(sign if sign.isprintable() else "?" for sign in said)[:200]


def left(until: float) -> float:
    """Seconds that remain."""
    remaining = until - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("no answer in time")
    return remaining
