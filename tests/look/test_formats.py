"""Numbers, amounts and dates: written as the acts write them, read as officials type them, refused where they can be misread."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import formats
from reporting.formats import MINUS, NBSP, THIN, NotANumber


def plain(text):
    """The same text with ordinary spaces, easier to read in a table."""
    return text.replace(NBSP, " ").replace(THIN, " ")


@pytest.mark.parametrize(
    ("tenge", "prose", "table"),
    [
        (None, "", ""),
        (0, "0", "0,0"),
        (1, "0,001", "0,001"),
        (500, "0,5", "0,5"),
        (1_000, "1", "1,0"),
        (1_250_000_500, "1 250 000,5", "1 250 000,5"),
        (1_250_000_000, "1 250 000", "1 250 000,0"),
        (123_456_789_012_345, "123 456 789 012,345", "123 456 789 012,345"),
        (-5_000, f"{MINUS}5", f"{MINUS}5,0"),
    ],
)
def test_money_shows_every_tenge(tenge, prose, table):
    assert plain(formats.money(tenge, language="kk")) == prose == plain(formats.money(tenge, language="ru"))
    assert plain(formats.money(tenge, language="en")) == prose.replace(",", ".")
    assert plain(formats.money_table(tenge, language="kk")) == table


def test_spaces_between_thousands_do_not_break():
    assert formats.money(1_250_000_000, language="ru") == f"1{NBSP}250{NBSP}000"
    assert formats.money_table(1_250_000_000, language="ru") == f"1{THIN}250{THIN}000,0"
    assert formats.percent(Decimal("30.4"), language="kk") == f"30,4{NBSP}%"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (None, None, ""),
        (Decimal("0.270000"), None, "0,27"),
        (Decimal("1234567"), None, "1 234 567"),
        (Decimal("1E+3"), None, "1 000"),
        (Decimal("-0.000"), None, "0"),
        (Decimal("-5"), None, f"{MINUS}5"),
        (Decimal("2.345"), 2, "2,35"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("0.3"), 2, "0,30"),
        (12, None, "12"),
    ],
)
def test_number(value, places, shown):
    assert plain(formats.number(value, places, language="ru")) == shown


@pytest.mark.parametrize(("part", "whole", "shown"), [(94_18, 100_00, "94,2 %"), (0, 5, "0,0 %"), (5, 0, ""), (None, 5, ""), (5, None, "")])
def test_share_is_nothing_where_nothing_can_be_divided(part, whole, shown):
    assert plain(formats.share(part, whole, language="ru")) == shown


@pytest.mark.parametrize(
    ("typed", "tenge"),
    [
        ("", None), ("   ", None), (None, None), (NBSP, None),
        ("0", 0), ("0,0", 0), ("00", 0),
        ("1 234,5", 1_234_500), ("1234.5", 1_234_500), ("1234,5", 1_234_500), (f"1{NBSP}234,5", 1_234_500), (f"1{THIN}234,5", 1_234_500),
        ("1\u202f234,5", 1_234_500), (" 1 250 000,5 ", 1_250_000_500), ("0,001", 1), ("0,5000", 500), ("1250 000", 1_250_000_000),
        ("9 999 999 999 999,999", 9_999_999_999_999_999),
    ],
)  # fmt: skip
def test_parse_money(typed, tenge):
    assert formats.parse_money(typed) == tenge


REFUSED = {
    "number": [
        "1,234.5", "1.234,5", "1,234,567", "1.250.000", "1e3", "1E3", "١٢٣", "१२३", "１２３", "²", "NaN", "inf", "0x10", "1_000", "12 34",
        "1 2345", "1  234", ",5", "5,", "+5", "5 тыс.", "=1+1", "5 %", "-", "--5", "- 5", "1\n234",
    ],
    "negative": ["-5", "−5", "–5", "-0"],
    "too_precise": ["0,0001", "1,2345"],
    "too_large": ["10 000 000 000 000", "9" * 40, "9" * 10_000],
}  # fmt: skip


@pytest.mark.parametrize(("typed", "code"), [(typed, code) for code, all_typed in REFUSED.items() for typed in all_typed])
def test_parse_money_refuses(typed, code):
    with pytest.raises(NotANumber) as refusal:
        formats.parse_money(typed)
    assert refusal.value.code == code
    assert refusal.value.text()


@given(st.integers(min_value=0, max_value=formats.LARGEST_TENGE - 1), st.sampled_from(["kk", "ru", "en"]))
def test_what_an_input_echoes_is_read_as_the_same_tenge(tenge, language):
    assert formats.parse_money(formats.echo_money(tenge, language=language)) == tenge
    assert formats.parse_money(formats.money_table(tenge, language=language)) == tenge


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        value = formats.parse_money(text)
    except NotANumber as refusal:
        assert refusal.code in ("number", "negative", "too_precise", "too_large")
    else:
        assert value is None or (isinstance(value, int) and 0 <= value < formats.LARGEST_TENGE)


@given(st.decimals(min_value=-(10**9) + 1, max_value=10**9 - 1, places=6), st.sampled_from(["kk", "ru", "en"]))
def test_a_value_of_an_indicator_goes_there_and_back(value, language):
    assert formats.parse_decimal(formats.echo_number(value, language=language), signed=True) == value


def test_parse_decimal():
    assert formats.parse_decimal("0,270000") == Decimal("0.27")
    assert formats.parse_decimal("") is None
    assert formats.parse_decimal("−5,5", signed=True) == Decimal("-5.5")
    refused = {"-5": "negative", "0,0000001": "too_precise", "100 000 000 000 000": "too_large", "99999999999999,999999": "too_precise"}
    for typed, code in refused.items():
        with pytest.raises(NotANumber) as refusal:
            formats.parse_decimal(typed)
        assert refusal.value.code == code


DAY = date(2027, 4, 1)


@pytest.mark.parametrize(
    ("write", "kk", "ru", "en"),
    [
        (formats.date_long, "2027 жылғы 1 сәуір", "1 апреля 2027 года", "1 April 2027"),
        (formats.day_month, "1 сәуір", "1 апреля", "1 April"),
        (formats.month_year, "2027 жылғы сәуір", "апрель 2027 года", "April 2027"),
        (formats.until, "2027 жылғы 1 сәуірге дейін", "до 1 апреля 2027 года", "until 1 April 2027"),
        (formats.not_later, "2027 жылғы 1 сәуірден кешіктірмей", "не позднее 1 апреля 2027 года", "not later than 1 April 2027"),
        (formats.inclusive, "2027 жылғы 1 сәуірді қоса алғанда", "по 1 апреля 2027 года включительно", "to 1 April 2027 inclusive"),
        (formats.deadline, "01.04.2027, 24:00 (UTC+05:00)", "01.04.2027, до 24:00 (UTC+05:00)", "01.04.2027, 24:00 (UTC+05:00)"),
    ],
)
def test_dates(write, kk, ru, en):
    assert (write(DAY, language="kk"), write(DAY, language="ru"), write(DAY, language="en")) == (kk, ru, en)
    assert write(None, language="kk") == ""


# The ends of the months as LANGUAGE.md lists them
@pytest.mark.parametrize(
    ("month", "dative", "ablative"),
    [
        (1, "қаңтарға", "қаңтардан"), (2, "ақпанға", "ақпаннан"), (3, "наурызға", "наурыздан"), (4, "сәуірге", "сәуірден"),
        (5, "мамырға", "мамырдан"), (6, "маусымға", "маусымнан"), (7, "шілдеге", "шілдеден"), (8, "тамызға", "тамыздан"),
        (9, "қыркүйекке", "қыркүйектен"), (10, "қазанға", "қазаннан"), (11, "қарашаға", "қарашадан"), (12, "желтоқсанға", "желтоқсаннан"),
    ],
)  # fmt: skip
def test_kazakh_months_take_their_endings(month, dative, ablative):
    day = date(2027, month, 2)
    assert formats.until(day, year=False, language="kk") == f"2 {dative} дейін"
    assert formats.not_later(day, year=False, language="kk") == f"2 {ablative} кешіктірмей"


def test_an_instant_is_shown_by_the_clock_of_almaty_with_its_offset():
    late = datetime(2027, 3, 31, 21, 5, tzinfo=UTC)
    assert formats.instant(late, language="kk") == "2027 жылғы 1 сәуір, 02:05 (UTC+05:00)"
    assert formats.instant(late, language="ru") == "1 апреля 2027 года, 02:05 (UTC+05:00)"
    assert formats.instant_short(late, seconds=True) == "01.04.2027, 02:05:00 (UTC+05:00)"
    assert (formats.date_short(late), formats.time_of_day(late)) == ("01.04.2027", "02:05")
    assert formats.instant(datetime(2023, 6, 1, tzinfo=UTC), language="en") == "1 June 2023, 06:00 (UTC+06:00)"


def test_the_end_of_a_day_is_that_day_at_24():
    end = datetime(2027, 4, 1, 19, 0, tzinfo=UTC)  # 2 April 00:00 in Almaty
    assert formats.deadline(end, language="kk") == formats.deadline(DAY, language="kk") == "01.04.2027, 24:00 (UTC+05:00)"
    assert formats.deadline(datetime(2027, 4, 1, 13, 30, tzinfo=UTC), language="ru") == "01.04.2027, до 18:30 (UTC+05:00)"


def test_years():
    assert formats.year_report(2026, language="kk") == "2026 жылғы есеп"
    assert formats.year_report(2026, language="ru") == "Отчёт за 2026 год"
    assert formats.year_range(2026, 2035, language="kk") == "2026–2035 жылдар"


def test_the_language_is_the_current_one_and_kazakh_where_there_is_none():
    assert formats.language_or("ru-KZ") == "ru"
    assert formats.language_or("de") == "kk"


ROUNDED = [("27.5", 2, "27,5"), ("27.456", 2, "27,46"), ("27", 2, "27"), ("0.004", 2, "0"), ("1.23456", None, "1,23456")]


@pytest.mark.parametrize(("value", "most", "said"), ROUNDED)
def test_a_share_is_rounded_and_has_no_empty_zeros(value, most, said):
    assert formats.number(formats.rounded(Decimal(value), most), language="ru") == said


@pytest.mark.parametrize(("sent", "read"), [("12", 12), ("007", 7), ("0", 0), *((text, None) for text in (
    "", None, "²", "٣", "-1", "1.0", " 1", "1\n", "9" * 10, "9" * 5000, "а"))])  # fmt: skip
def test_a_number_of_a_page_is_digits_or_nothing(sent, read):
    assert formats.parse_whole(sent) == read
