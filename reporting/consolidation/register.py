"""The extract for the register of the planning body: the five columns of the plan and what was reported on each row, from an edition.

From `summary.json` and `lines.csv` alone: the same edition always gives the same extract.
"""

import io

from django.utils import translation
from django.utils.translation import gettext as _

from reporting import readable_csv
from reporting.consolidation.reading import Report
from reporting.consolidation.rollup import KINDS
from reporting.consolidation.sheets import OPTIONS, made_at
from reporting.formats import date_short
from reporting.words import look_up
from reporting.workbook import Workbook

NUMERIC = frozenset({0, 8, 9})


def table(summary: dict, rows: list[dict], language: str) -> list[list]:
    """The extract with its head. The language must be active. Money in whole tenge."""
    told = Report(summary, rows, language)
    sections = {section["number"]: told.text(section, "title") for section in summary["sections"]}
    totals = {item["number"]: item["funding"]["total"] for item in summary["items"]}
    head = [
        "№", _("Section of the plan"), _("Action item"), _("Form of completion"), _("Deadline"), _("Responsible executors"), _("Status"),
        _("Progress information"), _("Planned, tenge"), _("Disbursed, tenge"), _("Reasons for non-completion"), _("Measures taken"),
        _("Proposed new date"), _("Proposal for correcting the plan"), _("Bodies without an accepted report"),
    ]  # fmt: skip
    return [head, *(row_of(item, sections, totals[item["number"]], told) for item in told.items())]


def row_of(item: dict, sections: dict, money: dict, told: Report) -> list:
    """One row of the plan."""
    lines = item["lines"]
    held = {row["line"]: row for row in told.rows}
    codes = next(one for one in told.summary["items"] if one["number"] == item["number"])["lines"]
    absent = [told.short(held[code]["body"]) for code in codes if held[code]["report"] != "accepted"]
    status = item["status"]
    dates = sorted({line["proposed_date"] for line in lines if line["proposed_date"]})
    return [
        item["number"], sections[item["section"]], item["title"], item["form"], item["deadline"], item["executors"],
        str(look_up(status)[1]), joined(lines, "progress"), *(money[kind] for kind in KINDS), joined(lines, "reasons"),
        joined(lines, "measures"), ", ".join(date_short(day) for day in dates), joined(lines, "proposal"), "; ".join(absent),
    ]  # fmt: skip


def joined(lines: list[dict], field: str) -> str:
    """What the executors wrote, each under its name."""
    return "\n".join(f"{line['body']}: {line[field]['text']}" for line in lines if line[field]["text"])


def make(summary: dict, rows: list[dict], language: str, kind: str) -> bytes:
    """The file: `xlsx`, or `csv` for programs."""
    with translation.override(language):
        found = table(summary, rows, language)
    return readable_csv.table(found) if kind == "csv" else as_xlsx(found, summary)


def as_xlsx(found: list[list], summary: dict) -> bytes:
    """One table from A1."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"created": made_at(summary)})
    bold, wrap = (book.add_format({"text_wrap": True, "valign": "top", "bold": heavy}) for heavy in (True, False))
    sheet = book.add_worksheet(str(summary["year"]))
    for place, row in enumerate(found):
        for column, value in enumerate(row):
            if column in NUMERIC and isinstance(value, int):
                sheet.write_number(place, column, value, wrap)
            elif value not in ("", None):
                sheet.write_string(place, column, str(value), bold if place == 0 else wrap)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(found) - 1, len(found[0]) - 1)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, len(found[0]) - 1, 24)
    book.close()
    return out.getvalue()
