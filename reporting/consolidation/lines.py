"""`lines.csv`: every row of every expected body on a line of its own. Every figure of a summary is a filter over these lines.

Pure: frozen contents in, the same bytes out, whatever the order of the reports. Money is whole tenge; blank stays blank and is never zero.
"""

import csv
import io
import json

FIELDS = (
    "line", "kind", "year", "body", "region", "section", "number", "item", "indicator", "part", "by_agreement", "report", "paper",
    "answer",
    "status", "planned_republican", "disbursed_republican", "planned_local", "disbursed_local", "planned_extra", "disbursed_extra",
    "actual_date", "progress_kk", "progress_ru", "reasons_kk", "reasons_ru", "measures_kk", "measures_ru", "proposed_date",
    "proposal_kk", "proposal_ru", "territory", "evidence", "target", "actual", "numerator", "denominator", "data_source", "data_date",
    "answer_note", "available_on", "report_version", "report_sha256",
)  # fmt: skip
MONEY = tuple(field for field in FIELDS if field.startswith(("planned_", "disbursed_")))
# What a line takes from the frozen row as it stands
OF_ITEM = (
    "status", *MONEY, "actual_date", "progress_kk", "progress_ru", "reasons_kk", "reasons_ru", "measures_kk", "measures_ru",
    "proposed_date", "proposal_kk", "proposal_ru", "territory", "answer_note", "available_on",
)  # fmt: skip
OF_INDICATOR = (
    "target", "actual", "numerator", "denominator", "data_source", "data_date", "reasons_kk", "reasons_ru", "answer_note", "available_on",
)  # fmt: skip
PUBLIC_EVIDENCE = ("kind", "number", "date", "link")  # a file's name may hold a person's: it is never published
ITEM, INDICATOR = "item", "indicator"


def lines(frame: dict) -> list[dict]:
    """All lines of a frame, items first, by number and body; then indicators, by code and body."""
    plan = {row["item"]: row for row in frame["rows"]}
    made = [line for report in frame["reports"] for line in lines_of(report, plan, frame["year"])]
    return sorted(made, key=lambda line: (line["kind"] != ITEM, line["number"] or 0, line["indicator"], line["body"]))


def lines_of(report: dict, plan: dict, year: int) -> list[dict]:
    """The lines of one body: of its accepted version, or empty ones for what it owes."""
    content = report["content"]
    rows = content["items"] if content else report["rows"]
    values = content["indicators"] if content else [{"indicator": code} for code in report["indicators"]]
    same = {
        "year": year,
        "body": report["body"]["code"],
        "region": report["body"]["region"],
        "report": report["state"],
        "paper": bool(report.get("paper")),
        "report_version": report["version"],
        "report_sha256": report["sha256"],
    }
    return [item_line(row, plan[row["item"]], same, report) for row in rows] + [value_line(value, same, report) for value in values]


def item_line(row: dict, planned: dict, same: dict, report: dict) -> dict:
    """A body's row on an action item."""
    taken = take(row, OF_ITEM) if report["content"] else {}
    proofs = [{key: proof.get(key) or "" for key in PUBLIC_EVIDENCE} for proof in row.get("evidence", ())]
    return blank() | same | taken | {
        "line": f"I{planned['number']:02d}-{same['body']}", "kind": ITEM, "section": planned["section"], "number": planned["number"],
        "item": row["item"], "part": row["part"], "by_agreement": row["by_agreement"], "evidence": proofs,
        "answer": answer_of(row, report, needed=row["needs_answer"]),
    }  # fmt: skip


def value_line(value: dict, same: dict, report: dict) -> dict:
    """A body's value of an indicator."""
    taken = take(value, OF_INDICATOR) if report["content"] else {}
    code = value["indicator"]
    return blank() | same | taken | {
        "line": f"N-{code}-{same['body']}", "kind": INDICATOR, "indicator": code, "answer": answer_of(value, report, needed=True)
    }  # fmt: skip


def take(row: dict, fields: tuple) -> dict:
    """The named fields of a frozen row; nothing is None for money and an empty text for the rest."""
    return {field: row.get(field) if field in MONEY else row.get(field) or "" for field in fields}


def answer_of(row: dict, report: dict, *, needed: bool) -> str:
    """How the row is answered. A row nobody has to answer yet is "not due"; a report of no activity answers for its empty rows."""
    given = row.get("answer") if report["content"] else ""
    if given:
        return given
    if not needed:
        return "not_due"
    if not report["content"]:
        return "not_filed"
    return "no_activity" if report["content"]["no_activity"] else "blank"


def blank() -> dict:
    """A line that says nothing yet."""
    nothing = {"number": None, "section": None, "by_agreement": None, "paper": None, "report_version": None, "evidence": []}
    return {field: None if field in MONEY else "" for field in FIELDS} | nothing


def write(rows: list[dict]) -> str:
    """The text of `lines.csv`: RFC 4180 with LF, no BOM."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows([cell(field, row[field]) for field in FIELDS] for row in rows)
    return out.getvalue()


def cell(field: str, value) -> str:
    """A value as the file holds it."""
    if field == "evidence":
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def read(text: str) -> list[dict]:
    """The lines of a file as they were before `write`: money and numbers as integers, evidence as a list, blank money as None."""
    return [read_line(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def read_line(row: dict) -> dict:
    """One line with its types."""
    whole = {field: int(row[field]) if row[field] else None for field in (*MONEY, "year", "section", "number", "report_version")}
    said = {name: {"true": True, "false": False}.get(row.get(name)) for name in ("by_agreement", "paper")}
    return row | whole | said | {"evidence": json.loads(row["evidence"] or "[]")}
