"""Files that are not ours, are broken, or were made to harm: name → (how it is made of a good one, the refusal it meets)."""

import io
import re
import struct
import zipfile
from collections.abc import Callable

import xlsxwriter

from reporting.filing.spreadsheet import stamp
from tests.filing.spreadsheet import workbooks as w

LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
SPY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_part(name: str, content: bytes = b"<x/>") -> Callable[[bytes], bytes]:
    """The workbook with a part more."""
    return lambda book: w.packed({**w.parts_of(book), name: content})


def with_change(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """The workbook with a text of a part replaced."""
    return lambda book: w.changed(book, part, lambda xml: xml.replace(old, new, 1))


def after_declaration(part: str, text: str) -> Callable[[bytes], bytes]:
    """The workbook with a text after the XML declaration of a part."""
    return lambda book: w.changed(book, part, lambda xml: re.sub(r"(<\?xml[^>]*\?>)", lambda m: m[1] + text, xml, count=1))


def in_utf16(book: bytes) -> bytes:
    """A document type hidden from a search of bytes."""
    xml = f'<?xml version="1.0" encoding="UTF-16"?>{SPY}<worksheet><sheetData/></worksheet>'
    return w.packed({**w.parts_of(book), w.ITEMS: xml.encode("utf-16")})


def with_password_flag(book: bytes) -> bytes:
    """The parts are marked as encrypted."""
    out = bytearray(book)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := out.find(sign, start)) >= 0:
            out[start + at] |= 1
            start += 4
    return bytes(out)


def with_lying_sizes(book: bytes) -> bytes:
    """The directory says that a part is small."""
    out = bytearray(book)
    start = out.find(b"PK\x01\x02")
    while start >= 0:
        if w.ITEMS.encode() in out[start : start + 100]:
            out[start + 24 : start + 28] = struct.pack("<I", 10)
        start = out.find(b"PK\x01\x02", start + 4)
    return bytes(out)


def with_wrong_sum(book: bytes) -> bytes:
    """A checksum that does not fit."""
    out = bytearray(book)
    start = out.find(b"PK\x01\x02")
    while start >= 0:
        if w.ITEMS.encode() in out[start : start + 100]:
            out[start + 16 : start + 20] = b"\x00\x00\x00\x01"
        start = out.find(b"PK\x01\x02", start + 4)
    return bytes(out)


def twice(book: bytes) -> bytes:
    """The same part two times: programs differ in which they read."""
    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(w.ITEMS.upper(), b"<worksheet/>")
    return out.getvalue()


