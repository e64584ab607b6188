"""The documents of an edition, from its `summary.json` and `lines.csv` alone: the same two files always give the same documents
(and the portal's address, for the code that leads to the check).

Nothing here asks the database.
"""

import hashlib
import json
import time
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from reporting import office
from reporting.attached import TYPES
from reporting.consolidation import editable, lines, sheets
from reporting.consolidation.reading import Report
from reporting.filing.pdf import render_pdf
from reporting.qr import qr

SUMMARY, LINES = "summary.json", "lines.csv"
BEAT_SECONDS = 2
# name → (media type, language)
FILES = {
    SUMMARY: ("application/json", ""),
    LINES: ("text/csv; charset=utf-8", ""),
    "lines-excel.csv": ("text/csv; charset=utf-8", ""),
    "report.xlsx": (TYPES["xlsx"], ""),
    "report.kk.pdf": ("application/pdf", "kk"),
    "report.ru.pdf": ("application/pdf", "ru"),
    "report.kk.docx": (TYPES["docx"], "kk"),
    "report.ru.docx": (TYPES["docx"], "ru"),
}


def make_all(summary_json: str, lines_csv: str, progress=lambda step, done=0, total=0: None) -> dict[str, bytes]:
    """Every file of an edition by its name, in the order of `FILES`."""
    summary, rows = json.loads(summary_json), lines.read(lines_csv)
    progress("data")
    made = {SUMMARY: summary_json.encode(), LINES: lines_csv.encode(), "lines-excel.csv": sheets.excel_csv(rows)}
    progress("xlsx")
    made["report.xlsx"] = sheets.workbook(summary, rows)
    for language in ("kk", "ru"):
        progress(f"pdf_{language}")
        made[f"report.{language}.pdf"] = make_pdf(summary_json, lines_csv, language, paced(progress, f"pdf_{language}"))
    for language in ("kk", "ru"):
        progress(f"docx_{language}")
        made[f"report.{language}.docx"] = make_docx(summary_json, lines_csv, language)
    return made


def make_docx(summary_json: str, lines_csv: str, language: str) -> bytes:
    """The consolidated report in one language, to be edited. What is edited is no longer the edition: its hash says so."""
    sums = {"lines_sha256": sha256(lines_csv.encode()), "summary_sha256": sha256(summary_json.encode())}
    with translation.override(language):
        return office.write(editable.document(json.loads(summary_json), lines.read(lines_csv), language, sums))


def paced(progress, step: str):
    """`beat(pages)` for the making of a PDF: told at most every `BEAT_SECONDS`, so that the database is not asked for each page."""
    last = time.monotonic()

    def beat(pages: int) -> None:
        nonlocal last
        if time.monotonic() - last >= BEAT_SECONDS:
            last = time.monotonic()
            progress(step, pages)

    return beat


def make_pdf(summary_json: str, lines_csv: str, language: str, beat=None) -> bytes:
    """The consolidated report in one language, with a summary page in English."""
    summary, rows = json.loads(summary_json), lines.read(lines_csv)
    with translation.override("en"):
        english = Report(summary, rows, "en").context()
    with translation.override(language):
        context = Report(summary, rows, language).context()
        where = check_address(summary["year"], summary["edition"])
    sums = {"lines_sha256": sha256(lines_csv.encode()), "summary_sha256": sha256(summary_json.encode())}
    code = {"check_address": where, "qr": qr(where)}
    return render_pdf("documents/report.html", {**context, "english": english, **sums, **code}, language, beat)


def check_address(year: int, edition: int) -> str:
    """Behind the code of a document: the page in the current language that says whether its edition is published and current."""
    return f"{settings.SITE_URL}{reverse('site:verify')}?{urlencode({'year': year, 'edition': edition})}"


def sha256(data: bytes) -> str:
    """Of a file."""
    return hashlib.sha256(data).hexdigest()
