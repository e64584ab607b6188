"""An uploaded workbook looked at before anybody unpacks it, and what its XML says that a reader of values does not tell.

Runs in a process of its own (`unpacking`), with nothing but the standard library: the file is a stranger's.
"""

import re
import zipfile
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.parsers import expat

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_PARTS = 500
MOST_UNPACKED = 40 * 2**20
STEEPEST = 200  # times that a part may grow when unpacked; text of a spreadsheet grows ten to thirty times
SMALL = 2**20  # parts below it may be as steep as they like
LAST_ROW, LAST_COLUMN = 3000, 300  # a report has some hundred rows; content beyond is not ours
PIECE = 2**16
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
MACROS = ("vbaproject", "/macrosheets/", "/dialogsheets/")
LINKS = ("/externallinks/", "/embeddings/", "/activex/", "/querytables/", "connections.xml", "/webextensions/", "/ctrlprops/")


class Unfit(Exception):
    """The file cannot be taken: a code of `reporting.problems` and its parameters."""

    def __init__(self, code: str, **params):
        self.code, self.params = code, params
        super().__init__(code)


@dataclass
class Facts:
    """What the XML of a sheet says beside its values. Places are (row, column) from zero."""

    errors: dict = field(default_factory=dict)
    formulas: set = field(default_factory=set)  # without a kept value
    percents: set = field(default_factory=set)
    merged: list = field(default_factory=list)
    hidden_rows: set = field(default_factory=set)
    hidden_columns: list = field(default_factory=list)


def opened(path: str) -> zipfile.ZipFile:
    """The archive, when nothing in its directory speaks against it. Nothing is unpacked here."""
    with open(path, "rb") as file:
        head = file.read(8)
        if head == OLD_OFFICE:
            raise Unfit("file_protected" if ENCRYPTED in head + file.read() else "file_type", types="XLSX")
    if not head:
        raise Unfit("file_empty")
    if not head.startswith(b"PK\x03\x04"):
        raise Unfit("file_type", types="XLSX")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
        raise Unfit("file_broken") from wrong
    judge_directory(archive.infolist())
    return archive


def judge_directory(parts: list[zipfile.ZipInfo]) -> None:
    """Refuses by the directory alone: a password, a bomb, macros, links to elsewhere, another kind of file."""
    names = [part.filename.lower() for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("file_protected")
    steep = any(part.file_size > SMALL and part.file_size > STEEPEST * max(part.compress_size, 1) for part in parts)
    if steep or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit("file_bomb")
    if len(set(names)) != len(names):
        raise Unfit("file_broken")
    if any(mark in name for name in names for mark in MACROS):
        raise Unfit("file_macros")
    if any(mark in f"/{name}" for name in names for mark in LINKS):
        raise Unfit("file_links")
    if not {"[content_types].xml", "xl/workbook.xml"} <= set(names):
        raise Unfit("file_type", types="XLSX")


def scan(archive: zipfile.ZipFile, name: str, start=None, text=None, end=None) -> None:
    """Reads one part piece by piece. A document type is refused: spreadsheets have none, bombs and spies do."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    if start:
        parser.StartElementHandler = lambda tag, given: start(local(tag), {local(key): value for key, value in given.items()})
    if end:
        parser.EndElementHandler = lambda tag: end(local(tag))
    if text:
        parser.CharacterDataHandler = text
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except KeyError as missing:
        raise Unfit("file_broken") from missing
    except (expat.ExpatError, zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as wrong:
        raise Unfit("file_broken") from wrong
    except Exception as wrong:
        if type(wrong).__module__ == "zlib":
            raise Unfit("file_broken") from wrong
        raise


def refuse_doctype(*_told) -> None:
    """Entities that grow, and files of the server read through them, begin with a document type."""
    raise Unfit("file_broken")


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet → its part in the archive."""
    sheets, targets, kinds = {}, {}, []

    def in_book(tag, given):
        if tag == "sheet":
            sheets[given.get("name", "")] = given.get("id", "")

    def in_links(tag, given):
        if tag == "Relationship":
            if given.get("TargetMode") == "External":
                raise Unfit("file_links")
            targets[given.get("Id", "")] = normpath(join("/xl", given.get("Target", ""))).lstrip("/")

    def in_kinds(tag, given):
        kinds.append(given.get("ContentType", ""))

    scan(archive, "[Content_Types].xml", in_kinds)
    if any("macroenabled" in kind.lower() for kind in kinds):
        raise Unfit("file_macros")
    scan(archive, "xl/workbook.xml", in_book)
    scan(archive, "xl/_rels/workbook.xml.rels", in_links)
    for part in ("xl/sharedStrings.xml", "xl/styles.xml"):
        if part in archive.namelist():
            scan(archive, part)
    return {name: targets.get(link, "") for name, link in sheets.items()}


def percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """Numbers of the cell styles that show a value times a hundred: there "12 %" is kept as 0,12."""
    formats, found, inside, count = {"9": True, "10": True}, set(), [], [0]

    def start(tag, given):
        inside.append(tag)
        if tag == "numFmt":
            bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", given.get("formatCode", ""))
            formats[given.get("numFmtId", "")] = "%" in bare
        if tag == "xf" and "cellXfs" in inside:
            if formats.get(given.get("numFmtId", "0")):
                found.add(str(count[0]))
            count[0] += 1

    if "xl/styles.xml" in archive.namelist():
        scan(archive, "xl/styles.xml", start, end=lambda tag: inside.pop())
    return found


def place(reference: str) -> tuple[int, int]:
    """"B3" → (2, 1)."""
    match = REFERENCE.fullmatch(reference)
    if not match:
        raise Unfit("file_broken")
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1
