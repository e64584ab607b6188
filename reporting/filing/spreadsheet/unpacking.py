"""Reads an uploaded workbook in a process of its own, with limits of memory and time: `python -m …unpacking FILE` prints JSON.

Whatever happens to this process happens to no one else: the parent answers in words (`reading.unpacked`).
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from reporting.filing.spreadsheet.inspection import LAST_ROW, Unfit, opened, percent_styles, sheet_parts
from reporting.filing.spreadsheet.sheet_facts import facts

MEMORY = 280 * 2**20  # of addresses, so that what is really used stays below
SECONDS = 3
HIDDEN = "portal"
MOST_CELLS, MOST_SIGNS = 60_000, 8_000_000  # of one sheet: ten times the largest report


def limit() -> None:
    """From here on the process can neither grow, nor run long, nor write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def typed(value) -> tuple[str, str] | None:
    """A value as its kind and text; nothing for an empty cell."""
    if isinstance(value, str):
        if "\x00" in value:  # no database keeps it
            return "z", value.replace("\x00", "")
        return ("s", value) if value else None
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, int | float):
        return "n", f"{value + 0:.15g}"  # a calculated minus zero is zero
    if isinstance(value, date):
        return "d", (value.date() if isinstance(value, datetime) else value).isoformat()
    return ("t", str(value)) if isinstance(value, time | timedelta) else None


def names_of(cells: list[str]) -> list[str]:
    """The sheets that the hidden one speaks of; it is verified by the portal, not here."""
    try:
        told = json.loads("".join(cells[3:]))
        return [sheet["name"] for sheet in told["sheets"].values()]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def rows_of(book: CalamineWorkbook, name: str) -> list[list]:
    """Every cell of a sheet from A1."""
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=LAST_ROW + 1)


def read_sheet(book: CalamineWorkbook, archive, name: str, part: str, percents: set[str]) -> dict:
    """Values of a sheet with the facts beside them."""
    found = facts(archive, part, percents)  # before the values: it refuses cells that would make the table immense
    cells = []
    for row, line in enumerate(rows_of(book, name)):
        for column, value in enumerate(line):
            if (row, column) not in found.errors and (row, column) not in found.formulas and (told := typed(value)):
                cells.append([row, column, *told, (row, column) in found.percents])
    cells += [[row, column, "e", said, False] for (row, column), said in found.errors.items()]
    cells += [[row, column, "f", "", False] for row, column in found.formulas]
    if len(cells) > MOST_CELLS or sum(len(cell[3]) for cell in cells) > MOST_SIGNS:
        raise Unfit("file_far_cells")
    visible = {sheet.name: sheet.visible for sheet in book.sheets_metadata}
    return {
        "cells": cells, "merged": found.merged, "hidden_rows": sorted(found.hidden_rows), "hidden_columns": found.hidden_columns,
        "hidden": visible[name] != SheetVisibleEnum.Visible,
    }  # fmt: skip


def read(path: str) -> dict:
    """The hidden sheet and the sheets it speaks of."""
    archive = opened(path)
    parts = sheet_parts(archive)
    if HIDDEN not in parts:
        raise Unfit("file_not_ours")
    facts(archive, parts[HIDDEN], set())
    percents = percent_styles(archive)
    book = CalamineWorkbook.from_path(path)
    stamp = [str(line[0]) if line else "" for line in rows_of(book, HIDDEN)]
    while stamp and not stamp[-1]:
        stamp.pop()
    names = [name for name in names_of(stamp) if name in parts]
    return {"stamp": stamp, "sheets": {name: read_sheet(book, archive, name, parts[name], percents) for name in names}}


def most_memory() -> int:
    """The most memory this process held, in kilobytes; the system's own count would include the parent that started it."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def main(path: str) -> int:
    """Prints what was read, or why the file is not taken."""
    limit()
    try:
        said = {"read": read(path)}
    except Unfit as unfit:
        said = {"unfit": unfit.code, "params": unfit.params}
    except (CalamineError, ValueError, KeyError, TypeError):
        said = {"unfit": "file_broken", "params": {}}
    except MemoryError:
        said = {"unfit": "file_too_complex", "params": {}}
    said["kilobytes"] = most_memory()
    json.dump(said, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
