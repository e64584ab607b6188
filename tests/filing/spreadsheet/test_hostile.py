"""Every hostile or odd file is answered in words, soon, in little memory; nothing of it is kept or written."""

import random
import zipfile

import pytest
from django.utils.translation import override

from reporting.filing.spreadsheet import reading, rules
from reporting.models import EntryRevision, Event, SpreadsheetImport
from reporting.problems import Refused
from tests.filing.filling import report_of, save
from tests.filing.spreadsheet import workbooks as w
from tests.filing.spreadsheet.hostile import FILES
from tests.filing.spreadsheet.odd_cells import BAD, GOOD

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
MEMORY = 300 * 1024  # kilobytes


def test_there_are_enough_of_them():
    assert len(FILES) + len(BAD) + len(GOOD) >= 180


@pytest.mark.files
def test_every_file_is_refused_in_words(aigul, monkeypatch):
    """One database for all of them: the report must be as it was after the last."""
    report, kilobytes, run = report_of("AK-ABA"), [], reading.run_reader
    save(report.rows.filter(needs_answer=True).first(), aigul, progress_kk="Бұрынғы мәтін")
    before = EntryRevision.objects.count(), Event.objects.count()

    def watched(path):
        said = run(path)
        kilobytes.append(said.get("kilobytes", 0))
        return said

    monkeypatch.setattr(reading, "run_reader", watched)
    with override("kk"):
        book = w.made(report)
    wrong = []
    for name, (make, codes) in FILES.items():
        file = w.uploaded(make(book))
        try:
            rules.upload_spreadsheet(report, by=aigul, upload=file)
            wrong.append((name, "accepted"))
        except Refused as refused:
            found = {problem.code for problem in refused.problems}
            if not found <= codes:
                wrong.append((name, found))
            for language in ("kk", "ru", "en"):
                with override(language):
                    assert all(problem.text() for problem in refused.problems), name
    assert wrong == []
    assert reading.SECONDS < 5  # the reader is stopped then, whatever the file is
    assert max(kilobytes) < MEMORY
    assert not SpreadsheetImport.objects.exists() and before == (EntryRevision.objects.count(), Event.objects.count())


def test_a_reader_that_dies_is_answered(aigul, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    with pytest.raises(Refused) as refused:
        rules.upload_spreadsheet(report_of("AK-ABA"), by=aigul, upload=w.uploaded(b"PK\x03\x04"))
    assert {problem.code for problem in refused.value.problems} == {"file_too_complex"}


def test_the_reader_s_limit_of_memory_holds(aigul, tmp_path):
    """A file that passes the directory's judgement and still is as large as a file may be."""
    parts = w.parts_of(w.made(report_of("AK-ABA")))
    text = random.Random(1).randbytes(19 * 2**20).hex().encode()
    row = b'<row r="90"><c r="A90" t="inlineStr"><is><t>' + text + b"</t></is></c></row></sheetData>"
    large = tmp_path / "large.xlsx"
    large.write_bytes(w.packed({**parts, w.ITEMS: parts[w.ITEMS].replace(b"</sheetData>", row)}, zipfile.ZIP_STORED))
    said = reading.run_reader(str(large))
    assert {"read", "unfit"} & set(said) and said.get("kilobytes", 0) < MEMORY
