"""From bytes to rows of values, collecting every fault on the way. Nothing here knows the database."""

import csv
import io
import unicodedata
from pathlib import Path

from territories.languages import LANGUAGES
from territories.loading.cells import Column
from territories.loading.faults import BadCell, Fault
from territories.loading.tables import Row, Schema, Table


def read_table(folder: Path, schema: Schema, faults: list[Fault]) -> Table:
    """The rows of one file; where it cannot be read row by row the table is not whole."""
    before = len(faults)
    lines = _split(folder / schema.file, schema.file, faults)
    table = Table(schema)
    if lines:
        header = _read_header(lines[0][1], schema, faults)
        if len(faults) == before:
            table.rows = [_read_row(line, cells, header, schema, faults) for line, cells in lines[1:]]
            if not table.rows and not schema.may_be_empty:
                faults.append(Fault(schema.file, 1, "", "empty_file"))
    elif len(faults) == before:
        faults.append(Fault(schema.file, 1, "", "empty_file"))
    table.whole = bool(table.rows) or len(faults) == before
    return table


def _split(path: Path, file: str, faults: list[Fault]) -> list[tuple[int, list[str]]]:
    """Each row with the line it starts on. Bytes that are not UTF-8 are kept, to be named cell by cell."""
    if not path.is_file():
        faults.append(Fault(file, 1, "", "missing_file"))
        return []
    content = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    found, line = [], 1
    try:
        for cells in reader:
            if cells:
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        faults.append(Fault(file, line, "", "bad_quotes"))
        return []
    return found


def _read_header(cells: list[str], schema: Schema, faults: list[Fault]) -> list[str]:
    header = [cell.strip() for cell in cells]
    needed = [column.name for column in schema.columns]
    for place, name in enumerate(header, start=1):
        wrong = _unreadable(name)
        if wrong:
            faults.append(Fault(schema.file, 1, str(place), wrong.code, wrong.params))
        elif header.index(name) < place - 1:
            faults.append(Fault(schema.file, 1, name, "duplicate_column"))
        elif name not in needed and name not in schema.aside:
            faults.append(Fault(schema.file, 1, name or str(place), "unknown_column"))
    faults.extend(Fault(schema.file, 1, name, "missing_column") for name in needed if name not in header)
    return header


def _read_row(line: int, cells: list[str], header: list[str], schema: Schema, faults: list[Fault]) -> Row:
    row = Row(line, {})
    if len(cells) != len(header):
        column = header[min(len(cells), len(header) - 1)]
        faults.append(Fault(schema.file, line, column, "cell_count", {"found": len(cells), "expected": len(header)}))
        return row
    written = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    for column in schema.columns:
        try:
            row.values[column.name] = _read_cell(written[column.name], column)
        except BadCell as bad:
            faults.append(Fault(schema.file, line, column.name, bad.code, bad.params))
    for name in set(header) & set(schema.aside):
        wrong = _unreadable(written[name])
        if wrong:
            faults.append(Fault(schema.file, line, name, wrong.code, wrong.params))
    return row


def _read_cell(cell: str, column: Column):
    wrong = _unreadable(cell)
    if wrong:
        raise wrong
    if cell:
        return column.read(unicodedata.normalize("NFC", cell))
    if not column.needed:
        return column.blank
    language = column.name.rpartition("_")[2]
    raise BadCell(f"missing_{language}" if language in LANGUAGES else "missing_value")


def _unreadable(cell: str) -> BadCell | None:
    """Bytes that were not UTF-8, NUL and other control characters, a line break inside a cell."""
    for sign in cell:
        kind = unicodedata.category(sign)
        if kind == "Cs":
            return BadCell("not_utf8")
        if kind == "Cc" or sign == "\ufffd":
            return BadCell("unreadable_character", sign=f"U+{ord(sign):04X}")
    return None
