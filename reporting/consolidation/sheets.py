"""The edition as spreadsheets: one table a sheet, no merged cells, numbers as numbers in whole tenge, text never as a formula."""

import io
from datetime import datetime
from decimal import Decimal

from reporting import readable_csv
from reporting.consolidation.lines import FIELDS, MONEY, cell
from reporting.consolidation.rollup import KINDS, SOURCES
from reporting.workbook import Workbook
from territories.languages import LANGUAGES

WHOLE = frozenset({*MONEY, "year", "section", "number", "report_version"})
DECIMAL = frozenset({"target", "actual", "numerator", "denominator"})
MONEY_COLUMNS = tuple(f"{kind}_{source}" for source in (*SOURCES, "total") for kind in KINDS)
LONGEST = 32767  # characters of a cell that a spreadsheet can hold
OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False,
}  # fmt: skip


def excel_csv(rows: list[dict]) -> bytes:
    """`lines.csv` for a spreadsheet. Numbers are never touched."""
    return readable_csv.table([FIELDS, *([written(field, row[field]) for field in FIELDS] for row in rows)])


def written(field: str, value) -> str | Decimal:
    """A cell as `lines.csv` holds it; a number by its column as a number."""
    text = cell(field, value)
    return Decimal(text) if text and (field in WHOLE or field in DECIMAL) else text


def workbook(summary: dict, rows: list[dict]) -> bytes:
    """`report.xlsx`."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": f"{summary['concept']['title_kk']} – {summary['year']}", "created": made_at(summary)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for name, table in sheets(summary, rows).items():
        write(book.add_worksheet(name), table, head)
    book.close()
    return out.getvalue()


def made_at(summary: dict) -> datetime:
    """The approval's instant: the same edition gives the same bytes."""
    approved = summary["dates"]["approved_at"]
    return datetime.fromisoformat(approved).replace(tzinfo=None) if approved else datetime(summary["year"] + 1, 5, 1)


def write(sheet, table: list[list], head) -> None:
    """One table from A1: a heading row that stays in sight, a filter, numbers as numbers and everything else as text."""
    for place, row in enumerate(table):
        for column, value in enumerate(row):
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                sheet.write_number(place, column, value)
            elif value not in ("", None):
                sheet.write_string(place, column, str(value)[:LONGEST], head if place == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table) - 1, 0), len(table[0]) - 1)
    sheet.set_column(0, len(table[0]) - 1, 18)


def sheets(summary: dict, rows: list[dict]) -> dict[str, list[list]]:
    """Every sheet as a table, headings first."""
    return {
        "Notes": notes(summary),
        "Items": items(summary),
        "Lines": [list(FIELDS), *([typed(field, row[field]) for field in FIELDS] for row in rows)],
        "Bodies": bodies(summary),
        "Regions": regions(summary),
        "Indicators": indicators(summary),
        "Funding": funding(summary),
    }


def typed(field: str, value):
    """A value of a line: whole numbers and decimals as numbers, the rest as `lines.csv` has it."""
    if field in DECIMAL:
        return Decimal(value) if value else None
    return value if field in WHOLE else cell(field, value)


def titles(field: str) -> list[str]:
    """Column names of a text in three languages."""
    return [f"{field}_{language}" for language in LANGUAGES]


def texts(thing: dict, field: str) -> list[str]:
    """A text in three languages."""
    return [thing[name] for name in titles(field)]


def money(found: dict) -> list[int | None]:
    """Money by source and in all; what was not given stays empty."""
    return [found[source][kind] for source in (*SOURCES, "total") for kind in KINDS]


def notes(summary: dict) -> list[list]:
    """What the file is, in three languages, and the units."""
    said = [
        ["field", *LANGUAGES],
        ["title", *texts(summary["concept"], "title")],
        ["plan", *texts(summary["plan"], "act")],
        ["overseer", *texts(summary["overseer"], "name")],
        ["money", "бүтін теңге", "целые тенге", "whole tenge"],
        ["blank", "бос ұяшық нөл емес", "пустая ячейка не ноль", "an empty cell is not zero"],
    ]
    if summary["sample"]:
        said.append([
            "sample", "Мысал жоспар: бұл бекітілген іс-қимыл жоспары емес", "Пример плана: это не утверждённый план действий",
            "Sample plan: this is not the approved action plan",
        ])  # fmt: skip
    facts = {"year": summary["year"], "edition": summary["edition"], "approved_at": summary["dates"]["approved_at"]}
    facts |= {"calculated_at": summary["dates"]["calculated_at"], "previous_sha256": summary["previous_sha256"]}
    return [*said, *([key, value, value, value] for key, value in facts.items() if value)]


def items(summary: dict) -> list[list]:
    """Action items."""
    plan = ["number", "item", "section", *titles("title"), *titles("deadline_text")]
    head = [*plan, "lead", "co", "status", "decision_reason", *MONEY_COLUMNS]
    return [head, *(item(row) for row in summary["items"])]


def item(row: dict) -> list:
    """One action item."""
    reason = row["decision"]["reason"] if row["decision"] else ""
    who = [", ".join(row["lead"]), ", ".join(row["co"])]
    plan = [row["number"], row["item"], row["section"], *texts(row, "title"), *texts(row, "deadline_text")]
    return [*plan, *who, row["status"], reason, *money(row["funding"])]


def bodies(summary: dict) -> list[list]:
    """Bodies and their reports."""
    fields = ("state", "timeliness", "late_days", "submitted_at", "version", "sha256")
    head = ["code", "kind", "region", *titles("name"), *fields, "no_activity", *MONEY_COLUMNS]
    return [
        head,
        *(
            [
                row["code"], row["kind"], row["region"], *texts(row, "name"), *(row["report"][field] for field in fields),
                cell("", row["report"]["no_activity"]), *money(row["funding"]),
            ]
            for row in summary["bodies"]
        ),
    ]  # fmt: skip


def regions(summary: dict) -> list[list]:
    """Regions by the reports of their akimats."""
    head = ["code", "iso", *titles("name"), "body", "state", *MONEY_COLUMNS]
    rows = ([r["code"], r["iso"], *texts(r, "name"), r["body"], r["state"], *money(r["funding"])] for r in summary["regions"])
    return [head, *rows]


def indicators(summary: dict) -> list[list]:
    """Indicators against targets."""
    head = ["code", *titles("name"), *titles("unit"), "better", "roll_up", "target", "actual", "percent", "verdict"]
    return [
        head,
        *(
            [
                row["code"], *texts(row, "name"), *texts(row, "unit"), row["better"], row["roll_up"],
                *(Decimal(row[field]) if row[field] is not None else None for field in ("target", "actual", "percent")), row["verdict"],
            ]
            for row in summary["indicators"]
        ),
    ]  # fmt: skip


def funding(summary: dict) -> list[list]:
    """Money by source: of the year and of each section."""
    rows = [["total", "", "", ""], *(["section", *texts(section, "title")] for section in summary["sections"])]
    sums = [summary["totals"]["funding"], *(section["funding"] for section in summary["sections"])]
    return [["of", *titles("title"), *MONEY_COLUMNS], *([*row, *money(found)] for row, found in zip(rows, sums, strict=True))]
