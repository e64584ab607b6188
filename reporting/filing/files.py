"""Evidence on the disk: judged by its content, kept under its SHA-256, handed out only by the view that asked for permission."""

import hashlib
import os
import re
import tempfile
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import puremagic
from django.conf import settings

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
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted DOCX or XLSX is such a container, and so is DOC
LONGEST_NAME = 200
MOST_PARTS = 10_000  # of an office file: more is a trap for the one who opens it


@dataclass(frozen=True)
class Stored:
    """A file that lies in its place."""

    name: str
    sha256: str
    size: int
    type: str


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


def extension_of(name: str) -> str:
    """The extension the sender gave, `jpeg` told as `jpg`."""
    given = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    return SAME.get(given, given)


def keep(upload) -> Stored:
    """Judges an uploaded file and puts it in its place: written aside, flushed to the disk, then renamed. Refuses in words, by kind."""
    refuse_by_size(upload.size)
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=root, prefix=".incoming-")
    try:
        digest, size = write_down(handle, upload)
        refuse_by_size(size)
        extension = judged(Path(aside), extension_of(upload.name))
        final = place(digest)
        final.parent.mkdir(parents=True, exist_ok=True)
        os.replace(aside, final)
        flush_folder(final.parent)
    finally:
        Path(aside).unlink(missing_ok=True)
    return Stored(safe_name(upload.name, extension), digest, size, TYPES[extension])


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


def judged(path: Path, given: str) -> str:
    """The type the content shows, or a refusal: of another type, protected, or damaged. The extension must agree with the content."""
    with path.open("rb") as file:
        head = file.read(4096)
        file.seek(max(path.stat().st_size - 2048, 0))
        tail = file.read()
    found = "office" if head.startswith(b"PK\x03\x04") else by_magic(head)
    if head.startswith(OLD_OFFICE) and given in OFFICE_PARTS:
        raise Refused(Problem("file_protected", "file"))
    if found == "office" and given in OFFICE_PARTS:
        refuse_bad_office(path, given)
        return given
    if found != given or given not in TYPES:
        raise Refused(Problem("file_type", "file", params={"types": ACCEPTED}))
    if given == "pdf":
        refuse_bad_pdf(path, tail)
    ends = {"png": b"IEND", "jpg": b"\xff\xd9"}
    if given in ends and ends[given] not in tail:
        raise Refused(Problem("file_broken", "file"))
    return given


def by_magic(head: bytes) -> str:
    """Which of our types the first bytes show; empty for any other."""
    try:
        shown = {SAME.get(match.extension.lstrip("."), match.extension.lstrip(".")) for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return ""
    starts = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
    return next((kind for kind, start in starts.items() if kind in shown and head.startswith(start)), "")


def refuse_bad_pdf(path: Path, tail: bytes) -> None:
    """A PDF must be whole and open without a password."""
    if b"%%EOF" not in tail:
        raise Refused(Problem("file_broken", "file"))
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", path.read_bytes()):
        raise Refused(Problem("file_protected", "file"))


def refuse_bad_office(path: Path, given: str) -> None:
    """An office file must hold its main part, no macros, and nothing that unpacks into mountains. Nothing is unpacked here."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise Refused(Problem("file_broken", "file")) from problem
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Problem("file_protected", "file"))
    bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 50 * settings.MAX_UPLOAD_BYTES
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if bomb or macros or not {"[Content_Types].xml", OFFICE_PARTS[given]} <= names:
        raise Refused(Problem("file_type", "file", params={"types": ACCEPTED}))
