"""Evidence on the disk: received aside and judged, checked for viruses, then kept under its SHA-256 for every document that uses it."""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from reporting.filing import scanner
from reporting.filing.arriving import NO_ROOM
from reporting.filing.judging import ACCEPTED, TYPES, extension_of, judged
from reporting.problems import Problem, Refused

__all__ = ["ACCEPTED", "TYPES", "Arrived", "place", "received", "safe_name"]
log = structlog.get_logger(__name__)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Arrived:
    """A judged file that lies aside until the act that needs it is written down. `is_clean`: so the scanner said, in time."""

    name: str
    sha256: str
    size: int
    type: str
    aside: Path
    is_clean: bool

    def settle(self) -> None:
        """Puts the file in its place. Called last in the transaction: a refusal before it leaves nothing behind."""
        final = place(self.sha256)
        with in_words():
            final.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.aside, final)
            flush_folder(final.parent)


def place(sha256: str) -> Path:
    """Where a file lies."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def safe_name(name: str, extension: str) -> str:
    """What the file is called on pages and when it is downloaded: no path, no control or direction signs, at most 200 characters."""
    bare = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    # Cc: controls; Cf: directions and invisible joiners; Zl, Zp: line breaks; Cs, Co, Cn: not characters at all
    bare = "".join(sign for sign in bare if unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"))
    stem = " ".join(bare.rsplit(".", 1)[0].split()).strip(". ")
    return f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip() or 'document'}.{extension}"


@contextmanager
def received(upload) -> Iterator[Arrived | None]:
    """Writes an upload aside, judges it and asks the scanner; what was not settled at the end is gone. Nothing for no upload.

    Done before the transaction of the act, as a scanner may take its seconds; one that gives no answer in time is no refusal.
    """
    if upload is None or isinstance(upload, Arrived):
        yield upload
        return
    if trouble := getattr(upload, "trouble", ""):
        raise Refused(Problem(trouble, "file"))
    refuse_by_size(upload.size)
    root = Path(settings.FILES_ROOT)
    with in_words():
        root.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=root, prefix=".incoming-")
    aside = Path(name)
    try:
        with in_words():
            digest, size = write_down(handle, upload)
        refuse_by_size(size)
        extension = judged(aside, extension_of(upload.name))
        yield Arrived(safe_name(upload.name, extension), digest, size, TYPES[extension], aside, is_clean=asked_at_once(aside))
    finally:
        aside.unlink(missing_ok=True)


def asked_at_once(aside: Path) -> bool:
    """Whether the scanner says now that the file is clean. Refuses an infected one; without an answer the worker asks again."""
    if not scanner.is_set_up():
        return False
    try:
        threat = scanner.threat_in(aside, seconds=settings.CLAMD_AT_ONCE_SECONDS)
    except scanner.ScannerAway as away:
        log.warning("scanner_away", reason=str(away))
        return False
    if threat:
        log.warning("upload_infected", threat=threat)
        raise Refused(Problem("file_infected", "file", params={"threat": threat}))
    return True


@contextmanager
def in_words() -> Iterator[None]:
    """A full disk is told to the person; any other fault of the disk stays a fault."""
    try:
        yield
    except OSError as problem:
        if problem.errno not in NO_ROOM:
            raise
        log.exception("no_room_for_files")
        raise Refused(Problem("file_no_room", "file")) from problem


def refuse_by_size(size: int) -> None:
    """An empty file and one above the limit."""
    if not size:
        raise Refused(Problem("file_empty", "file"))
    if size > settings.MAX_UPLOAD_BYTES:
        raise Refused(Problem("file_too_large", "file", params={"max": settings.MAX_UPLOAD_BYTES // 2**20}))


def write_down(handle: int, upload) -> tuple[str, int]:
    """SHA-256 and size of what was written and flushed to the disk."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as out:
        for chunk in upload.chunks():
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def flush_folder(folder: Path) -> None:
    """A rename is safe from a power cut only when its folder is flushed too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
