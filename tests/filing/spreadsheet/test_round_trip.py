"""An exported file uploaded again changes nothing; put into an empty report it brings back every value."""

from random import Random

import pytest

from reporting.filing.spreadsheet import template
from tests.filing.filling import report_of
from tests.filing.spreadsheet import workbooks as w
from tests.filing.spreadsheet.generated import differences, scribble, wrong_values

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
