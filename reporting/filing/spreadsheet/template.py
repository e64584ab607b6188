"""The report as XLSX, to be filled in away from the portal: rules, rows, indicators, and a hidden sheet that says what it is of."""

import io
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from reporting.filing.checks_listed import listed_checks
from reporting.filing.examination import Judged, examine
from reporting.filing.spreadsheet import stamp
from reporting.filing.spreadsheet.columns import SHEETS, Column, columns, how_to, is_asked, rule, told
from reporting.filing.spreadsheet.plan_part import code_of, plan_value, sheet_of
from reporting.filing.spreadsheet.values import Words, as_cell, shown
from reporting.models import Report
from reporting.workbook import Workbook

OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False,
}  # fmt: skip
HIDDEN = "portal"
LONGEST_NOTE = 255  # characters of a hint or a warning that a spreadsheet takes
LONGEST_TITLE = 32
NUMBER_FORMATS = {"date": "dd.mm.yyyy", "money": "#,##0.###", "decimal": "#,##0.######", "plan": "General", "last": "General"}
LISTS = ("choice", "territory", "yes_no")
ALLOWED = {
    "format_cells": True, "format_columns": True, "format_rows": True, "sort": True, "autofilter": True,
    "select_locked_cells": True, "select_unlocked_cells": True,
}  # fmt: skip


def sheet_names() -> dict[str, str]:
    """What the two tables are called in the current language."""
    return {"items": _("Action items"), "indicators": _("Indicators")}


def template(report: Report) -> bytes:
    """The workbook of a report in the current language, made of what is saved now."""
    return Template(report).bytes()


