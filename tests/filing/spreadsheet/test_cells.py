"""Each bad cell is named exactly, and its row is not written; each odd but good cell means what it shows."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from reporting.filing.spreadsheet import rules
from reporting.filing.spreadsheet.preview import Preview
from reporting.models import ItemProgress
from reporting.problems import TEXTS, Problem
from tests.filing.filling import report_of, save
from tests.filing.spreadsheet import workbooks as w
from tests.filing.spreadsheet.odd_cells import BAD, GOOD, cell_of, label

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
STYLES = "xl/styles.xml"


@pytest.fixture
def report(aigul):
    """A report of which the first row tells something already."""
    report = report_of("AK-ABA")
    with override("kk"):
        save(report.rows.filter(needs_answer=True).first(), aigul, progress_kk="Бұрынғы мәтін", planned_local=5_000_000)
    return report


@pytest.fixture
def book(report):
    with override("kk"):
        return w.made(report)


def preview_of(report, book: bytes, by) -> Preview:
    with override("kk"):
        return Preview(rules.upload_spreadsheet(report, by=by, upload=w.uploaded(book)), by)


def apply(report, book: bytes, by):
    """Uploads, looks and applies."""
    found = preview_of(report, book, by)
    return rules.apply_spreadsheet(found.upload, by=by, digest=found.digest)


@pytest.mark.files
def test_each_bad_cell_is_named_with_its_rule(report, book, aigul):
    wrong = []
    for name, value, code in BAD:
        at = cell_of(book, name)
        found = preview_of(report, w.put(book, at, value), aigul)
        told = [(problem.cell, problem.problem.code) for problem in found.problems]
        with override("kk"):
            is_told = all(p.rule and p.problem.text() and p.sheet == "Іс-шаралар" for p in found.problems)
        if told != [(at, code)] or not is_told or found.good:
            wrong.append((name, value, told))
    assert wrong == []


def test_every_problem_of_a_spreadsheet_has_its_sentence_in_each_language():
    some = {"body": "x", "year": 1, "of": 1, "now": 2, "sheet": "x", "column": "x", "error": "x", "range": "x", "places": 3, "max": 5}
    some |= {"named": "x", "threat": "x", "file": "x"}
    for code in (code for code in TEXTS if code.startswith(("file_", "sheet_", "column_", "row_", "cell_", "import_", "undo_"))):
        said = set()
        for language in ("kk", "ru", "en"):
            with override(language):
                said.add(Problem(code, params={**some, "types": "XLSX"}).text())
        assert len(said) == 3, code


@pytest.mark.files
def test_seeded_pairs_are_all_found(report, book, aigul):
    """Bad cells in different rows and columns: the reported cells are the seeded ones."""
    rows = len(w.rows(book)) - 1
    for place in range(0, len(BAD) - 1, 3):
        (name, value, code), (other, more, code2) = BAD[place], BAD[place + 1]
        first, second = cell_of(book, name, 1), cell_of(book, other, 1 + place % (rows - 1) + 1)
        found = preview_of(report, w.put(w.put(book, first, value), second, more), aigul)
        assert {(p.cell, p.problem.code) for p in found.problems} == {(first, code), (second, code2)}


def test_a_good_row_is_written_beside_a_bad_one(report, book, aigul):
    file = w.put(w.put(book, cell_of(book, "planned_local"), "көп"), cell_of(book, "progress_ru", 2), "Текст строки")
    upload = apply(report, file, aigul)
    assert len(upload.changes) == 1
    written = ItemProgress.objects.get(pk=upload.changes[0][1])
    assert written.progress_ru == "Текст строки"
    assert report.rows.get(progress_kk="Бұрынғы мәтін").planned_local == 5_000_000


def test_each_odd_cell_means_what_it_shows(report, book, aigul):
    wrong = []
    for name, value, meant in GOOD:
        found = preview_of(report, w.put(book, cell_of(book, name), value), aigul)
        got = [row.values.get(name) for row in found.good]
        if got != [meant] or found.problems:
            wrong.append((name, value, got, found.problems))
    assert wrong == []


def test_dates_of_1904_are_the_days_that_are_shown(report, book, aigul):
    since_1904 = (date(2026, 12, 31) - date(1904, 1, 1)).days
    file = w.changed(book, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr", '<workbookPr date1904="1"', 1))
    found = preview_of(report, w.put(file, cell_of(book, "actual_date"), since_1904), aigul)
    assert [row.values for row in found.good] == [{"actual_date": date(2026, 12, 31)}]


def test_a_date_in_an_amount_and_an_amount_in_a_date(report, book, aigul):
    money, day = cell_of(book, "planned_local"), cell_of(book, "actual_date")
    found = preview_of(report, w.put(w.put(book, money, 46387, like=day), day, 46387, like=cell_of(book, "planned_extra")), aigul)
    assert {(p.cell, p.problem.code) for p in found.problems} == {(money, "cell_date_for_number"), (day, "cell_number_for_date")}


@pytest.mark.parametrize("code", ["0%", "0.00%", '"≈"0%'])
def test_a_percentage_is_never_taken_for_its_hundredth(report, book, aigul, code):
    escaped = code.replace('"', "&quot;")
    file = w.changed(book, STYLES, lambda xml: xml.replace('formatCode="#,##0.###"', f'formatCode="{escaped}"'))
    at = cell_of(book, "disbursed_local")
    found = preview_of(report, w.put(file, at, 0.12), aigul)
    assert (at, "cell_percent") in [(p.cell, p.problem.code) for p in found.problems] and not found.good
    assert all(p.problem.text() for p in found.problems)


def test_merged_cells_are_named_by_their_range(report, book, aigul):
    first, last = cell_of(book, "planned_local"), cell_of(book, "disbursed_local")
    merge = f'</sheetProtection><mergeCells count="1"><mergeCell ref="{first}:{last}"/></mergeCells>'
    file = w.changed(book, w.ITEMS, lambda xml: re.sub(r"(<sheetProtection[^>]*)/>", lambda m: m[1] + ">" + merge, xml))
    found = preview_of(report, file, aigul)
    assert [(p.cell, p.problem.code) for p in found.problems] == [(first, "cell_merged"), (last, "cell_merged")]
    assert {p.problem.params["range"] for p in found.problems} == {f"{first}:{last}"}


def hide_row(book: bytes, at: str) -> bytes:
    return w.changed(book, w.ITEMS, lambda xml: xml.replace(f'<row r="{at[-1]}"', f'<row r="{at[-1]}" hidden="1"'))


def hide_column(book: bytes, at: str) -> bytes:
    number = w.rows(book)[0].index(label("planned_local")) + 1
    return w.changed(book, w.ITEMS, lambda xml: re.sub(rf'(<col min="{number}" max="\d+")', r'\1 hidden="1"', xml))


def flatten_row(book: bytes, at: str) -> bytes:
    return w.changed(book, w.ITEMS, lambda xml: xml.replace(f'<row r="{at[-1]}"', f'<row r="{at[-1]}" ht="0" customHeight="1"'))


def hide_sheet(book: bytes, at: str) -> bytes:
    return w.changed(book, "xl/workbook.xml", lambda xml: xml.replace('sheetId="2"', 'sheetId="2" state="hidden"'))


@pytest.mark.parametrize("hide", [hide_row, flatten_row, hide_sheet])
def test_a_hidden_change_is_not_taken_and_a_hidden_cell_unchanged_is_no_matter(report, book, aigul, hide):
    at = cell_of(book, "planned_local")
    assert preview_of(report, hide(book, at), aigul).problems == []
    found = preview_of(report, hide(w.put(book, at, 7), at), aigul)
    assert [(p.cell, p.problem.code) for p in found.problems] == [(at, "cell_hidden")] and not found.good


def test_a_change_in_a_hidden_column_is_not_taken(report, book, aigul):
    at = cell_of(book, "planned_local")
    narrow = w.changed(book, w.ITEMS, lambda xml: split_columns(xml, w.rows(book)[0].index(label("planned_local")) + 1))
    assert preview_of(report, narrow, aigul).problems == []
    found = preview_of(report, w.put(narrow, at, 7), aigul)
    assert [(p.cell, p.problem.code) for p in found.problems] == [(at, "cell_hidden")]


def split_columns(xml: str, number: int) -> str:
    """One column hidden, whatever the ranges of widths are."""
    return re.sub(r"<cols>.*?</cols>", f'<cols><col min="{number}" max="{number}" width="9" hidden="1"/></cols>', xml, flags=re.S)


def test_rows_that_are_not_the_report_s(report, book, aigul):
    end, code = len(w.rows(book)), w.rows(book)[1][0]
    for cells, told in (({"A": "ZZ-99", "L": "Мәтін"}, "row_unknown"), ({"L": "Мәтін"}, "row_without_code")):
        found = preview_of(report, w.add(book, end + 2, cells), aigul)
        assert [(p.cell, p.problem.code) for p in found.problems] == [(f"A{end + 2}", told)]
    found = preview_of(report, w.add(book, end + 2, {"A": code, "L": "Мәтін"}), aigul)
    assert [(p.cell, p.problem.code) for p in found.problems] == [(f"A{end + 2}", "row_twice")] and not found.good
    assert preview_of(report, w.add(book, end + 2, {"AZ": "ескертпе"}), aigul).problems == []


def test_rows_may_be_sorted_and_left_out(report, book, aigul):
    """A row is known by its code, not by its place."""
    at = cell_of(book, "progress_ru", 1)
    file = w.put(book, at, "Первая строка")

    def upside_down(xml: str) -> str:
        lines = re.findall(r'<row r="\d+".*?</row>', xml, re.S)
        fresh = [lines[0]]
        for number, line in enumerate(reversed(lines[1:-1]), start=2):  # the last one is left out
            fresh.append(re.sub(r'(r="[A-Z]*)\d+"', rf'\g<1>{number}"', line))
        return xml.replace("".join(lines), "".join(fresh))

    found = preview_of(report, w.changed(file, w.ITEMS, upside_down), aigul)
    assert [row.values for row in found.good] == [{"progress_ru": "Первая строка"}]
    assert found.good[0].entry.progress_kk == "Бұрынғы мәтін" and found.problems == []


def test_what_an_indicator_is_not_asked(report, book, aigul):
    plain = report.indicators.exclude(indicator__roll_up="ratio").select_related("indicator").first()
    row = w.row_of(book, plain.indicator.code, 2)
    at = cell_of(book, "numerator", row, 2)
    found = preview_of(report, w.put(book, at, 5, w.INDICATORS), aigul)
    assert [(p.cell, p.problem.code) for p in found.problems] == [(at, "cell_not_asked")]
    at = cell_of(book, "actual", row, 2)
    found = preview_of(report, w.put(book, at, "12,345678", w.INDICATORS), aigul)
    assert [one.values for one in found.good] == [{"actual": Decimal("12.345678")}]
    found = preview_of(report, w.put(book, at, "12,3456789", w.INDICATORS), aigul)
    assert [(p.cell, p.problem.code) for p in found.problems] == [(at, "too_precise")]


def test_what_is_still_needed_is_told_and_stops_nothing(report, book, aigul):
    file = w.put(w.put(book, cell_of(book, "answer"), "Information is given"), cell_of(book, "status"), "Not done")
    found = preview_of(report, file, aigul)
    assert {"reason_missing", "measure_missing"} <= {remark.problem.code for remark in found.remarks}
    assert found.good and not found.problems


def test_a_day_far_back_stands_as_text_and_comes_back(report, aigul):
    row = report.rows.filter(needs_answer=True).first()
    save(row, aigul, actual_date=date(1899, 5, 3), proposed_date=date(2027, 1, 1) + timedelta(days=400))
    assert preview_of(report, w.made(report), aigul).counts["changed"] == 0
