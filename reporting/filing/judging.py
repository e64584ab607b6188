"""What kind of file it is by its content, and what must not come in: another kind, protected, damaged, with a program inside, a trap."""

import re
import zlib
from pathlib import Path, PurePosixPath

import puremagic

from reporting.filing.judging_office import OFFICE_PARTS, is_archive_to_its_end, refuse_bad_office
from reporting.problems import Problem, Refused

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ACCEPTED = "PDF, DOCX, XLSX, JPG, PNG"
SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which an encrypted DOCX or XLSX lies within such a container
HEAD, END = 4096, 70_000  # bytes looked at: an archive's directory may end 65 557 bytes before the end
PAGE = re.compile(rb"<\s*(?:html|script|svg|iframe|!doctype\s+html)\b|<\?php", re.I)
PROGRAM = re.compile(rb"/(?:JavaScript|Launch)\b")
MOST_PIXELS = 250_000_000  # above any camera; a picture that unpacks into more is a trap
MOST_UNPACKED = 50 * 2**20  # of a PDF's packed directories
SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # markers of a JPEG that tell its size in pixels


def extension_of(name: str) -> str:
    """The extension the sender gave, `jpeg` told as `jpg`."""
    given = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    return SAME.get(given, given)


def judged(path: Path, given: str) -> str:
    """The type the content shows, which must be the one of the name; otherwise a refusal in words, by kind of fault."""
    if given not in TYPES:
        raise Refused(Problem("file_type", "file", params={"types": ACCEPTED}))
    content = path.read_bytes()
    if given in OFFICE_PARTS and content.startswith(OLD_OFFICE) and ENCRYPTED in content:
        raise refusal("file_protected")
    if given in OFFICE_PARTS and content.startswith(b"PK\x03\x04"):
        refuse_bad_office(path, given, content[-END:])
        return given
    if by_magic(content[:HEAD]) != given:
        raise Refused(Problem("file_mismatch", "file", params={"named": given.upper()}))
    {"pdf": refuse_bad_pdf, "png": refuse_bad_png, "jpg": refuse_bad_jpg}[given](content)
    if PAGE.search(content[:HEAD]) or PAGE.search(content[-HEAD:]) or is_archive_to_its_end(content[-END:]):
        raise refusal("file_mixed")
    return given


def refusal(code: str) -> Refused:
    """A refusal that needs no more words than its code."""
    return Refused(Problem(code, "file"))


def by_magic(head: bytes) -> str:
    """Which of our types the first bytes show; empty for any other."""
    try:
        shown = {SAME.get(match.extension.lstrip("."), match.extension.lstrip(".")) for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return ""
    return next((kind for kind, start in STARTS.items() if kind in shown and head.startswith(start)), "")


def refuse_bad_pdf(content: bytes) -> None:
    """A PDF must be whole, open without a password, and neither run a script nor start a program.

    Files attached inside it are let in: the electronic document cards of the state portals carry the signed original so.
    """
    end = content[-2048:]
    if b"%%EOF" not in end:
        raise refusal("file_broken")
    plain = plain_names(content)
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", plain):
        raise refusal("file_protected")
    if PROGRAM.search(plain) or any(PROGRAM.search(plain_names(part)) for part in object_streams(content)):
        raise refusal("file_active")


def plain_names(content: bytes) -> bytes:
    """A name may be written with codes, `/Java#53cript`, to be overlooked."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), content)


def object_streams(content: bytes):
    """The packed directories of a PDF, where names lie too. More of them than any document has is a trap."""
    unpacked = 0
    for found in re.finditer(rb"/ObjStm\b", content):
        start = content.find(b"stream", found.end())
        if start < 0:
            return
        start += 8 if content[start + 6 : start + 8] == b"\r\n" else 7
        try:
            part = zlib.decompressobj().decompress(content[start:], MOST_UNPACKED - unpacked + 1)
        except zlib.error:
            continue
        unpacked += len(part)
        if unpacked > MOST_UNPACKED:
            raise refusal("file_heavy")
        yield part


def refuse_bad_png(content: bytes) -> None:
    """Every part of a PNG is there with its checksum, up to the closing one; its size in pixels is possible."""
    place, kind = 8, b""
    while kind != b"IEND":
        size, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        data = content[place + 8 : place + 8 + size]
        checksum = content[place + 8 + size : place + 12 + size]
        if len(checksum) < 4 or zlib.crc32(kind + data) != int.from_bytes(checksum, "big") or (place == 8) != (kind == b"IHDR"):
            raise refusal("file_broken")
        if kind == b"IHDR":
            refuse_impossible(int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big"))
        place += 12 + size


def refuse_bad_jpg(content: bytes) -> None:
    """A JPEG tells its size in pixels and is closed after its picture. Telephones write more behind the end: that alone is no fault."""
    place, told = 2, False
    while content[place : place + 1] == b"\xff" and content[place + 1 : place + 2] not in (b"", b"\xda"):
        kind, size = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if kind in SIZES:
            told = True
            refuse_impossible(int.from_bytes(content[place + 7 : place + 9], "big"), int.from_bytes(content[place + 5 : place + 7], "big"))
        place += 1 if kind == 0xFF else 2 + max(size, 2)  # a marker may be preceded by filling
    if not told or content[place : place + 2] != b"\xff\xda" or content.find(b"\xff\xd9", place) < 0:
        raise refusal("file_broken")


def refuse_impossible(width: int, height: int) -> None:
    """No pixels at all, or more than any camera takes."""
    if not width or not height:
        raise refusal("file_broken")
    if width * height > MOST_PIXELS:
        raise refusal("file_heavy")
