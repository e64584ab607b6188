"""Dates and times in Kazakh, Russian and English. Kazakh endings are a table, never joined by program (LANGUAGE.md, Dates)."""

from datetime import datetime, timedelta

from django.utils.translation import get_language

from reporting.clock import ALMATY

KK = ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"]
# …дейін: until
KK_DATIVE = [
    "қаңтарға", "ақпанға", "наурызға", "сәуірге", "мамырға", "маусымға",
    "шілдеге", "тамызға", "қыркүйекке", "қазанға", "қарашаға", "желтоқсанға",
]  # fmt: skip
# …кешіктірмей: not later than
KK_ABLATIVE = [
    "қаңтардан", "ақпаннан", "наурыздан", "сәуірден", "мамырдан", "маусымнан",
    "шілдеден", "тамыздан", "қыркүйектен", "қазаннан", "қарашадан", "желтоқсаннан",
]  # fmt: skip
# …қоса алғанда: inclusive
KK_ACCUSATIVE = [
    "қаңтарды", "ақпанды", "наурызды", "сәуірді", "мамырды", "маусымды",
    "шілдені", "тамызды", "қыркүйекті", "қазанды", "қарашаны", "желтоқсанды",
]  # fmt: skip
RU = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"]
RU_GENITIVE = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
EN = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

# What a sentence about a date looks like, with and without the year: case of the month, then the pattern
LONG = {
    "kk": (KK, "{year} жылғы {day} {month}", "{day} {month}"),
    "ru": (RU_GENITIVE, "{day} {month} {year} года", "{day} {month}"),
    "en": (EN, "{day} {month} {year}", "{day} {month}"),
}
MONTH = {
    "kk": (KK, "{year} жылғы {month}", "{month}"),
    "ru": (RU, "{month} {year} года", "{month}"),
    "en": (EN, "{month} {year}", "{month}"),
}
UNTIL = {
    "kk": (KK_DATIVE, "{year} жылғы {day} {month} дейін", "{day} {month} дейін"),
    "ru": (RU_GENITIVE, "до {day} {month} {year} года", "до {day} {month}"),
    "en": (EN, "until {day} {month} {year}", "until {day} {month}"),
}
NOT_LATER = {
    "kk": (KK_ABLATIVE, "{year} жылғы {day} {month} кешіктірмей", "{day} {month} кешіктірмей"),
    "ru": (RU_GENITIVE, "не позднее {day} {month} {year} года", "не позднее {day} {month}"),
    "en": (EN, "not later than {day} {month} {year}", "not later than {day} {month}"),
}
INCLUSIVE = {
    "kk": (KK_ACCUSATIVE, "{year} жылғы {day} {month} қоса алғанда", "{day} {month} қоса алғанда"),
    "ru": (RU_GENITIVE, "по {day} {month} {year} года включительно", "по {day} {month} включительно"),
    "en": (EN, "to {day} {month} {year} inclusive", "to {day} {month} inclusive"),
}


def language_or(language=None):
    """The language asked for, else the current one, else Kazakh."""
    code = (language or get_language() or "kk")[:2]
    return code if code in ("kk", "ru", "en") else "kk"

def _day(value):
    """The calendar day in Almaty of an instant; a date is its own day."""
    return value.astimezone(ALMATY).date() if isinstance(value, datetime) else value


def _say(patterns, value, year, language):
    if not value:
        return ""
    day = _day(value)
    names, full, short = patterns[language_or(language)]
    return (full if year else short).format(year=day.year, day=day.day, month=names[day.month - 1])


def date_long(value, *, language=None):
    """«2027 жылғы 1 сәуір», «1 апреля 2027 года»."""
    return _say(LONG, value, True, language)


def day_month(value, *, language=None):
    """«1 сәуір», «1 апреля»."""
    return _say(LONG, value, False, language)


def month_year(value, *, language=None):
    """«2027 жылғы сәуір», «апрель 2027 года»."""
    return _say(MONTH, value, True, language)


def until(value, *, year=True, language=None):
    """«2027 жылғы 1 сәуірге дейін», «до 1 апреля 2027 года»."""
    return _say(UNTIL, value, year, language)


def not_later(value, *, year=True, language=None):
    """«2027 жылғы 1 сәуірден кешіктірмей», «не позднее 1 апреля 2027 года»."""
    return _say(NOT_LATER, value, year, language)


def inclusive(value, *, year=True, language=None):
    """«2027 жылғы 1 сәуірді қоса алғанда», «по 1 апреля 2027 года включительно»."""
    return _say(INCLUSIVE, value, year, language)


def date_short(value):
    """«01.04.2027»: for tables and fields only."""
    return _day(value).strftime("%d.%m.%Y") if value else ""


def offset(value):
    """The offset of Almaty at that instant: «UTC+05:00»."""
    text = value.astimezone(ALMATY).strftime("%z")
    return f"UTC{text[:3]}:{text[3:]}"


def time_of_day(value):
    """«14:05», the clock of Almaty."""
    return value.astimezone(ALMATY).strftime("%H:%M") if value else ""


def instant(value, *, language=None):
    """«2027 жылғы 1 сәуір, 14:05 (UTC+05:00)»."""
    return f"{date_long(value, language=language)}, {time_of_day(value)} ({offset(value)})" if value else ""


def instant_short(value, *, seconds=False):
    """«01.04.2027, 14:05 (UTC+05:00)», for tables and receipts."""
    clock = "%d.%m.%Y, %H:%M:%S" if seconds else "%d.%m.%Y, %H:%M"
    return f"{value.astimezone(ALMATY).strftime(clock)} ({offset(value)})" if value else ""


def deadline(value, *, language=None):
    """A day counts to its last minute: «01.04.2030, 24:00 (UTC+05:00)», in Russian «до 24:00». Takes a date or an instant."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=ALMATY) + timedelta(days=1)
    local = value.astimezone(ALMATY)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    day, hour = (local.date() - timedelta(days=1), "24:00") if midnight else (local.date(), local.strftime("%H:%M"))
    before = "до " if language_or(language) == "ru" else ""
    return f"{date_short(day)}, {before}{hour} ({offset(value)})"


def year_report(year, *, language=None):
    """«2026 жылғы есеп», «Отчёт за 2026 год»: of a year, never for the year ahead."""
    return {"kk": "{} жылғы есеп", "ru": "Отчёт за {} год", "en": "Report for {}"}[language_or(language)].format(year)


def year_range(first, last, *, language=None):
    """«2026–2035 жылдар»."""
    return {"kk": "{}–{} жылдар", "ru": "{}–{} годы", "en": "{}–{}"}[language_or(language)].format(first, last)
