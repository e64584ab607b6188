"""Files that must not become evidence: name → (what it is called, how it is made, the refusals it may meet). Made when asked for."""

import struct
import zlib
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from reporting.filing.judging import ENCRYPTED, OLD_OFFICE
from reporting.filing.judging_office import PACKAGE
from tests.clamd import EICAR
from tests.filing.made_files import DOCX, JPG, PDF, PNG, XLSX, office, packed

RELS = "word/_rels/settings.xml.rels"
TEMPLATE = '<Relationships><Relationship Type="http://x/attachedTemplate" Target="{}" TargetMode="External"/></Relationships>'
HTML = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"
MACRO_KINDS = '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'


class Bad(NamedTuple):
    """One upload."""

    name: str
    make: Callable[[Random], bytes]
    codes: frozenset[str]


def bad(name: str, content, *codes: str) -> Bad:
    """A file of fixed content, or one that is made."""
    return Bad(name, content if callable(content) else lambda random: content, frozenset(codes))


def noise(size: int) -> Callable[[Random], bytes]:
    """Bytes of no kind at all."""
    return lambda random: b"\x01" + random.randbytes(size)


def pdf_with(*parts: bytes) -> bytes:
    """The good PDF with objects more."""
    return PDF.replace(b"trailer", b"".join(parts) + b"trailer")


