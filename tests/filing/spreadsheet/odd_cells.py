"""Cells that cannot be taken, with the rule that says so; and odd cells that mean what they show. The first row of the table holds them."""

from datetime import date

from django.utils.translation import override

from reporting.filing.spreadsheet.columns import columns
from reporting.models import IndicatorValue, ItemProgress
from tests.filing.spreadsheet import workbooks as w


def label(name: str, model=ItemProgress) -> str:
    with override("kk"):
        return next(column.label for column in columns(model, with_last=False) if column.name == name)


def cell_of(book: bytes, name: str, row: int = 1, sheet: int = 1) -> str:
    """Address of a field's cell."""
    return w.at(book, label(name, (ItemProgress, IndicatorValue)[sheet - 1]), row, sheet)


BAD = [
    ("planned_local", "көп", "number"),
    ("planned_local", "1,234.5", "number"),
    ("planned_local", "1 23 456", "number"),
    ("planned_local", "12 тг", "number"),
    ("planned_local", "5%", "number"),
    ("planned_local", "1е5", "number"),
    ("planned_local", "١٢٣", "number"),
    ("planned_local", -5, "negative"),
    ("planned_local", "\u22125", "negative"),
    ("planned_local", "\u2212 5", "number"),
    ("planned_local", 1.23456, "too_precise"),
    ("planned_local", "1,2345", "too_precise"),
    ("planned_local", "100 000 000 000 000", "too_large"),
    ("planned_local", 1e300, "too_large"),
    ("planned_local", ("b", "<v>1</v>"), "number"),
    ("planned_local", ("e", "<f>A1/0</f><v>#DIV/0!</v>"), "cell_error"),
    ("planned_local", ("e", "<v>#REF!</v>"), "cell_error"),
    ("planned_local", ("", "<f>1+1</f>"), "cell_formula"),
    ("planned_local", ("", "<f>1+1</f><v></v>"), "cell_formula"),
    ("planned_local", ("str", "<f>A1</f>"), "cell_formula"),
    ("status", "Бітті", "choose"),
    ("status", 3, "choose"),
    ("answer", ("b", "<v>1</v>"), "choose"),
    ("territory", "Атлантида", "choose"),
    ("complete", "мүмкін", "choose"),
    ("actual_date", "31.02.2026", "date"),
    ("actual_date", "жақында", "date"),
    ("actual_date", "12/31/2026", "date"),
    ("actual_date", ("b", "<v>1</v>"), "date"),
    ("progress_ru", "я" * 8001, "too_long"),
    ("progress_ru", ("e", "<v>#NAME?</v>"), "cell_error"),
    ("progress_ru", ("b", "<v>1</v>"), "cell_not_text"),
    ("reasons_kk", ("", "<f>B2</f>"), "cell_formula"),
    ("reasons_kk", "а_x0000_б", "bad_character"),
    ("planned_local", "1_x0000_", "bad_character"),
    ("questions_answer", "ә" * 2001, "too_long"),
    ("planned_local", "1'234", "number"),
    ("planned_local", "1.234.567", "number"),
    ("planned_local", "2,5,5", "number"),
    ("planned_local", "--5", "number"),
    ("planned_local", "∞", "number"),
    ("planned_local", "NaN", "number"),
    ("planned_local", "1/2", "number"),
    ("planned_local", "１２", "number"),
    ("planned_local", "-0,001", "negative"),
    ("planned_local", "0,0005", "too_precise"),
    ("planned_local", ("", "<v>1e400</v>"), "number"),
    ("planned_local", ("", "<v>NaN</v>"), "number"),
    ("planned_local", ("d", "<v>2026-12-31</v>"), "cell_date_for_number"),
    ("planned_local", ("", "<f t=\"array\" ref=\"A1\">SUM(B1:B9)</f>"), "cell_formula"),
    ("planned_local", ("", "<f t=\"shared\" si=\"0\"/>"), "cell_formula"),
    ("status", ("", "<f>1+1</f>"), "cell_formula"),
    ("actual_date", "00.00.0000", "date"),
    ("actual_date", "1.1.26", "date"),
    ("actual_date", "29.02.2027", "date"),
    ("actual_date", "31 желтоқсан", "date"),
    ("actual_date", ("", "<f>TODAY()</f>"), "cell_formula"),
    ("actual_date", ("e", "<v>#VALUE!</v>"), "cell_error"),
    ("answer", "Ақпарат", "choose"),
    ("complete", "2", "choose"),
]

GOOD = [
    ("disbursed_local", "1 234,5", 1_234_500),
    ("disbursed_local", "1\u00a0234,5", 1_234_500),
    ("disbursed_local", "1\u202f234,5", 1_234_500),
    ("disbursed_local", " 1234.5 ", 1_234_500),
    ("disbursed_local", 1234.5, 1_234_500),
    ("disbursed_local", ("", "<f>1000+234.5</f><v>1234.5</v>"), 1_234_500),
    ("disbursed_local", ("", "<v>1.2345E3</v>"), 1_234_500),
    ("disbursed_local", ("", "<f>0.1+0.2</f><v>0.30000000000000004</v>"), 300),
    ("disbursed_local", "0", 0),
    ("disbursed_local", ("str", "<f>A1</f><v>12</v>"), 12_000),
    ("progress_ru", "и\u0306од", "йод"),
    ("progress_ru", "Первая\r\nвторая", "Первая\nвторая"),
    ("progress_ru", "=HYPERLINK(1)", "=HYPERLINK(1)"),
    ("progress_ru", "_x0041_", "A"),
    ("progress_ru", 12.5, "12,5"),
    ("progress_ru", ("inlineStr", "<is><r><t>Пол</t></r><r><t>ный</t></r></is>"), "Полный"),
    ("status", "  ОРЫНДАЛДЫ ", "done"),
    ("status", "Исполнено", "done"),
    ("status", "Done", "done"),
    ("complete", "Да", True),
    ("complete", ("b", "<v>1</v>"), True),
    ("actual_date", "31.12.2026", date(2026, 12, 31)),
    ("actual_date", "2026-12-31", date(2026, 12, 31)),
    ("actual_date", 46387, date(2026, 12, 31)),
    ("actual_date", 46387.5, date(2026, 12, 31)),
    ("disbursed_local", "1\u2009234,5", 1_234_500),
    ("disbursed_local", "0,001", 1),
    ("disbursed_local", ("", "<v>-0</v>"), 0),
    ("disbursed_local", ("", "<f t=\"array\" ref=\"A1\">SUM(1)</f><v>7</v>"), 7_000),
    ("progress_ru", "<b>не разметка</b> & «кавычки»", "<b>не разметка</b> & «кавычки»"),
    ("progress_ru", "ҚАЗАҚША ӘҒҚҢӨҰҮҺІ әғқңөұүһі", "ҚАЗАҚША ӘҒҚҢӨҰҮҺІ әғқңөұүһі"),
    ("progress_ru", "😀 \u202eнаоборот", "😀 \u202eнаоборот"),
    ("progress_ru", "  по краям  ", "по краям"),
    ("progress_ru", 46387, "46387"),
    ("progress_ru", ("inlineStr", "<is><t><![CDATA[1 < 2]]></t></is>"), "1 < 2"),
    ("progress_ru", "я" * 8000, "я" * 8000),
    ("complete", "иә", True),
    ("actual_date", ("d", "<v>2026-12-31</v>"), date(2026, 12, 31)),
    ("actual_date", " 31.12.2026 ", date(2026, 12, 31)),
]