def plain_workbook(_book: bytes) -> bytes:
    """Anybody's workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet("A").write(0, 0, 1)
    return out.getvalue()


def zip_of(parts: dict[str, bytes]) -> Callable[[bytes], bytes]:
    """An archive that is no workbook."""
    return lambda _book: w.packed(parts)


def with_stamp(change: Callable[[list[str]], list[str]]) -> Callable[[bytes], bytes]:
    """The hidden sheet with other cells in its first column."""

    def make(book: bytes) -> bytes:
        cells = [line[0] for line in w.rows(book, 3) if line[0]]
        for place, text in enumerate(change(list(cells)), start=1):
            book = w.put(book, f"A{place}", text, "xl/worksheets/sheet4.xml") if text != cells[place - 1] else book
        return book

    return make


def signed(cells: list[str], old: str, new: str) -> list[str]:
    """The content changed and signed anew, as only the portal could."""
    content = "".join(cells[3:]).replace(old, new)
    return [*cells[:2], stamp.code_of(content), content]


def heading(book: bytes, column: int) -> str:
    return w.rows(book)[0][column]


def immense(book: bytes) -> bytes:
    """As many cells as the limits let through."""
    line = "".join(f'<c r="{w.letter(column)}{{0}}"><v>{column}</v></c>' for column in range(240))
    table = "".join(f'<row r="{row}">{line.replace("{0}", str(row))}</row>' for row in range(100, 2900))
    return w.changed(book, w.ITEMS, lambda xml: xml.replace("</sheetData>", f"{table}</sheetData>"))


def cut(book: bytes) -> bytes:
    return book[: len(book) // 2]


FILES: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "empty": (lambda book: b"", {"file_empty"}),
    "text": (lambda book: b"code;status\n1;2\n", {"file_type"}),
    "page": (lambda book: b"<html><table><tr><td>1</td></tr></table></html>", {"file_type"}),
    "old workbook": (lambda book: OLE + b"\x00" * 4000, {"file_type"}),
    "encrypted": (lambda book: OLE + b"\x00" * 4000 + "EncryptedPackage".encode("utf-16-le"), {"file_protected"}),
    "password flag": (with_password_flag, {"file_protected"}),
    "cut in half": (cut, {"file_broken"}),
    "only the first bytes": (lambda book: b"PK\x03\x04", {"file_broken"}),
    "any archive": (zip_of({"a.txt": b"1"}), {"file_type"}),
    "text document": (zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), {"file_type"}),
    "open document": (zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}), {"file_type"}),
    "binary workbook": (zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), {"file_type"}),
    "bomb in a sheet": (lambda book: w.packed({**w.parts_of(book), w.ITEMS: b"0" * 30 * 2**20}), {"file_bomb"}),
    "bomb beside the sheets": (with_part("xl/media/image1.png", b"\x00" * 41 * 2**20), {"file_bomb"}),
    "too many parts": (lambda book: w.packed({**w.parts_of(book), **{f"xl/media/{n}": b"" for n in range(501)}}), {"file_bomb"}),
    "too large": (lambda book: book + b"\x00" * 5 * 2**20, {"file_too_large"}),
    "macros": (with_part("xl/vbaProject.bin"), {"file_macros"}),
    "macros by type": (
        with_change("[Content_Types].xml", "spreadsheetml.sheet.main", "sheet.macroEnabled.main"), {"file_macros"},
    ),
    "macro sheet": (with_part("xl/macrosheets/sheet1.xml"), {"file_macros"}),
    "dialog sheet": (with_part("xl/dialogsheets/sheet1.xml"), {"file_macros"}),
    "link to another file": (with_part("xl/externalLinks/externalLink1.xml"), {"file_links"}),
    "embedded object": (with_part("xl/embeddings/oleObject1.bin"), {"file_links"}),
    "connection": (with_part("xl/connections.xml"), {"file_links"}),
    "query": (with_part("xl/queryTables/queryTable1.xml"), {"file_links"}),
    "control": (with_part("xl/activeX/activeX1.bin"), {"file_links"}),
    "sheet elsewhere": (
        with_change("xl/_rels/workbook.xml.rels", "<Relationship ", '<Relationship TargetMode="External" '), {"file_links"},
    ),
    "entities that grow": (after_declaration(w.ITEMS, LAUGHS), {"file_broken"}),
    "spy in a sheet": (after_declaration(w.ITEMS, SPY), {"file_broken"}),
    "spy in the strings": (after_declaration("xl/sharedStrings.xml", SPY), {"file_broken"}),
    "spy in the book": (after_declaration("xl/workbook.xml", SPY), {"file_broken"}),
    "spy in the styles": (after_declaration("xl/styles.xml", SPY), {"file_broken"}),
    "spy in the types": (after_declaration("[Content_Types].xml", SPY), {"file_broken"}),
    "spy in another alphabet": (in_utf16, {"file_broken"}),
    "part twice": (twice, {"file_broken"}),
    "sheet not closed": (with_change(w.ITEMS, "</sheetData>", ""), {"file_broken"}),
    "sheet that is no XML": (lambda book: w.packed({**w.parts_of(book), w.ITEMS: b"\x00\x01"}), {"file_broken"}),
    "sheet that is gone": (lambda book: w.packed({k: v for k, v in w.parts_of(book).items() if k != w.ITEMS}), {"file_broken"}),
    "sizes that lie": (with_lying_sizes, {"file_broken"}),
    "wrong checksum": (with_wrong_sum, {"file_broken"}),
    "cell twice": (with_change(w.ITEMS, '<c r="B2"', '<c r="A2"'), {"file_broken"}),
    "rows out of order": (with_change(w.ITEMS, '<row r="2"', '<row r="9"'), {"file_broken"}),
    "cell without a place": (with_change(w.ITEMS, '<c r="B2"', '<c r="B0"'), {"file_broken"}),
    "cell at the end of the world": (lambda book: w.add(book, 1048576, {"XFD": 1}), {"file_far_cells"}),
    "immense": (immense, {"file_too_complex", "file_bomb", "file_far_cells"}),
    "very deep": (with_change(w.ITEMS, "</sheetData>", "</sheetData>" + "<a>" * 300_000), {"file_broken"}),
    "somebody's workbook": (plain_workbook, {"file_not_ours"}),
    "another title": (with_stamp(lambda cells: ["other", *cells[1:]]), {"file_not_ours"}),
    "old template": (with_stamp(lambda cells: [cells[0], "0", *cells[2:]]), {"file_old"}),
    "altered content": (with_stamp(lambda cells: [*cells[:3], cells[3].replace('"version":1', '"version":2')]), {"file_altered"}),
    "altered code": (with_stamp(lambda cells: [*cells[:2], "0" * 64, *cells[3:]]), {"file_altered"}),
    "content that is no JSON": (with_stamp(lambda cells: [*cells[:3], "{"]), {"file_altered"}),
    "another body": (with_stamp(lambda cells: signed(cells, '"AK-ABA"', '"AK-ALM"')), {"file_other_body"}),
    "another year": (with_stamp(lambda cells: signed(cells, '"year":2026', '"year":2027')), {"file_other_year"}),
    "another version": (with_stamp(lambda cells: signed(cells, '"version":1', '"version":7')), {"file_report_version"}),
    "column renamed": (lambda book: w.put(book, "J1", "Бөтен баған"), {"column_missing"}),
    "column twice": (lambda book: with_column_twice(book), {"column_twice"}),
    "sheet renamed": (lambda book: renamed(book), {"sheet_missing"}),
    "picture": (lambda book: b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, {"file_type"}),
    "printed page": (lambda book: b"%PDF-1.7\n" + b"\x00" * 500, {"file_type"}),
    "other archive": (lambda book: b"7z\xbc\xaf\x27\x1c" + b"\x00" * 500, {"file_type"}),
    "flat XML": (lambda book: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', {"file_type"}),
    "zeros": (lambda book: b"\x00" * 4096, {"file_type"}),
    "empty archive": (lambda book: b"PK\x05\x06" + b"\x00" * 18, {"file_type"}),
    "self-extracting": (lambda book: b"MZ" + b"\x00" * 510 + book, {"file_type"}),
    "archive in an archive": (lambda book: w.packed({"report.xlsx": book}), {"file_type"}),
    "a byte of the directory lost": (lambda book: book[:-30] + book[-29:], {"file_broken"}),
    "a sheet's bytes spoilt": (lambda book: spoilt(book), {"file_broken"}),
    "no types": (lambda book: without(book, "[Content_Types].xml"), {"file_type"}),
    "no book": (lambda book: without(book, "xl/workbook.xml"), {"file_type"}),
    "no links of the book": (lambda book: without(book, "xl/_rels/workbook.xml.rels"), {"file_broken"}),
    "no hidden sheet": (with_change("xl/workbook.xml", 'name="portal"', 'name="portal2"'), {"file_not_ours"}),
    "a sheet told twice": (with_change("xl/workbook.xml", 'name="portal"', 'name="Rules"'), {"file_not_ours"}),
    "link to a server in the styles": (
        after_declaration("xl/styles.xml", SPY.replace("file:///etc/passwd", "http://127.0.0.1/")),
        {"file_broken"},
    ),
    "control characters in a sheet": (with_change(w.ITEMS, "<sheetData>", "<sheetData>\x01"), {"file_broken"}),
    "bytes that are no text": (
        lambda book: replaced(book, w.ITEMS, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>\xff\xfe")),
        {"file_broken"},
    ),
    "text before the XML": (lambda book: replaced(book, w.ITEMS, lambda xml: b"x" + xml), {"file_broken"}),
    "two roots": (lambda book: replaced(book, w.ITEMS, lambda xml: xml + b"<worksheet/>"), {"file_broken"}),
    "text that is not in the list": (with_change(w.ITEMS, 't="s"><v>', 't="s"><v>99999999'), {"file_broken"}),
    "row with a made-up number": (with_change(w.ITEMS, '<row r="2"', '<row r="two"'), {"file_broken"}),
    "row zero": (with_change(w.ITEMS, '<row r="1"', '<row r="0"'), {"file_broken"}),
    "merged over everything": (
        with_change(w.ITEMS, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="!!"/></mergeCells>'),
        {"file_broken"},
    ),
    "hidden columns without a number": (
        with_change(w.ITEMS, "<sheetData>", '<cols><col min="x" max="y" hidden="1"/></cols><sheetData>'),
        {"file_broken"},
    ),
    "rows from the future": (lambda book: w.add(book, 900_000, {"A": "x"}), {"file_far_cells"}),
    "column at the end of the world": (lambda book: w.add(book, 99, {"XFD": "x"}), {"file_far_cells"}),
    "a bomb of text": (
        lambda book: w.packed({**w.parts_of(book), "xl/sharedStrings.xml": b"<sst>" + b"a" * 30 * 2**20 + b"</sst>"}),
        {"file_bomb"},
    ),
    "stamp of another key": (with_stamp(lambda cells: [cells[0], cells[1], "f" * 64, cells[3]]), {"file_altered"}),
    "stamp emptied": (with_stamp(lambda cells: [cells[0], "", "", ""]), {"file_old", "file_altered", "file_not_ours"}),
    "newer template": (with_stamp(lambda cells: [cells[0], "99", *cells[2:]]), {"file_old"}),
    "every column renamed": (lambda book: w.put(w.put(book, "A1", "Код2"), "K1", "Басқа"), {"column_missing"}),
    "heading emptied": (lambda book: w.put(book, "J1", ""), {"column_missing"}),
}


def without(book: bytes, name: str) -> bytes:
    """The workbook with a part taken out."""
    return w.packed({part: content for part, content in w.parts_of(book).items() if part != name})


def replaced(book: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with the bytes of a part changed."""
    parts = w.parts_of(book)
    return w.packed({**parts, name: change(parts[name])})


def spoilt(book: bytes) -> bytes:
    """Some bytes of a packed sheet are others."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        at = archive.getinfo(w.ITEMS).header_offset + 200
    return book[:at] + bytes(byte ^ 0xFF for byte in book[at : at + 64]) + book[at + 64 :]


def with_column_twice(book: bytes) -> bytes:
    """One heading stands over two columns."""
    end = w.letter(len(w.rows(book)[0]))
    cell = w.cell_xml(f"{end}1", "", heading(book, 9))
    return w.changed(book, w.ITEMS, lambda xml: xml.replace("</row>", f"{cell}</row>", 1))


def renamed(book: bytes) -> bytes:
    """The first table has another name."""
    return w.changed(book, "xl/workbook.xml", lambda xml: re.sub(r'(<sheet name=")[^"]*(" sheetId="2")', r"\1Парақ\2", xml))
