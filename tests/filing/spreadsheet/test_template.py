"""The template: locked and open cells, lists, limits, hints, last year's value, and the hidden sheet."""

import re
import warnings
from datetime import date

import pytest
from django.utils.translation import override

from reporting import clock
from reporting.cycle import rules as cycle_rules
from reporting.filing.spreadsheet.columns import SHEETS, columns, rule, told
from reporting.models import Answer, IndicatorValue, ItemProgress, ItemStatus
from tests.filing.filling import fill, report_of
from tests.filing.spreadsheet import workbooks as w
from tests.filing.spreadsheet.test_cells import cell_of

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")


@pytest.fixture
def report(aigul):
    return report_of("AK-ABA")


def unlocked_styles(book: bytes) -> set[str]:
    """Numbers of the styles whose cells may be typed into."""
    styles = w.parts_of(book)["xl/styles.xml"].decode()
    listed = re.search(r"<cellXfs.*?</cellXfs>", styles, re.S)[0]
    found = re.findall(r"<xf [^>]*/>|<xf .*?</xf>", listed, re.S)
    return {str(number) for number, xf in enumerate(found) if 'locked="0"' in xf}


def style_of(book: bytes, at: str, part: str = w.ITEMS) -> str:
    return re.search(rf'<c r="{at}"[^>]* s="(\d+)"', w.parts_of(book)[part].decode())[1]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_sheet_takes_everything_that_is_said_in_it(report, aigul, language):
    """No label, hint or list is too long for a spreadsheet, and no two columns or words are alike."""
    fill(report, aigul)
    with override(language), warnings.catch_warnings():
        warnings.simplefilter("error")
        book = w.made(report)
        for model in SHEETS.values():
            its = columns(model, with_last=True)
            assert len({column.label for column in its}) == len(its)
            assert all(rule(column) for column in its)
        said = {value for line in w.rows(book, 0) for value in line}
        for model in SHEETS.values():
            its = columns(model, with_last=False)
            assert {rule(c) for c in its} | {told(c).hint for c in its} - {""} <= said


def test_the_plan_is_locked_and_the_report_is_open(report):
    book = w.made(report)
    is_open = unlocked_styles(book)
    assert style_of(book, "A2") not in is_open and style_of(book, "D2") not in is_open
    for name in ItemProgress.REPORTED:
        assert style_of(book, cell_of(book, name)) in is_open, name
    assert b"<sheetProtection" in w.parts_of(book)[w.ITEMS] and b'state="veryHidden"' in w.parts_of(book)["xl/workbook.xml"]


def test_a_closed_row_is_locked(report):
    row = report.rows.filter(needs_answer=True).order_by("row__number").first()
    ItemProgress.objects.filter(pk=row.pk).update(open=False)
    book = w.made(report)
    assert style_of(book, cell_of(book, "progress_kk", 1)) not in unlocked_styles(book)
    assert style_of(book, cell_of(book, "progress_kk", 2)) in unlocked_styles(book)


def test_what_is_not_asked_of_an_indicator_is_locked():
    ratio = IndicatorValue.objects.filter(indicator__roll_up="ratio").select_related("indicator", "report__body").first()
    book = w.made(report_of(ratio.report.body.code))
    row = w.row_of(book, ratio.indicator.code, 2)
    is_open = unlocked_styles(book)
    assert style_of(book, cell_of(book, "actual", row, 2), w.INDICATORS) not in is_open
    assert style_of(book, cell_of(book, "numerator", row, 2), w.INDICATORS) in is_open


def test_drop_downs_limits_and_marks(report):
    book = w.made(report)
    xml = w.parts_of(book)[w.ITEMS].decode()
    for name, kind in (("status", "list"), ("planned_local", "decimal"), ("actual_date", "date"), ("progress_kk", "textLength")):
        found = re.search(rf'<dataValidation [^>]*sqref="{cell_of(book, name)}"[^>]*>', xml)[0]
        assert f'type="{kind}"' in found and "prompt=" in found and "error=" in found
    assert xml.count("<conditionalFormatting") == len(ItemProgress.REPORTED)
    lists = {word for line in w.rows(book, 3) for word in line[1:]}
    with override("kk"):
        assert {str(word) for code, word in [*ItemStatus.choices, *Answer.choices] if code} <= lists


def test_rows_that_need_no_answer_are_left_out(report):
    codes = {line[0] for line in w.rows(w.made(report))[1:]}
    asked = report.rows.filter(needs_answer=True).values_list("item__code", flat=True)
    assert codes == set(asked) and report.rows.exclude(needs_answer=True).exists()


def test_last_year_s_value_stands_beside_this_year_s(report, kairat, gulnar):
    with override("en"):
        assert not any("last year" in label for label in w.rows(w.made(report))[0])
    row = report.rows.filter(needs_answer=True, row__deadline_to__year__gte=2028).order_by("row__number").first()
    ItemProgress.objects.filter(pk=row.pk).update(
        decision="accepted", decided_at=clock.now(), decided_by=gulnar, planned_local=7_500_000, status="in_progress"
    )
    with clock.at(clock.local(date(2028, 1, 11))):
        cycle_rules.open_year(2027, by=kairat)
        with override("en"):
            book = w.made(report_of("AK-ABA", 2027))
    head, line = w.rows(book)[0], next(line for line in w.rows(book) if line[0] == row.item.code)
    assert line[head.index("Local budget: planned, thousand tenge (last year)")] == 7500
    assert line[head.index("Status (last year)")] == "In progress"
    assert "Last year: 7,500" in w.parts_of(book)[w.ITEMS].decode().replace("\u00a0", ",")


def test_the_words_of_a_list_are_known_in_every_language(report):
    """No word of one language means something else in another."""
    for field in ("status", "answer"):
        meant = {}
        for language in ("kk", "ru", "en"):
            with override(language):
                for code, word in ItemProgress._meta.get_field(field).choices:
                    assert meant.setdefault(str(word).casefold(), code) == code
