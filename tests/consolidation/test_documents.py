"""PDF, XLSX and CSV say what the data files say, letter by letter and tenge by tenge."""

import csv
import io
import json
import re
import subprocess
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from reporting import clock, formats, readable_csv
from reporting.consolidation import documents, figures, lines, sheets
from reporting.consolidation.calculation import compute
from reporting.consolidation.sources import frame
from reporting.qr import qr
from tests.consolidation.making import accept, content_of

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
AMOUNT = 1_250_000_500
FORMULAS = ("=1+1", "+7 700", "-5", "@сома", "=HYPERLINK(\"http://x\")")
pytestmark = [pytest.mark.django_db, pytest.mark.files]


def freeze(computed: dict, **other) -> str:
    """The summary.json of a computed summary, approved by somebody made up."""
    said = {
        "dates": {"calculated_at": "2027-04-21T04:12:40+00:00", "approved_at": "2027-04-25T06:30:00+00:00"},
        "approved_by": {"name": "Бекітуші Мадина", "position": "Вице-министр (мысал)"}, "correction": None, "previous_sha256": "",
        "narrative": [{"key": "progress", **{f"title_{x}": "Барысы" for x in ("kk", "ru", "en")}, "kk": KAZAKH, "ru": ""}],
    }  # fmt: skip
    return figures.freeze(computed["figures"], **{**said, **other})


@pytest.fixture
def data(season2026) -> SimpleNamespace:
    """The season, with one amount and some dangerous texts in it."""
    report = season2026.reports.get(body__code="AK-ABA")
    report.version = 2
    row = {"answer": "given", "status": "done", "disbursed_local": AMOUNT, "planned_local": 0, "evidence": [{"number": "=2"}]}
    texts = {"progress_kk": FORMULAS[0], "progress_ru": FORMULAS[1], "reasons_kk": FORMULAS[2], "measures_ru": FORMULAS[4]}
    content = content_of(report, {"SC-10": {**row, **texts}}, {"JOBS-HT": {"answer": "given", "actual": "7.5", "data_source": FORMULAS[3]}})
    accept(report, content, at=clock.local(date(2027, 3, 20)))
    computed = compute(frame(season2026, 1))
    return SimpleNamespace(summary_json=freeze(computed), lines_csv=computed["lines"], figures=computed["figures"])


