"""Texts that look like markup of the library that writes sheets."""

import io
from pathlib import Path

import openpyxl
import pytest

from reporting.workbook import Workbook

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("text", ["<r><oops>x</r>", "<r></r>", "<r><t>қ</t></r>", "<r>", "</r>", "a <r>b</r>"])
def test_a_text_stays_a_text(text):
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, text)
        sheet.write(0, 1, text)
        sheet.write_row(1, 0, [text])
    cells = openpyxl.load_workbook(out).active
    assert [cells[place].value.strip() for place in ("A1", "B1", "A2")] == [text] * 3


def test_every_sheet_is_written_with_it():
    sources = [path for folder in ("reporting", "portal") for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in sources if "xlsxwriter.Workbook" in path.read_text()] == ["workbook.py"]
