"""How each kind of cell is read. A reader takes the trimmed text of a cell that is not empty and gives its value, or raises `BadCell`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from territories.languages import LANGUAGES
from territories.loading.faults import BadCell

CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
TOKEN = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*(-\*)?")
LARGEST = Decimal(10) ** 14  # what a column of 20 digits, 6 of them after the point, can hold


@dataclass(frozen=True)
class Column:
    """A column of a file: how its cells are read, whether one may stay empty (then it reads as `blank`), what its codes refer to."""

    name: str
    read: Callable
    needed: bool = True
    blank: object = None
    refers: tuple[str, str] = ()


def text(limit: int):
    def read(cell: str) -> str:
        if len(cell) > limit:
            raise BadCell("too_long", found=len(cell), limit=limit)
        return cell

    return read


def code(limit: int):
    def read(cell: str) -> str:
        if not CODE.fullmatch(cell):
            raise BadCell("bad_code", value=cell)
        return text(limit)(cell)

    return read


def tokens(cell: str) -> list[str]:
    """Codes of bodies and groups, divided by semicolons."""
    found = [token.strip() for token in cell.split(";")]
    for token in found:
        if not TOKEN.fullmatch(token):
            raise BadCell("bad_code", value=token)
    return found


def day(cell: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
            raise ValueError(cell)
        return date.fromisoformat(cell)
    except ValueError as error:
        raise BadCell("bad_date", value=cell) from error


def month_day(cell: str) -> str:
    """A day that every year has, so never 29 February."""
    try:
        if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", cell):
            raise ValueError(cell)
        date.fromisoformat(f"2001-{cell}")
    except ValueError as error:
        raise BadCell("bad_month_day", value=cell) from error
    return cell


def whole(low: int, high: int):
    def read(cell: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not low <= int(cell) <= high:
            raise BadCell("bad_number", value=cell, low=low, high=high)
        return int(cell)

    return read


def decimal(cell: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]{1,6})?", cell) or abs(Decimal(cell)) >= LARGEST:
        raise BadCell("bad_decimal", value=cell)
    return Decimal(cell)


def one_of(known):
    def read(cell: str) -> str:
        if cell not in known:
            raise BadCell("bad_choice", value=cell, known=", ".join(known))
        return cell

    return read


def three(name: str, limit: int, *, needed: bool = True) -> list[Column]:
    """The Kazakh, Russian and English columns of one text."""
    return [Column(f"{name}_{language}", text(limit), needed, blank="") for language in LANGUAGES]