def object_stream(content: bytes) -> bytes:
    """Objects packed as programs since PDF 1.5 do it."""
    inside = zlib.compress(content, 9)
    return b"9 0 obj\n<</Type/ObjStm/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(inside), inside)


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size."""
    head = b"IHDR" + struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"IEND"
    chunk = lambda data: struct.pack("!I", len(data) - 4) + data + struct.pack("!I", zlib.crc32(data))  # noqa: E731
    return PNG[:8] + chunk(head) + chunk(b"IDAT" + zlib.compress(b"\0" * 64)) + chunk(end)


def jpg_of(width: int, height: int) -> bytes:
    """The good JPEG claiming another size."""
    place = next(at for at in range(len(JPG)) if JPG[at] == 0xFF and JPG[at + 1] in (0xC0, 0xC2))
    return JPG[: place + 5] + struct.pack("!HH", height, width) + JPG[place + 9 :]


def twice_named() -> bytes:
    """A DOCX with the same part two times: programs differ in which they read."""
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>", "WORD/DOCUMENT.XML": "<b/>"})


def lying_bomb(random: Random) -> bytes:
    """A DOCX that unpacks to a gigabyte and more."""
    return office("word/document.xml", {f"word/media/{n}.xml": b"\0" * (60 * 2**20) for n in range(2)})


def locked(document: bytes) -> bytes:
    """Every part marked as encrypted."""
    made = bytearray(document)
    for sign, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(sign)
        while place >= 0:
            made[place + shift] |= 1
            place = made.find(sign, place + 4)
    return bytes(made)


ZIP = packed({"evil.html": HTML})
ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
SCRIPTED = JPG[:2] + b"\xff\xfe\0\x18" + b"<?php system('id'); ?>" + JPG[2:]


def docx(part: str, content: bytes | str) -> bytes:
    """The good DOCX with one part more."""
    return office("word/document.xml", {part: content})


def many_parts(random: Random) -> bytes:
    """A DOCX of more parts than any document has."""
    return office("word/document.xml", {f"p/{n}": b"" for n in range(10_001)})


BAD = {
    # of another kind, whatever it is called
    "nothing at all": bad("a.pdf", b"", "file_empty"),
    "above the limit": bad("a.pdf", lambda random: PDF[:-6] + random.randbytes(21 * 2**20) + PDF[-6:], "file_too_large"),
    "a program": bad("setup.exe", b"MZ" + b"\0" * 200, "file_type"),
    "a program called PDF": bad("акт.pdf", b"MZ" + b"\0" * 200, "file_mismatch"),
    "noise called PDF": bad("акт.pdf", noise(5000), "file_mismatch"),
    "a page": bad("a.html", HTML, "file_type"),
    "a page called PDF": bad("a.pdf", HTML, "file_mismatch"),
    "a drawing with a script": bad("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "file_type"),
    "a drawing with a script called PNG": bad("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_mismatch"),
    "a script": bad("a.js", b"alert(1)", "file_type"),
    "a batch": bad("a.bat", b"@echo off\r\nformat c:", "file_type"),
    "a shortcut": bad("a.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, "file_type"),
    "an archive": bad("a.zip", ZIP, "file_type"),
    "an archive called DOCX": bad("a.docx", ZIP, "file_mismatch"),
    "a RAR called PDF": bad("a.pdf", b"Rar!\x1a\x07\x01\0" + b"\0" * 60, "file_mismatch"),
    "a 7z called DOCX": bad("a.docx", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "file_mismatch"),
    "a GIF called JPG": bad("a.jpg", b"GIF89a" + b"\0" * 60, "file_mismatch"),
    "a WebP called JPG": bad("a.jpg", b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 60, "file_mismatch"),
    "a picture of a telephone": bad("IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 60, "file_type"),
    "a TIFF called PNG": bad("a.png", b"II*\0" + b"\0" * 60, "file_mismatch"),
    "a BMP called PNG": bad("a.png", b"BM" + b"\0" * 60, "file_mismatch"),
    "a DOCX called XLSX": bad("a.xlsx", DOCX, "file_mismatch"),
    "an XLSX called DOCX": bad("a.docx", XLSX, "file_mismatch"),
    "a DOCX called PDF": bad("a.pdf", DOCX, "file_mismatch"),
    "a PDF called DOCX": bad("a.docx", PDF, "file_mismatch"),
    "a PNG called PDF": bad("a.pdf", PNG, "file_mismatch"),
    "an ODT called DOCX": bad("a.docx", ODT, "file_mismatch"),
    "an old DOC called DOCX": bad("a.docx", OLD_OFFICE + b"\0" * 600, "file_mismatch"),
    # closed
    "a DOCX with a password": bad("a.docx", OLD_OFFICE + b"\0" * 600 + ENCRYPTED, "file_protected"),
    "an XLSX with a password": bad("a.xlsx", OLD_OFFICE + b"\0" * 600 + ENCRYPTED, "file_protected"),
    "a DOCX with encrypted parts": bad("a.docx", locked(DOCX), "file_protected"),
    "a PDF with a password": bad("a.pdf", PDF.replace(b"/Root", b"/Encrypt 8 0 R/Root"), "file_protected"),
    "a PDF with a password written with codes": bad("a.pdf", PDF.replace(b"/Root", b"/Encr#79pt 8 0 R/Root"), "file_protected"),
    # with a program inside
    "a DOCX with macros": bad("a.docx", docx("word/vbaProject.bin", b"x"), "file_active"),
    "an XLSX with macros under another name": bad("a.xlsx", office("xl/workbook.xml", {"[Content_Types].xml": MACRO_KINDS}), "file_active"),
    "an XLSX with macros of 1992": bad("a.xlsx", office("xl/workbook.xml", {"xl/macrosheets/sheet1.xml": "<x/>"}), "file_active"),
    "a DOCX with a control": bad("a.docx", docx("word/activeX/activeX1.bin", b"x"), "file_active"),
    "a DOCX with a program laid in": bad("a.docx", docx("word/embeddings/a1.bin", OLD_OFFICE + PACKAGE), "file_active"),
    "a DOCX with a template from elsewhere": bad("a.docx", docx(RELS, TEMPLATE.format("https://x/a.dotm")), "file_remote"),
    "the same in another encoding": bad("a.docx", docx(RELS, TEMPLATE.format("\\\\x\\a").encode("utf-16")), "file_remote"),
    "a DOCX that declares words": bad("a.docx", docx(RELS, '<!DOCTYPE a [<!ENTITY b "c">]><x/>'), "file_broken"),
    "a PDF with a script": bad("a.pdf", pdf_with(b"3 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\n"), "file_active"),
    "a PDF with a script written with codes": bad("a.pdf", pdf_with(b"3 0 obj\n<</S/J#61vaScript/JS(1)>>\nendobj\n"), "file_active"),
    "a PDF with a packed script": bad("a.pdf", pdf_with(object_stream(b"3 0 <</S/JavaScript/JS(app.alert(1))>>")), "file_active"),
    "a PDF that starts a program": bad("a.pdf", pdf_with(b"3 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj\n"), "file_active"),
    # two files in one
    "a JPG and a ZIP": bad("a.jpg", JPG + ZIP, "file_mixed"),
    "a PNG and a ZIP": bad("a.png", PNG + ZIP, "file_mixed"),
    "a PDF and a ZIP": bad("a.pdf", PDF + ZIP[:-2] + struct.pack("<H", 8) + b"\n%%EOF\n\n", "file_mixed"),
    "a PDF and a page": bad("a.pdf", PDF.replace(b"\n", b"\n%<script>alert(1)</script>\n", 1), "file_mixed"),
    "a PNG and a page": bad("a.png", PNG + HTML, "file_mixed"),
    "a JPG and a server's script": bad("a.jpg", SCRIPTED, "file_mixed"),
    "a DOCX behind another archive": bad("a.docx", ZIP + DOCX, "file_mixed"),
    "a DOCX and a page": bad("a.docx", DOCX + HTML, "file_mixed"),
    # traps
    "a DOCX that unpacks without an end": bad("a.docx", lying_bomb, "file_heavy"),
    "a DOCX of ten thousand parts": bad("a.docx", many_parts, "file_heavy"),
    "a DOCX with a way out of its folder": bad("a.docx", docx("../../../etc/cron.d/x", b"x"), "file_broken"),
    "a DOCX with one part twice": bad("a.docx", twice_named(), "file_broken"),
    "a PNG larger than any screen": bad("a.png", png_of(65535, 65535), "file_heavy"),
    "a PNG of no size": bad("a.png", png_of(0, 9), "file_broken"),
    "a JPG larger than any camera's": bad("a.jpg", jpg_of(65000, 65000), "file_heavy"),
    "a JPG of no size": bad("a.jpg", jpg_of(0, 0), "file_broken"),
    "a PDF that unpacks without an end": bad("a.pdf", lambda random: pdf_with(object_stream(b"\0" * (51 * 2**20))), "file_heavy"),
    # damaged
    "half a DOCX": bad("a.docx", DOCX[: len(DOCX) // 2], "file_broken"),
    "half a PDF": bad("a.pdf", PDF[: len(PDF) // 2], "file_broken"),
    "half a PNG": bad("a.png", PNG[: len(PNG) // 2], "file_broken"),
    "half a JPG": bad("a.jpg", JPG[: len(JPG) // 2], "file_broken"),
    "a PNG with a wrong checksum": bad("a.png", PNG[:-1] + b"\0", "file_broken"),
    # viruses, with the fake scanner
    "a PDF with a virus": bad("a.pdf", pdf_with(b"%" + EICAR + b"\n"), "file_infected"),
    "a DOCX with a virus": bad("a.docx", packed({"[Content_Types].xml": "<Types/>", "word/document.xml": EICAR}, 0), "file_infected"),
    "the virus itself": bad("eicar.com", EICAR, "file_type"),
    # names
    "no extension": bad("акт", PDF, "file_type"),
    "two extensions": bad("акт.pdf.exe", PDF, "file_type"),
    "a name written backwards": bad("акт\u202efdp.exe", PDF, "file_type"),
    "a zero in the name": bad("акт.pdf\0.exe", PDF, "file_type"),
    "a way out in the name": bad("..\\..\\windows\\system32\\a.dll", PDF, "file_type"),
    "a very long name": bad("ұ" * 300 + ".exe", PDF, "file_type"),
    "a name that is only an extension": bad(".htaccess", b"php_flag engine on", "file_type"),
}
# good files under odd names: taken in, under a name that harms nobody
TAMED = {
    "../../../etc/passwd.pdf": "passwd.pdf", "C:\\Users\\a\\Құжат №7.pdf": "Құжат №7.pdf", "акт\u202e fdp.exe.pdf": "акт fdp.exe.pdf",
    "a\0b.pdf": "ab.pdf", "ұ" * 300 + ".pdf": "ұ" * 196 + ".pdf", 'a"; filename="b.exe.pdf': None,
}  # fmt: skip
