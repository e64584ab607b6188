"""An uploaded file become a table of cells: read by a process with limits, then known by its hidden sheet."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

from django.conf import settings
from xlsxwriter.utility import xl_rowcol_to_cell

from reporting.filing.spreadsheet import stamp
from reporting.filing.spreadsheet.columns import CODE, SHEETS
from reporting.filing.spreadsheet.values import EMPTY, Cell, folded
from reporting.models import Report
from reporting.problems import Problem, Refused

MOST_BYTES = 5 * 2**20
SECONDS = 4.5  # by the clock; the reader stops itself after fewer of its own
HEAD = 20  # rows among which the headings are looked for


def unpacked(upload) -> dict:
    """What the file holds. Every failure is a refusal in words: the reader may die, the portal does not."""
    if not upload.size:
        raise Refused(Problem("file_empty", "file"))
    if upload.size > MOST_BYTES:
        raise Refused(Problem("file_too_large", "file", params={"max": MOST_BYTES // 2**20}))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as aside:
        for chunk in upload.chunks():
            aside.write(chunk)
        aside.flush()
        said = run_reader(aside.name)
    if "unfit" in said:
        raise Refused(Problem(said["unfit"], "file", params=said["params"]))
    return said["read"]


def run_reader(path: str) -> dict:
    """Starts the process that reads; one that dies or takes too long has met a file made to harm."""
    command = [sys.executable, "-m", "reporting.filing.spreadsheet.unpacking", path]
    alone = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}  # no secret of the portal goes along
    try:
        run = subprocess.run(command, cwd=settings.BASE_DIR, env=alone, capture_output=True, timeout=SECONDS, check=False)
        return json.loads(run.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"unfit": "file_too_complex", "params": {}}


@dataclass
class Sheet:
    """One table as it was read: cells by code of the row and name of the column."""

    name: str
    columns: dict[str, int]
    rows: dict[str, int] = field(default_factory=dict)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list = field(default_factory=list)
    hidden_rows: set = field(default_factory=set)
    hidden_columns: list = field(default_factory=list)
    hidden: bool = False
    strange: list[tuple[int, str, str]] = field(default_factory=list)  # row, code of the problem, what stands there

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a row in a column."""
        return self.cells.get((row, self.columns[name]), EMPTY)

    def address(self, row: int, name: str) -> str:
        """"H7"."""
        return xl_rowcol_to_cell(row, self.columns[name])

    def is_hidden(self, row: int, name: str) -> bool:
        """Whether nobody who looked at the sheet could see the cell."""
        column = self.columns[name]
        return self.hidden or row in self.hidden_rows or any(first <= column <= last for first, last in self.hidden_columns)

    def merge_over(self, row: int, name: str) -> str:
        """The range of merged cells that the cell is part of, if any."""
        column = self.columns[name]
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return f"{xl_rowcol_to_cell(top, left)}:{xl_rowcol_to_cell(bottom, right)}"
        return ""


def understood(read: dict, report: Report) -> tuple[dict, dict[str, Sheet]]:
    """The stamp of the file and its sheets. Refuses another's file, and one in which a sheet or a column is gone."""
    said = stamp.verified(read["stamp"], report)
    return said, {key: table(read["sheets"].get(said["sheets"][key]["name"]), said["sheets"][key]) for key in SHEETS}


def table(found: dict | None, told: dict) -> Sheet:
    """One sheet with its headings found and its rows known by their codes."""
    if found is None:
        raise Refused(Problem("sheet_missing", "file", params={"sheet": told["name"]}))
    cells = {(row, column): Cell(kind, value, percent) for row, column, kind, value, percent in found["cells"]}
    labels = {folded(label): name for name, label in told["columns"]}
    top = [row for (row, _column), cell in cells.items() if row < HEAD and folded(cell.value) in labels]
    head = max(range(HEAD), key=top.count)
    sheet = Sheet(
        told["name"], headings(cells, head, told), {}, cells, found["merged"], set(found["hidden_rows"]), found["hidden_columns"],
        found["hidden"],
    )  # fmt: skip
    known = {code for code, _pk, _version in told["rows"]}
    for row in sorted({row for row, _column in cells if row > head}):
        take_row(sheet, row, known, {name for name, _label in told["columns"]})
    return sheet


def headings(cells: dict, head: int, told: dict) -> dict[str, int]:
    """Name of a column → its place. Columns may be moved, not lost or doubled."""
    found = {}
    labels = {folded(label): name for name, label in told["columns"]}
    for (row, column), cell in sorted(cells.items()):
        name = labels.get(folded(cell.value)) if row == head else None
        if name and name in found:
            raise Refused(Problem("column_twice", "file", params={"sheet": told["name"], "column": cell.value}))
        if name:
            found[name] = column
    for name, label in told["columns"]:
        if name not in found:
            raise Refused(Problem("column_missing", "file", params={"sheet": told["name"], "column": label}))
    return found


def take_row(sheet: Sheet, row: int, known: set[str], names: set[str]) -> None:
    """Keeps a row under its code; one that is not the report's, or stands twice, is strange."""
    code = sheet.cell(row, CODE).value.strip()
    if code in known and code not in sheet.rows:
        sheet.rows[code] = row
    elif code in known:
        sheet.strange.append((row, "row_twice", code))
    elif code:
        sheet.strange.append((row, "row_unknown", code))
    elif any(cell.kind != "s" or cell.value.strip() for cell in (sheet.cell(row, name) for name in names)):
        sheet.strange.append((row, "row_without_code", ""))
