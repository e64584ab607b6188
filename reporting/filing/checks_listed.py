"""All checks as one list, made of the checks themselves: for the page, for its files, and for the sheet of rules of a spreadsheet."""

import csv
import io
import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reporting.filing.checks import CHECKS
from reporting.filing.help import kind_of_row, speaks_of
from reporting.models import MONEY, IndicatorValue, ItemProgress
from reporting.problems import QUESTION, TEXTS
from reporting.workbook import Workbook
from territories.languages import LANGUAGES

# what is refused at once, before any check of the row: a heading → the codes, or their beginnings
REFUSED = {
    gettext_lazy("Values of fields"): (
        "bad_character", "too_long", "choose", "number", "negative", "too_precise", "too_large", "denominator_zero", "date", "link",
    ),
    gettext_lazy("Documents and files"): ("evidence_", "file_"),
    gettext_lazy("Cells of the spreadsheet"): ("sheet_", "column_", "row_unknown", "row_twice", "row_without_code", "cell_"),
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True)
class Listed:
    """One check in words."""

    code: str
    row: str
    fields: str
    kind: str
    text: str
    why: str
    is_question: bool

    def cells(self) -> tuple[str, ...]:
        """A line of the table."""
        return self.row, self.fields, self.kind, self.text, self.why, self.code


def listed_checks() -> list[Listed]:
    """Every check in the current language: those of action items, then those of indicators, each text once."""
    found = []
    for model in (ItemProgress, IndicatorValue):
        for check in CHECKS[model]:
            for code in check.codes:
                names = [name for name in check.at if speaks_of(model, code, name)]
                is_question = check.severity == QUESTION
                kind = pgettext("check", "Question") if is_question else pgettext("check", "Error")
                text = PLACEHOLDER.sub("…", str(TEXTS[code]))
                found.append(Listed(code, str(kind_of_row(model)), labels(model, names), kind, text, str(check.why), is_question))
    return found


def refusals() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a field, a document or an uploaded spreadsheet is refused for: heading, then code and text."""
    found = []
    for heading, marks in REFUSED.items():
        codes = [code for code in TEXTS if any(code == mark or (mark.endswith("_") and code.startswith(mark)) for mark in marks)]
        found.append((str(heading), [(code, PLACEHOLDER.sub("…", str(TEXTS[code]))) for code in codes]))
    return found


def lines() -> list[tuple[str, ...]]:
    """The whole list as a table: the checks of rows, then what is refused at once."""
    error = pgettext("check", "Error")
    at_once = [(heading, "", error, text, "", code) for heading, told in refusals() for code, text in told]
    return [heads(), *(one.cells() for one in listed_checks()), *at_once]


def labels(model, names: list[str]) -> str:
    """What the fields are called on the form; the six amounts are told as one."""
    told = []
    for name in names:
        if name in MONEY:
            label = _("Funding")
        elif name == "evidence" and model is ItemProgress:
            label = _("Supporting documents")
        elif any(field.name == name for field in model._meta.fields):
            label = str(model._meta.get_field(name).verbose_name)
        else:
            continue
        told.append(label)
    return ", ".join(dict.fromkeys(told))


def heads() -> tuple[str, ...]:
    """Heads of the table."""
    return _("Row"), _("Field"), _("Kind"), _("What is checked"), _("Why it is asked"), _("Code")


def as_csv() -> bytes:
    """The list as CSV in the current language (UTF-8 with BOM, for Excel)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows(lines())
    return out.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """The list as XLSX: a sheet for each language."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, plain = (book.add_format({"text_wrap": True, "valign": "top", **more}) for more in ({"bold": True, "bottom": 1}, {}))
    for language in LANGUAGES:
        with translation.override(language):
            sheet = book.add_worksheet({"kk": "Қазақша", "ru": "Русский", "en": "English"}[language])
            for place, width in enumerate((18, 34, 12, 60, 60, 24)):
                sheet.set_column(place, place, width)
            table = lines()
            for row, cells in enumerate(table):
                for place, text in enumerate(cells):
                    sheet.write_string(row, place, text, bold if row == 0 else plain)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(table) - 1, 5)
    book.close()
    return out.getvalue()
