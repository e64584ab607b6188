"""The closing report: every year side by side, from approved editions alone."""

import io
import json

import pytest
from docx import Document

from reporting.consolidation import closing
from reporting.models import Edition
from territories.kazakh import sort_key

pytestmark = pytest.mark.django_db
HOME = "/ru/work/summary/closing/"


def words(docx: bytes) -> str:
    made = Document(io.BytesIO(docx))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def test_years_stand_side_by_side_and_absent_ones_are_named(edition):
    one = closing.editions(Edition.objects)[0]
    later = json.loads(json.dumps({**one, "year": 2027}))
    later["totals"]["funding"]["total"] = {"planned": 1000, "disbursed": None}
    made = closing.make([one, later], "ru", "docx")
    assert made == closing.make([one, later], "ru", "docx")
    text = words(made)
    planned = one["totals"]["funding"]["total"]["planned"] + 1000
    assert f"{planned // 1000:,}".replace(",", "\u2009") in text, "the sum over the years"
    first = [row.cells[0].text for table in Document(io.BytesIO(made)).tables for row in table.rows]
    bodies = [text for text in first if text.startswith("Акимат")]
    assert len(bodies) > 10 and bodies == sorted(bodies, key=sort_key), "in the order of the language of the document"
    assert "2028, 2029" in text and "Предварительно" in text
    assert one["manifest_sha256"] in text
    whole = [{**one, "year": year} for year in range(2026, 2036)]
    assert "Предварительно" not in words(closing.make(whole, "ru", "docx"))


def test_the_page_and_its_files_are_for_the_desk(edition, sign_in, kairat, oraz, dana, nurlan):
    for person, status in ((kairat, 200), (oraz, 200), (dana, 404), (nurlan, 404)):
        for path in ("", "kk.docx"):
            assert sign_in(person).get(HOME + path).status_code == status
    assert sign_in(kairat).get(f"{HOME}ru.pdf").content.startswith(b"%PDF")
    assert sign_in(kairat).get(f"{HOME}en.pdf").status_code == 404


def test_without_an_edition_there_is_no_file(cycle2026, sign_in, kairat):
    page = sign_in(kairat)
    assert page.get(HOME).status_code == 200
    assert page.get(f"{HOME}kk.docx").status_code == 404
