"""What a spreadsheet is of: report, version, rows and columns on a hidden sheet, under a code that only the portal can make."""

import json

from django.utils.crypto import constant_time_compare, salted_hmac

from reporting.models import Report
from reporting.problems import Problem, Refused
from territories.models import ExecutiveBody

FORMAT = "1"
TITLE = "science-cities-report"
PIECE = 30_000  # a cell holds 32 767 characters


def code_of(content: str) -> str:
    """The check code of the hidden sheet."""
    return salted_hmac("reporting.filing.spreadsheet", content, algorithm="sha256").hexdigest()


def made(report: Report, sheets: dict, language: str) -> list[str]:
    """The cells of the first column of the hidden sheet."""
    of = {"report": str(report.public_id), "body": report.body.code, "year": report.cycle.year, "version": report.version}
    content = json.dumps({**of, "language": language, "sheets": sheets}, ensure_ascii=False, separators=(",", ":"))
    pieces = [content[start : start + PIECE] for start in range(0, len(content), PIECE)]
    return [TITLE, FORMAT, code_of(content), *pieces]


def verified(cells: list[str], report: Report) -> dict:
    """What the file says it is of. Refuses another template, an altered one, and another report's."""
    if len(cells) < 2 or cells[0] != TITLE:
        raise Refused(Problem("file_not_ours", "file"))
    if cells[1] != FORMAT:
        raise Refused(Problem("file_old", "file"))
    content = "".join(cells[3:])
    if len(cells) < 4 or not constant_time_compare(code_of(content), cells[2]):
        raise Refused(Problem("file_altered", "file"))
    said = json.loads(content)
    if said["body"] != report.body.code:
        raise Refused(Problem("file_other_body", "file", params={"body": name_of(said["body"])}))
    if said["year"] != report.cycle.year or said["report"] != str(report.public_id):
        raise Refused(Problem("file_other_year", "file", params={"year": said["year"]}))
    if said["version"] != report.version:
        raise Refused(Problem("file_report_version", "file", params={"of": said["version"], "now": report.version}))
    return said


def name_of(code: str) -> str:
    """A body by its code, in the current language."""
    body = ExecutiveBody.objects.filter(code=code).first()
    return body.name if body else code
