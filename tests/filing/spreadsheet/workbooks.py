"""Spreadsheets for tests: the portal's own, filled in and broken as people and their programs do. Everything is made when asked for."""

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from reporting.filing.spreadsheet.template import template

ITEMS, INDICATORS = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"
CELL = r'<c r="{at}"(?P<given>[^>]*?)(?:/>|>.*?</c>)'


def parts_of(book: bytes) -> dict[str, bytes]:
    """Every part of a workbook by its name."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes], compression=zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(book: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one part rewritten."""
    parts = parts_of(book)
    after = change(parts[part].decode())
    assert after != parts[part].decode(), f"nothing changed in {part}"
    return packed({**parts, part: after.encode()})


def cell_xml(at: str, style: str, value) -> str:
    """A cell with a number, a text, or XML as it stands (a tuple of type and content)."""
    if isinstance(value, tuple):
        kind, content = value
        return f'<c r="{at}"{style}{f" t={quoteattr(kind)}" if kind else ""}>{content}</c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"{style}><v>{value}</v></c>'
    if not value:
        return f'<c r="{at}"{style}/>'
    return f'<c r="{at}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def put(book: bytes, at: str, value, part: str = ITEMS, like: str = "") -> bytes:
    """The workbook with another value in one of its cells; the format of the cell stays, or is that of another (`like`)."""

    def write(xml: str) -> str:
        found = re.search(CELL.format(at=at), xml, re.S)
        assert found, f"{at} is not in {part}"
        model = re.search(CELL.format(at=like or at), xml, re.S)
        style = re.search(r' s="\d+"', model["given"])
        return xml[: found.start()] + cell_xml(at, style[0] if style else "", value) + xml[found.end() :]

    return changed(book, part, write)


def add(book: bytes, row: int, cells: dict[str, object], part: str = ITEMS) -> bytes:
    """The workbook with a row more."""
    line = f'<row r="{row}">' + "".join(cell_xml(f"{letter}{row}", "", value) for letter, value in cells.items()) + "</row>"
    return changed(book, part, lambda xml: xml.replace("</sheetData>", f"{line}</sheetData>"))


def rows(book: bytes, sheet: int = 1) -> list[list]:
    """A sheet as values."""
    read = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return read.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def letter(column: int) -> str:
    """0 → "A"."""
    return xl_col_to_name(column)


def at(book: bytes, label: str, row: int = 1, sheet: int = 1) -> str:
    """The address of a cell by the heading of its column; `row` 1 is the first row of the table."""
    return f"{letter(rows(book, sheet)[0].index(label))}{row + 1}"


def row_of(book: bytes, code: str, sheet: int = 1) -> int:
    """The place of a row in its table, from 1."""
    return [line[0] for line in rows(book, sheet)].index(code)


def inline(book: bytes) -> bytes:
    """The workbook as a program that knows no shared strings would save it."""
    parts = parts_of(book)
    strings = [
        re.sub(r"</?si>", "", found) for found in re.findall(r"<si>.*?</si>", parts["xl/sharedStrings.xml"].decode(), re.S)
    ]
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(
            r'<c r="(\w+)"([^>]*?) t="s"><v>(\d+)</v></c>',
            lambda m: f'<c r="{m[1]}"{m[2]} t="inlineStr"><is>{strings[int(m[3])]}</is></c>', parts[name].decode(),
        ).encode()  # fmt: skip
    return packed(parts)


def saved_by_another_program(book: bytes) -> bytes:
    """As LibreOffice writes it: drop-downs and colours gone, empty cells left out, prefixed names, one more empty column style, and what
    it took for a character's code as that character."""
    parts = parts_of(book)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        xml = parts[name].decode()
        xml = re.sub(r"<dataValidations.*?</dataValidations>|<conditionalFormatting.*?</conditionalFormatting>", "", xml, flags=re.S)
        xml = re.sub(r'<c r="\w+" s="\d+"/>', "", xml)
        xml = re.sub(r' spans="[\d:]+"', "", xml)
        parts[name] = re.sub(r"<dimension[^>]*/>", "", xml).encode()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="veryHidden"', b'state="hidden"')
    texts = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = re.sub(rb"_x([0-9A-Fa-f]{1,4})_", lambda code: b"_x%04X_" % int(code[1], 16), texts)
    return packed(parts, zipfile.ZIP_STORED)


def uploaded(book: bytes, name: str = "report.xlsx") -> SimpleUploadedFile:
    """The workbook as it arrives."""
    return SimpleUploadedFile(name, book)


def made(report) -> bytes:
    """The portal's own workbook of a report."""
    return template(report)
