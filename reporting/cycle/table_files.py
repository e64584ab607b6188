"""The table of completeness as a file: CSV, and XLSX as it is on the page."""

import io

from django.utils.translation import gettext as _

from reporting import clock, readable_csv
from reporting.cycle.completeness import Cell, Line, Section
from reporting.cycle.waiting import spent_in
from reporting.formats import date_short, instant_short
from reporting.words import look_up
from reporting.workbook import Workbook


def table(sections: list[Section], lines: list[Line]) -> list[list]:
    """Heading and rows, in words of the current language; numbers stay numbers. One query for the days of all reports."""
    days = spent_in([line.report for line in lines], clock.now())
    head = [
        _("Code"), _("Body"), _("Region"), *(section.title for section in sections), _("Rows to answer"), _("Filled in"),
        _("Accepted rows"), _("Returned rows"), _("State of the report"), _("First submitted"), _("Timeliness"),
        _("Days with the Ministry"), _("Days with the body"), _("Submissions"), _("On paper"), _("Reviewer"),
    ]  # fmt: skip
    return [head, *(row_of(line, days[line.report.pk]) for line in lines)]


def row_of(line: Line, spent) -> list:
    """One body."""
    body, report = line.report.body, line.report
    return [
        body.code, body.name, body.region.name if body.region else "", *(said(cell) for cell in line.cells), line.asked, line.complete,
        line.accepted, line.returned, str(look_up(line.word, "report")[1]), instant_short(report.first_submitted_at), line.time.text(),
        spent.ministry, spent.body, spent.rounds, _("yes") if report.paper else "", report.reviewer.full_name if report.reviewer else "",
    ]  # fmt: skip


def said(cell: Cell) -> str:
    """A cell in words: the state, how many of how many, the day."""
    if cell.state == "none":
        return str(look_up("none", "cell")[1])
    parts = [str(look_up(cell.state, "cell")[1]), f"{cell.done} / {cell.asked}", date_short(cell.on) if cell.on else ""]
    return ", ".join(part for part in parts if part)


def as_csv(sections: list[Section], lines: list[Line]) -> bytes:
    """The table as CSV."""
    return readable_csv.table(table(sections, lines))


def as_xlsx(sections: list[Section], lines: list[Line], title: str) -> bytes:
    """One sheet: the heading stays in sight, the filter is on, texts are texts."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(title[:31]), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    rows = table(sections, lines)
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row, plain if place else bold)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, len(rows[0]) - 1, 18)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()
