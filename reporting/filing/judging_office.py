"""What must not come in with a DOCX or XLSX: macros and other programs, parts from elsewhere, traps. Large parts are not unpacked."""

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from django.conf import settings

from reporting.problems import Problem, Refused

OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MOST_PARTS = 10_000  # more is a trap for the one who opens it
MOST_TIMES = 50  # the limit of a file, unpacked
FREELY, MOST_DENSE = 50 * 2**20, 200  # above the first, bytes unpacked for one packed
MOST_TEXT = 2**20  # of the lists of contents and of relations
PROGRAMS = re.compile(r"(^|/)(vbaproject[^/]*\.bin|vbadata\.xml|macrosheets/.*|activex/.*|dialogsheets/.*)$", re.I)
PACKAGE = "Ole10Native".encode("utf-16-le")  # any file at all, a program too, laid into a document
RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>", re.I)
LOADED = re.compile(r'Type\s*=\s*["\'][^"\']*/(?:attachedTemplate|oleObject|frame|subDocument|afChunk|control)["\']', re.I)
ELSEWHERE = re.compile(r'Target\s*=\s*["\']\s*(?:https?:|ftp:|mhtml:|\\\\|file:/*[^/:"\']+/|//)', re.I)
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


def refuse_bad_office(path: Path, given: str, end: bytes) -> None:
    """Refuses a protected, damaged, mixed, trapped or dangerous office file, each in its own words. `end` are its last bytes."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise Refused(Problem("file_protected", "file"))
            refuse_odd_directory(parts, path.stat().st_size, end)
            refuse_other_kind({part.filename for part in parts}, given)
            refuse_program(packed, parts)
            refuse_loading(packed, parts)
    except UNREADABLE as problem:
        raise Refused(Problem("file_broken", "file")) from problem


def is_archive_to_its_end(end: bytes) -> bool:
    """Whether the last bytes close a ZIP, so that unpacking programs open the file as one."""
    place = end.rfind(b"PK\x05\x06")
    while place >= 0:
        if place + 22 + int.from_bytes(end[place + 20 : place + 22], "little") == len(end):
            return True
        place = end.rfind(b"PK\x05\x06", 0, place)
    return False


def refuse_odd_directory(parts: list[zipfile.ZipInfo], size: int, end: bytes) -> None:
    """Nothing before the first part and nothing behind the last; names that stay inside, each once; no mountains."""
    if not parts or min(part.header_offset for part in parts) or not is_archive_to_its_end(end):
        raise Refused(Problem("file_mixed", "file"))
    names = [part.filename.lower() for part in parts]
    strays = any(".." in PurePosixPath(name.replace("\\", "/")).parts or name.startswith(("/", "\\")) or ":" in name for name in names)
    if strays or len(set(names)) < len(names):
        raise Refused(Problem("file_broken", "file"))
    unpacked = sum(part.file_size for part in parts)
    dense = unpacked > FREELY and unpacked > MOST_DENSE * size
    if dense or len(parts) > MOST_PARTS or unpacked > MOST_TIMES * settings.MAX_UPLOAD_BYTES:
        raise Refused(Problem("file_heavy", "file"))


def refuse_other_kind(names: set[str], given: str) -> None:
    """The main part of the kind that the name promises."""
    if not {"[Content_Types].xml", OFFICE_PARTS[given]} <= names:
        raise Refused(Problem("file_mismatch", "file", params={"named": given.upper()}))


def refuse_program(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Macros under any name, controls, and files laid into the document as packages."""
    kinds = text_of(packed, "[Content_Types].xml").lower()
    laid_in = [part for part in parts if "/embeddings/" in part.filename.lower() and part.filename.lower().endswith(".bin")]
    if any(part.file_size > settings.MAX_UPLOAD_BYTES for part in laid_in):
        raise Refused(Problem("file_heavy", "file"))
    packages = any(PACKAGE in packed.read(part) for part in laid_in)
    if packages or "macroenabled" in kinds or "vbaproject" in kinds or any(PROGRAMS.search(part.filename) for part in parts):
        raise Refused(Problem("file_active", "file"))


def refuse_loading(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Templates and objects that the program of the reader would fetch from another computer. Plain links are let in."""
    for part in parts:
        if part.filename.lower().endswith(".rels"):
            relations = RELATION.findall(text_of(packed, part.filename))
            if any(LOADED.search(one) and ELSEWHERE.search(one) for one in relations):
                raise Refused(Problem("file_remote", "file"))


def text_of(packed: zipfile.ZipFile, name: str) -> str:
    """A small text part, whatever its encoding. One that is not small, or declares words of its own, is damaged or a trap."""
    with packed.open(name) as part:
        content = part.read(MOST_TEXT + 1)
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    if len(content) > MOST_TEXT or "<!DOCTYPE" in text.upper():
        raise Refused(Problem("file_broken", "file"))
    return text
