"""What the XML of one sheet says beside its values: formulas without a value, errors, merged and hidden cells."""

import zipfile

from reporting.filing.spreadsheet.inspection import LAST_COLUMN, LAST_ROW, Facts, Unfit, place, scan


def facts(archive: zipfile.ZipFile, part: str, percents: set[str]) -> Facts:
    """Reads a sheet once, piece by piece. Refuses content far outside the table and cells told twice."""
    reader = SheetReader(percents)
    scan(archive, part, reader.start, reader.text, reader.end)
    return reader.facts


class SheetReader:
    """Keeps the facts of the cell that is open."""

    def __init__(self, percents: set[str]):
        self.facts, self.percents = Facts(), percents
        self.row, self.column, self.tag = -1, -1, ""
        self.kind, self.style, self.has_formula, self.has_value, self.said = "", "0", False, False, ""

    def start(self, tag: str, given: dict) -> None:
        """An element begins."""
        self.tag = tag
        if tag == "c":
            self.open_cell(given)
        elif tag == "row":
            self.open_row(given)
        elif tag == "f":
            self.has_formula = True
        elif tag in ("v", "is"):
            self.has_value = True
        elif tag == "col" and is_hidden(given, "width"):
            self.facts.hidden_columns.append((int(given["min"]) - 1, int(given["max"]) - 1))
        elif tag == "mergeCell":
            first, _colon, last = given.get("ref", "").partition(":")
            self.facts.merged.append((*place(first), *place(last or first)))

    def open_row(self, given: dict) -> None:
        """A row begins; a row told twice or out of order is read differently by different programs."""
        row = int(given["r"]) - 1 if "r" in given else self.row + 1
        if row <= self.row:
            raise Unfit("file_broken")
        self.row, self.column = row, -1
        if is_hidden(given, "ht"):
            self.facts.hidden_rows.add(row)

    def open_cell(self, given: dict) -> None:
        """A cell begins."""
        row, column = place(given["r"]) if "r" in given else (self.row, self.column + 1)
        if row != self.row or column <= self.column:
            raise Unfit("file_broken")
        self.column = column
        self.kind, self.style = given.get("t", "n"), given.get("s", "0")
        self.has_formula, self.has_value, self.said = False, False, ""

    def text(self, said: str) -> None:
        """Characters inside an element."""
        if self.tag == "v":
            self.said += said

    def end(self, tag: str) -> None:
        """An element is over."""
        self.tag = ""
        if tag != "c":
            return
        at, is_empty = (self.row, self.column), not self.has_value or (not self.said and self.kind not in ("str", "inlineStr"))
        if self.has_formula and is_empty:
            self.facts.formulas.add(at)
        if is_empty and not self.has_formula:
            return
        if self.row > LAST_ROW or self.column > LAST_COLUMN:
            raise Unfit("file_far_cells")
        if self.kind == "e" and not is_empty:
            self.facts.errors[at] = self.said
        if self.style in self.percents and self.kind == "n":
            self.facts.percents.add(at)


def is_hidden(given: dict, size: str) -> bool:
    """Hidden by name, or by being drawn with no width or height."""
    try:
        return given.get("hidden") in ("1", "true") or float(given.get(size, 1)) == 0
    except ValueError:
        return False
