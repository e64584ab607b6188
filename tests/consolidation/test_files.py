"""Files that people work on: the editable report, all filed rows, the extract for the register."""

import csv
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from python_calamine import CalamineWorkbook

from reporting import clock, jobs, readable_csv
from reporting.consolidation import documents, filed_rows
from reporting.consolidation.calculation import compute
from reporting.consolidation.sources import frame
from reporting.models import Job
from tests.consolidation.making import accept, content_of
from tests.consolidation.test_documents import freeze

pytestmark = pytest.mark.django_db
HOME = "/ru/work/summary/2026/"


@pytest.fixture
def data(season2026):
    report = season2026.reports.get(body__code="AK-ABA")
    report.version = 2
    row = {"answer": "given", "status": "done", "disbursed_local": 1_250_000_500, "planned_local": 0, "progress_kk": "=1+1\x01 ӘҒҚ"}
    accept(report, content_of(report, {"SC-10": row}), at=clock.now())
    made = compute(frame(season2026, 1))
    return freeze(made), made["lines"]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_report_can_be_edited_and_says_what_the_pdf_says(data, language, django_db_blocker):
    with django_db_blocker.block():
        made = documents.make_docx(*data, language)
        assert made == documents.make_docx(*data, language), "the same edition, the same bytes"
    word = Document(io.BytesIO(made))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert [text.split(".")[0] for text in headings[:10]] == [str(n) for n in range(1, 11)]
    cells = ["|".join(t.text or "" for t in table._tbl.iter(qn("w:t"))) for table in word.tables]
    text = "\n".join([*(p.text for p in word.paragraphs), *cells])
    assert "1\u2009250\u2009000,5" in text, "the very amount"
    assert "Не переведено" in text or language == "kk"
    assert ("Ұлытау" in text) and "=1+1 ӘҒҚ" in text
    for table in word.tables:
        first = table._tbl.find(qn("w:tr"))
        assert first.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None, "the head is repeated on every page"
    language_set = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language_set.get(qn("w:val")) == {"kk": "kk-KZ", "ru": "ru-RU"}[language]
    foot = etree.tostring(word.sections[0].footer._element).decode()
    assert ">PAGE<" in foot and ">NUMPAGES<" in foot
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))


def test_every_filed_row_is_in_the_file_accepted_or_not(season2026, gulnar, sign_in, nurlan):
    report = season2026.reports.get(body__code="AK-ABA")
    report.version = 2
    version = accept(report, content_of(report, {"SC-10": {"answer": "given", "status": "done", "planned_local": 77}}), at=clock.now())
    type(version).objects.filter(pk=version.pk).update(outcome="")
    type(report).objects.filter(pk=report.pk).update(status="in_review")
    page = sign_in(gulnar)
    assert sign_in(nurlan).get(f"{HOME}rows/").status_code == 404
    assert page.get(f"{HOME}rows/rows.xlsx").status_code == 404, "nothing made yet"
    page.post(f"{HOME}rows/")
    page.post(f"{HOME}rows/")
    job = Job.objects.get(kind="filed_rows")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.DONE and job.steps[-1]["done"] == job.steps[-1]["total"] == season2026.reports.count()
    answer = page.get(f"{HOME}rows/rows.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows} == set(season2026.reports.values_list("body__code", flat=True)), "also who filed nothing"
    own = next(row for row in rows if row[0] == "AK-ABA" and row[7] == "SC-10")
    assert own[2] == "На рассмотрении" and own[3] == "2" and 77.0 in own
    assert next(row for row in rows if row[0] == "AK-ULY")[2] == "Отчёт не представлен"
    assert page.get(f"{HOME.replace('/ru/', '/kk/')}rows/rows.xlsx").status_code == 404, "it is in the language it was asked for in"
    page.get(f"{HOME}rows/")
    with CaptureQueriesContext(connection) as queries:
        assert page.get(f"{HOME}rows/").status_code == 200
    assert len(queries) <= 8
    assert filed_rows.path(job).is_file() and not list(filed_rows.path(job).parent.glob("*.part"))


def test_the_extract_for_the_register_is_one_row_an_item_to_the_tenge(edition, sign_in, kairat, dana, nurlan):
    page = sign_in(kairat)
    url = f"{HOME}editions/1/register/ru.csv"
    rows = list(csv.reader(io.StringIO(page.get(url).content.decode("utf-8-sig"), newline="")))
    items = edition.summary.figures["items"]
    assert [int(row[0]) for row in rows[1:]] == [item["number"] for item in items]
    planned = sum(int(row[8]) for row in rows[1:] if row[8])
    assert planned == edition.summary.figures["totals"]["funding"]["total"]["planned"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.get(f"{HOME}editions/1/register/kk.xlsx").content))
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]] == [item["number"] for item in items]
    assert [sign_in(person).get(url).status_code for person in (dana, nurlan)] == [404, 404], "not sent to the planning body yet"
    assert page.get(f"{HOME}editions/1/register/en.csv").status_code == 404
    assert page.get(f"{HOME}editions/1/register/ru.doc").status_code == 404


def test_nothing_in_the_extract_becomes_a_formula():
    assert readable_csv.table([["№", "=1+1", "-5", 5, None]]).decode("utf-8-sig") == "№,'=1+1,'-5,5,\r\n"
