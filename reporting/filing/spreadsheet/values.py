"""One value in a cell, out and in: the parsers are those of the form, so that a sheet and a page cannot disagree."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from reporting import formats
from reporting.filing.forms import read_day
from reporting.filing.spreadsheet.columns import Column
from reporting.models import Answer
from reporting.problems import Problem
from territories.models import Territory

EXACT = 15  # significant digits that a spreadsheet keeps; longer numbers stand as text
FIRST_DAY = date(1901, 1, 1)  # earlier days have no number in a spreadsheet
NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
# «_x8_» in a file, or «_x8» before a control character, which a file holds as «_x000B_»: LibreOffice reads the character number 8
JOINER, SHORT_CODE = "\u2060", "(?=x[0-9A-Fa-f]{1,3}[_\x00-\x08\x0b-\x1f])"
MISREAD, KEPT_APART = re.compile(f"_{SHORT_CODE}"), re.compile(f"_{JOINER}{SHORT_CODE}")


class Unreadable(Exception):
    """A cell that cannot be taken: the problem says why and what to do."""

    def __init__(self, code: str, **params):
        self.problem = Problem(code, params=params)
        super().__init__(code)


@dataclass(frozen=True)
class Cell:
    """A cell as it was read. `kind`: s text, n number, d date, b logical, t time, e error, f formula without its value,
    z text with a sign that cannot be kept."""

    kind: str
    value: str
    percent: bool = False


EMPTY = Cell("s", "")


def sheet_text(text: str) -> str:
    """A text in the one form in which sheet and report are compared: composed letters, one kind of line end, nothing around."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return KEPT_APART.sub("_", NOT_IN_XML.sub("\ufffd", text)).strip()


def unmistakable(text: str) -> str:
    """The same with an invisible joiner in whatever another program would take for the code of a character."""
    return MISREAD.sub(f"_{JOINER}", sheet_text(text))


def folded(text: str) -> str:
    """A word of a list, whatever its case and spaces."""
    return " ".join(sheet_text(text).split()).casefold()


class Words:
    """The words of the drop-down lists, out in one language and in from any of the three."""

    def __init__(self):
        self.territories = list(Territory.objects.all())
        self.read = {}

    def listed(self, column: Column) -> list[tuple[object, str]]:
        """(value, word) of a column in the current language."""
        if column.kind == "yes_no":
            return [(True, _("Yes")), (False, _("No"))]
        if column.kind == "territory":
            return [(territory, territory.name) for territory in self.territories]
        return [(value, str(text)) for value, text in column.field.choices if value]

    def value(self, column: Column, word: str):
        """What a word means; refuses one that is not in the list."""
        if column.name not in self.read:
            self.read[column.name] = {}
            for language, _name in settings.LANGUAGES:
                with override(language):
                    self.read[column.name].update({folded(text): value for value, text in self.listed(column)})
        try:
            return self.read[column.name][folded(word)]
        except KeyError:
            raise Unreadable("choose", field=column.label) from None

    def word(self, column: Column, value) -> str:
        """The word for a value in the current language."""
        return next((text for known, text in self.listed(column) if known == value), str(value))


def shown(column: Column, value, words: Words) -> str:
    """A value as a person reads it; nothing is said by its word."""
    if value in (None, "") or (column.kind == "yes_no" and not value):
        return _("No") if column.kind == "yes_no" else str(Answer.BLANK.label)
    if column.kind in ("choice", "territory", "yes_no"):
        return words.word(column, value)
    by_kind = {"money": formats.money, "decimal": formats.number, "date": formats.date_short}
    return by_kind.get(column.kind, str)(value)


def as_cell(column: Column, value, words: Words) -> str | Decimal | date:
    """What is written into a cell: a number, a date, or text."""
    if value is None or value == "" or value is False:  # zero is none of these
        return ""
    if column.kind == "date":
        return value if value >= FIRST_DAY else f"{value:%d.%m}.{value.year:04}"
    if column.kind in ("money", "decimal"):
        number = Decimal(value) / 1000 if column.kind == "money" else value
        return number if len(number.normalize().as_tuple().digits) <= EXACT else formats.number(number)
    return shown(column, value, words) if column.kind in ("choice", "territory", "yes_no") else unmistakable(value)


def from_cell(column: Column, cell: Cell, words: Words):
    """What a cell means for its field, or `Unreadable`."""
    if cell.kind == "e":
        raise Unreadable("cell_error", error=cell.value)
    if cell.kind == "z":
        raise Unreadable("bad_character")
    if cell.kind == "f":
        raise Unreadable("cell_formula")
    if cell.kind == "s" and not sheet_text(cell.value):
        return {"yes_no": False, "money": None, "decimal": None, "date": None, "territory": None}.get(column.kind, "")
    return READERS[column.kind](column, cell, words)


def as_text(column: Column, cell: Cell, words: Words) -> str:
    """Text as it is; a number or a day typed into a text cell as it was shown."""
    if cell.kind == "s":
        return sheet_text(cell.value)
    if cell.kind == "d":
        return f"{date.fromisoformat(cell.value):%d.%m.%Y}"
    if cell.kind != "n" or "e" in cell.value or cell.percent:
        raise Unreadable("cell_not_text")
    return cell.value.replace(".", ",")


def as_number(column: Column, cell: Cell, words: Words):
    """An amount or a value by the form's own parser."""
    if cell.percent:
        raise Unreadable("cell_percent")
    if cell.kind in ("d", "t"):
        raise Unreadable("cell_date_for_number")
    if cell.kind == "b":
        raise Unreadable("number")
    text = f"{Decimal(cell.value):f}" if cell.kind == "n" else sheet_text(cell.value)
    try:
        return formats.parse_money(text) if column.kind == "money" else formats.parse_decimal(text)
    except formats.NotANumber as wrong:
        raise Unreadable(wrong.code, **({"places": wrong.places} if wrong.places else {})) from wrong


def as_day(column: Column, cell: Cell, words: Words) -> date:
    """A day by its cell or by its text."""
    if cell.kind == "d":
        return date.fromisoformat(cell.value)
    if cell.kind != "s":
        raise Unreadable("cell_number_for_date" if cell.kind == "n" else "date")
    try:
        return read_day(sheet_text(cell.value))
    except ValidationError as wrong:
        raise Unreadable("date") from wrong


def as_word(column: Column, cell: Cell, words: Words):
    """A word of the list."""
    if cell.kind == "b" and column.kind == "yes_no":
        return cell.value == "1"
    return words.value(column, cell.value if cell.kind == "s" else "")


READERS = {
    "text": as_text, "money": as_number, "decimal": as_number, "date": as_day, "choice": as_word, "territory": as_word, "yes_no": as_word,
}  # fmt: skip