def text_of(pdf: bytes) -> str:
    """Text of a PDF, with plain spaces."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)  # noqa: S607
    return re.sub("[\u00a0\u2009\u202f]", " ", done.stdout.decode())


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_report_is_tagged_legible_and_holds_the_amounts(data, language, django_db_blocker):
    with django_db_blocker.block():
        pdf = documents.make_pdf(data.summary_json, data.lines_csv, language)
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert b"pdfuaid" in root["/Metadata"].get_data()
    text = text_of(pdf)
    assert set(KAZAKH) <= set(text)
    total = data.figures["totals"]["funding"]["total"]["disbursed"]
    assert re.sub("[\u00a0\u2009]", " ", formats.money_table(total, language=language)) in text
    assert "1 250 000,5" in text
    pages = len(reader.pages)
    assert all(f"{number} / {pages}" in text for number in (1, pages))
    digest = documents.sha256(data.lines_csv.encode())
    assert text.count(digest) >= pages, "the hash of lines.csv stands in every foot"
    assert documents.sha256(data.summary_json.encode()) in text
    assert {"kk": "Ұлытау облысының әкімдігі", "ru": "Акимат области Ұлытау"}[language] in text, "who did not report is named"
    assert "Akimat of Ulytau Region" in text, "a page in English"
    assert {"kk": "Мысал жоспар", "ru": "Пример плана"}[language] in text
    summary = json.loads(data.summary_json)
    address = f"/{language}/verify/?year={summary['year']}&edition={summary['edition']}"
    assert address in re.sub(r"\s", "", text_of(pdf)) and len(qr(address)["path"]) > 1000, "the code leads to the check of the edition"
    if language == "ru":
        assert "Не переведено. Язык текста: казахский" in text
        assert_heads_are_repeated(text)


def assert_heads_are_repeated(text: str) -> None:
    """The table of items runs over pages: each of them has its head."""
    with_rows = [page for page in text.split("\f") if re.search(r"^ *\d+ +\S.*МНВО", page, re.M)]
    assert len(with_rows) > 1
    assert all("Статус" in page and "Мероприятие" in page for page in with_rows)


def test_nearly_nothing_still_makes_a_document(cycle2026, in_april):
    computed = compute(frame(cycle2026, 1))
    summary = freeze(computed, narrative=[], correction={"reason": "Мысал: түзету.", "previous": 1}, previous_sha256="a" * 64)
    text = text_of(documents.make_pdf(summary, computed["lines"], "kk"))
    assert "Көрсетілмеген" in text
    assert "a" * 64 in text
    assert "Мысал: түзету." in text


def test_the_documents_come_from_the_two_files_alone(data, quick_pdf, django_db_blocker):
    with django_db_blocker.block():
        made = documents.make_all(data.summary_json, data.lines_csv)
    assert list(made) == list(documents.FILES)
    assert made["summary.json"] == data.summary_json.encode()
    assert made["lines.csv"] == data.lines_csv.encode()


def as_text(value) -> str:
    """A cell of a spreadsheet as a file of text has it."""
    return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def test_the_lines_of_csv_xlsx_and_json_are_equal_cell_by_cell(data):
    rows = list(csv.DictReader(io.StringIO(data.lines_csv, newline="")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets.workbook(json.loads(data.summary_json), lines.read(data.lines_csv))))
    assert book.sheet_names == ["Notes", "Items", "Lines", "Bodies", "Regions", "Indicators", "Funding"]
    head, *body = book.get_sheet_by_name("Lines").to_python()
    assert tuple(head) == lines.FIELDS
    assert len(body) == len(rows)
    for cells, row in zip(body, rows, strict=True):
        assert dict(zip(head, map(as_text, cells), strict=True)) == row
    numbers = [cells[head.index("disbursed_local")] for cells in body]
    assert AMOUNT in numbers
    assert {type(value) for value in numbers if value != ""} == {float}, "numbers, not text"
    # the very tenge in the three forms
    summary = json.loads(data.summary_json)
    line = next(row for row in rows if row["line"] == "I10-AK-ABA")
    assert int(line["disbursed_local"]) == AMOUNT
    assert next(b for b in summary["bodies"] if b["code"] == "AK-ABA")["funding"]["local"]["disbursed"] == AMOUNT
    funding = book.get_sheet_by_name("Funding").to_python()
    assert funding[1][funding[0].index("disbursed_total")] == summary["totals"]["funding"]["total"]["disbursed"]


def test_sheets_of_sums_are_those_of_summary_json(data):
    summary = json.loads(data.summary_json)
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheets.workbook(summary, lines.read(data.lines_csv))))
    for sheet, level, key in (("Items", "items", "number"), ("Bodies", "bodies", "code"), ("Regions", "regions", "code")):
        head, *body = book.get_sheet_by_name(sheet).to_python()
        assert [row[head.index(key)] for row in body] == [entry[key] for entry in summary[level]]
        for row, entry in zip(body, summary[level], strict=True):
            for kind, tenge in entry["funding"]["total"].items():
                assert row[head.index(f"{kind}_total")] == ("" if tenge is None else tenge)
    head, *body = book.get_sheet_by_name("Indicators").to_python()
    for row, entry in zip(body, summary["indicators"], strict=True):
        assert row[head.index("actual")] == (float(Decimal(entry["actual"])) if entry["actual"] is not None else "")


def test_no_text_becomes_a_formula(data):
    guarded = list(csv.DictReader(io.StringIO(sheets.excel_csv(lines.read(data.lines_csv)).decode("utf-8-sig"), newline="")))
    plain = list(csv.DictReader(io.StringIO(data.lines_csv, newline="")))
    row, said = (next(r for r in rows if r["line"] == "I10-AK-ABA") for rows in (guarded, plain))
    assert (said["progress_kk"], row["progress_kk"]) == ("=1+1", "'=1+1"), "lines.csv is never changed"
    for field, value in row.items():
        is_number = field in sheets.WHOLE or field in sheets.DECIMAL
        assert is_number or not value.startswith(readable_csv.FORMULA_STARTS), field
        assert value.removeprefix("'") == said[field]
    number = sheets.excel_csv([lines.blank() | {"actual": "-5.50", "status": "-5"}]).decode()
    assert ",-5.50," in number and ",'-5," in number
    assert sheets.excel_csv([])[:3] == b"\xef\xbb\xbf"
    names = subprocess.run(["python3", "-c", XLSX_FORMULAS], input=sheets.workbook(  # noqa: S607
        json.loads(data.summary_json), lines.read(data.lines_csv)), capture_output=True, check=True)  # fmt: skip
    assert names.stdout.strip() == b"0"


# counts formula elements in every sheet of the workbook on standard input
XLSX_FORMULAS = """
import io, re, sys, zipfile
book = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
print(sum(len(re.findall(b"<f[ >]", book.read(name))) for name in book.namelist() if name.startswith("xl/worksheets/")))
"""