class Template:
    """Puts the sheets together; nothing is decided here."""

    def __init__(self, report: Report):
        self.report, self.words, self.names = report, Words(), sheet_names()
        self.rows = {sheet: [] for sheet in SHEETS}
        for judged in examine(report):
            if judged.entry.needs_answer:
                self.rows[sheet_of(judged.entry)].append(judged)
        with_last = any(judged.subject.last for rows in self.rows.values() for judged in rows)
        self.columns = {sheet: columns(model, with_last=with_last) for sheet, model in SHEETS.items()}
        self.lists: dict[str, str] = {}
        self.styles: dict = {}

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.book = Workbook(out, OPTIONS)
        self.book.set_properties({"title": _("Report for %(year)s") % {"year": self.report.cycle.year}, "subject": self.report.body.name})
        self.write_rules(self.book.add_worksheet(_("Rules")))
        tables = {sheet: self.book.add_worksheet(self.names[sheet]) for sheet in SHEETS}
        self.write_hidden(self.book.add_worksheet(HIDDEN))
        for sheet, table in tables.items():
            self.write_table(table, self.columns[sheet], self.rows[sheet])
        self.book.close()
        return out.getvalue()

    def style(self, **properties):
        """One format per look, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format({"valign": "top", "text_wrap": True, "font_name": "Calibri", **properties})
        return self.styles[key]

    def write_rules(self, sheet) -> None:
        """How to fill in, and what each column takes: the same sentences that the check of an uploaded file says."""
        bold, plain = self.style(bold=True), self.style()
        sheet.set_column(0, 0, 44, plain)
        sheet.set_column(1, 4, 52, plain)
        opening = [(_("Report for %(year)s") % {"year": self.report.cycle.year}, self.report.body.name), *((text, "") for text in how_to())]
        for place, (first, second) in enumerate(opening):
            sheet.write_string(place, 0, first, bold if place == 0 else self.style(text_wrap=False))
            sheet.write_string(place, 1, second, bold if place == 0 else self.style(text_wrap=False))
        place = len(opening) + 1
        for name, its_columns in self.columns.items():
            for number, title in enumerate(self.heads(name)):
                sheet.write_string(place, number, title, self.style(bold=True, bottom=1))
            for column in its_columns:
                place += 1
                its = told(column)
                for number, text in enumerate((column.label, rule(column), its.hint, its.example, its.why)):
                    sheet.write_string(place, number, text, plain)
            place += 2
        self.write_checks(sheet, place)
        sheet.protect("", ALLOWED)

    def heads(self, name: str) -> tuple[str, ...]:
        """Heads of the rules of one table."""
        return self.names[name], _("What the cell takes"), _("Advice"), _("Example"), _("Why it is asked")

    def write_checks(self, sheet, place: int) -> None:
        """Everything the portal checks before submission: the list of its page, made of the checks themselves."""
        plain = self.style()
        for number, title in enumerate((_("What is checked before submission"), _("Field"), _("Kind"), "", _("Why it is asked"))):
            sheet.write_string(place, number, title, self.style(bold=True, bottom=1))
        for line in listed_checks():
            place += 1
            for number, text in enumerate((line.text, line.fields, line.kind, line.row, line.why)):
                sheet.write_string(place, number, text, plain)

    def write_hidden(self, sheet) -> None:
        """What the file is of, and the words of the drop-down lists."""
        sheets = {
            name: {
                "name": self.names[name], "columns": [[column.name, column.label] for column in self.columns[name]],
                "rows": [[code_of(judged.entry), judged.entry.pk, judged.entry.version] for judged in self.rows[name]],
            }
            for name in SHEETS
        }  # fmt: skip
        for place, text in enumerate(stamp.made(self.report, sheets, get_language())):
            sheet.write_string(place, 0, text)
        number = 0
        for column in (column for its_columns in self.columns.values() for column in its_columns if column.kind in LISTS):
            if column.name in self.lists:
                continue
            number += 1
            listed = [word for _value, word in self.words.listed(column)]
            sheet.write_column(0, number, listed)
            letter = xl_col_to_name(number)
            self.lists[column.name] = f"{HIDDEN}!${letter}$1:${letter}${max(len(listed), 1)}"
        sheet.protect()
        sheet.very_hidden()

    def write_table(self, sheet, its_columns: list[Column], rows: list[Judged]) -> None:
        """One table from A1: what is locked is grey, what is to be filled in is white."""
        for place, column in enumerate(its_columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.label, self.style(bold=True, bg_color="#E8EEF2", border=1, border_color="#C4CDD3"))
        for line, judged in enumerate(rows, start=1):
            for place, column in enumerate(its_columns):
                is_open = column.is_reported and judged.entry.open and is_asked(judged.entry, column.name)
                self.write(sheet, line, place, self.content(column, judged), self.look(column, is_open))
                if is_open:
                    self.guard(sheet, line, place, column, judged)
        for place, column in enumerate(its_columns if rows else ()):
            if column.is_reported:
                self.mark_bad(sheet, len(rows), place, column)
        sheet.freeze_panes(1, 4 if len(its_columns) > 20 else 2)
        sheet.autofilter(0, 0, max(len(rows), 1), len(its_columns) - 1)
        sheet.protect("", ALLOWED)

    def look(self, column: Column, is_open: bool):
        """The format of a cell."""
        colour = {} if is_open else {"bg_color": "#F4F6F7"}
        number = NUMBER_FORMATS.get(column.kind, "@")
        return self.style(locked=not is_open, num_format=number, border=1, border_color="#C4CDD3", **colour)

    def content(self, column: Column, judged: Judged):
        """What stands in a cell before anybody touches it."""
        if column.kind == "plan":
            return plan_value(column.name, judged.entry)
        if column.kind == "last":
            name = column.name.partition(":")[2]
            beside = next(one for one in self.columns[sheet_of(judged.entry)] if one.name == name)
            last = judged.subject.last
            return as_cell(beside, getattr(last, name), self.words) if last and is_asked(last, name) else ""
        return as_cell(column, getattr(judged.entry, column.name), self.words)

    def write(self, sheet, row: int, place: int, value, style) -> None:
        """A number as a number, a day as a day, all else as text that can never become a formula."""
        if isinstance(value, Decimal | int):
            sheet.write_number(row, place, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, style)
        elif value:
            sheet.write_string(row, place, value, style)
        else:
            sheet.write_blank(row, place, None, style)

    def guard(self, sheet, row: int, place: int, column: Column, judged: Judged) -> None:
        """Drop-down, limits and the hint of one cell, with last year's value where there was one."""
        note = told(column).hint or rule(column)
        last = judged.subject.last
        if last and column.kind in ("money", "decimal", "choice") and is_asked(last, column.name):
            before = _("Last year: %(value)s") % {"value": shown(column, getattr(last, column.name), self.words)}
            note = f"{note[: LONGEST_NOTE - len(before) - 1]}\n{before}"
        limits = {
            "money": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 10**13},
            "decimal": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 10**14},
            "date": {"validate": "date", "criteria": "between", "minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31)},
        }.get(column.kind, {"validate": "any"})
        if column.kind == "text":
            limits = {"validate": "length", "criteria": "<=", "value": column.field.max_length}
        if column.kind in LISTS:
            limits = {"validate": "list", "source": f"={self.lists[column.name]}"}
        title = column.label if len(column.label) <= LONGEST_TITLE else ""
        said = {"input_title": title, "input_message": note[:LONGEST_NOTE], "error_message": rule(column)[:LONGEST_NOTE]}
        sheet.data_validation(row, place, row, place, {**limits, **said})

    def mark_bad(self, sheet, last_row: int, place: int, column: Column) -> None:
        """Pasting destroys a drop-down: what the portal would not take is coloured all the same."""
        at = xl_rowcol_to_cell(1, place)
        wrong = {
            "money": f"AND(LEN({at})>0,OR(NOT(ISNUMBER({at})),N({at})<0))", "date": f"AND(LEN({at})>0,NOT(ISNUMBER({at})))",
            "text": f"LEN({at})>{column.field.max_length}",
        }  # fmt: skip
        wrong["decimal"] = wrong["money"]
        formula = wrong.get(column.kind) or f"AND(LEN({at})>0,COUNTIF({self.lists.get(column.name, '')},{at})=0)"
        bad = self.book.add_format({"bg_color": "#FCE9D4", "font_color": "#7A3E00"})
        sheet.conditional_format(1, place, last_row, place, {"type": "formula", "criteria": f"={formula}", "format": bad})
