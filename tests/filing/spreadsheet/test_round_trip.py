"""An exported file uploaded again changes nothing; put into an empty report it brings back every value."""

from random import Random

import pytest
from django.utils.translation import override

from reporting.filing.spreadsheet import template
from tests.filing.filling import report_of
from tests.filing.spreadsheet import workbooks as w
from tests.filing.spreadsheet.fixtures import MADE, PLACE, SEED, stamped_anew
from tests.filing.spreadsheet.generated import changes_of, differences, scribble, wrong_values

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


def test_generated_reports_come_back_unchanged(aigul, timur):
    """A small sample of `python -m tests.campaigns.spreadsheets`."""
    found = []
    for seed in range(4):
        body, person = (("AK-ABA", aigul), ("MNVO", timur))[seed % 2]
        report, random = report_of(body), Random(seed)
        scribble(report, person, random)
        found += [(seed, *one) for one in differences(report, person, random)]
    assert found == []
    assert wrong_values(report_of("AK-ABA"), aigul) == []


def test_an_empty_report_comes_back_unchanged(aigul):
    assert differences(report_of("AK-ABA"), aigul, Random(1)) == []


@pytest.mark.parametrize("text", ["а_x8_б", "сурет_x12_3.jpg", "_x1F\x0bб", "_x8_x0041_", "_x0041_", "<r>б</r>", "_x8"])
def test_what_looks_like_a_code_of_a_character_stays_a_text(aigul, text):
    report = report_of("AK-ABA")
    row = report.rows.filter(needs_answer=True).first()
    type(row).objects.filter(pk=row.pk).update(progress_kk=text)
    assert differences(report, aigul, Random(1)) == []
    assert wrong_values(report, aigul) == []


def test_a_template_that_loses_a_value_would_be_noticed(aigul, monkeypatch):
    """The proof that the round trip looks."""
    report = report_of("AK-ABA")
    scribble(report, aigul, Random(3))
    as_cell = template.as_cell
    monkeypatch.setattr(template, "as_cell", lambda column, value, words: "" if column.kind == "money" else as_cell(column, value, words))
    assert differences(report, aigul, Random(1))


def test_text_never_becomes_a_formula(aigul):
    report = report_of("AK-ABA")
    row = report.rows.filter(needs_answer=True).first()
    type(row).objects.filter(pk=row.pk).update(progress_ru="=cmd|' /C calc'!A0", reasons_ru="@SUM(1)", measures_ru="-0,02")
    parts = w.parts_of(w.made(report))
    assert not any(b"<f>" in content for name, content in parts.items() if name.startswith("xl/worksheets/sheet"))
    assert not any(b"Relationship " in content for name, content in parts.items() if "worksheets/_rels" in name)


@pytest.mark.parametrize("language", MADE)
def test_a_file_that_libreoffice_has_saved_changes_nothing(language, request):
    """Saved by a real LibreOffice (`python -m tests.filing.spreadsheet.fixtures`), with this database's stamp in place of its own."""
    body, name = MADE[language]
    report, person = report_of(body), request.getfixturevalue(name)
    scribble(report, person, Random(SEED))
    saved = (PLACE / f"report.{language}.xlsx").read_bytes()
    assert changes_of(stamped_anew(saved, made_in(language, report)), report, person) == []
    scribble(report, person, Random(SEED + 1))
    assert changes_of(stamped_anew(saved, made_in(language, report)), report, person), "the proof that the file is read"


def made_in(language: str, report) -> bytes:
    """The portal's own workbook in a language."""
    with override(language):
        return w.made(report)
