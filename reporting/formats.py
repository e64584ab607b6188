"""Numbers and amounts, written and read in Kazakh, Russian and English (LANGUAGE.md). Pure functions; dates.py has those of dates."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from reporting.dates import (
    date_long,
    date_short,
    day_month,
    deadline,
    inclusive,
    instant,
    instant_short,
    language_or,
    month_year,
    not_later,
    time_of_day,
    until,
    year_range,
    year_report,
)

__all__ = [
    "NotANumber", "number", "number_table", "rounded", "integer", "percent", "share", "money", "money_table", "echo_money", "echo_number",
    "parse_money", "parse_whole", "parse_decimal", "language_or", "date_long", "date_short", "day_month", "deadline", "inclusive",
    "instant", "instant_short", "month_year", "not_later", "time_of_day", "until", "year_range", "year_report",
]  # fmt: skip

NBSP = "\u00a0"  # between thousands in prose, before % and after №
THIN = "\u2009"  # between thousands in tables, where cells do not wrap anyway
MINUS = "\u2212"
LARGEST_TENGE = 10**16  # as in the models: above any budget, and sums still fit 64 bits
DIGITS = 15  # of a decimal that both databases keep exactly
SPACES = " \u00a0\u2009\u202f\u2007\u2002\u2003"
WHOLE = re.compile(r"[0-9]{1,9}")
# Digits of ASCII only; spaces only between groups of three; one comma or point at most
NUMBER = re.compile(rf"(?P<sign>[-{MINUS}\u2013]?)(?P<whole>[0-9]+(?:[{SPACES}][0-9]{{3}})*)(?:[.,](?P<rest>[0-9]+))?")


class NotANumber(ValueError):
    """What was typed is not a number we can take. `code`: number, negative, too_precise or too_large."""

    def __init__(self, code, places=None):
        super().__init__(code)
        self.code = code
        self.places = places

    def text(self):
        """The sentence an official reads, in the current language."""
        return {
            "number": _("Enter a number, for example 1 234,5"),
            "negative": _("The number must not be negative"),
            "too_precise": _("Digits allowed after the decimal mark: %(places)s") % {"places": self.places},
            "too_large": _("The number is too large. Check the unit of measurement."),
        }[self.code]


# Numbers out


def _write(value, language, space):
    """Write a finite Decimal exactly as it stands: groups of three, the language's mark, a true minus."""
    sign, text = (MINUS if value < 0 else ""), f"{abs(value):f}"
    whole, _point, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", space)
    mark = "." if language_or(language) == "en" else ","
    return f"{sign}{grouped}{mark}{rest}" if rest else f"{sign}{grouped}"


def _trim(value, least=0):
    """Drop the zeros at the end that say nothing, but keep `least` digits after the mark."""
    places = max(-value.normalize().as_tuple().exponent, least)
    return value.quantize(Decimal(1).scaleb(-places))


def number(value, places=None, *, language=None, space=NBSP):
    """A number with exactly the digits it has, or rounded half up to `places`. Nothing for None: a blank is a word, never 0."""
    if value is None or value == "":
        return ""
    value = Decimal(str(value))
    shown = _trim(value) if places is None else value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    return _write(shown + 0, language, space)


def rounded(value, most=None):
    """A number rounded half up to `most` digits after the mark, if that is said: shown, it has no zeros at the end that say nothing."""
    return value if most is None else value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)


def number_table(value, places=None, *, language=None):
    """A number for a column: thin spaces."""
    return number(value, places, language=language, space=THIN)


def integer(value, *, language=None):
    """A whole number."""
    return number(value, 0, language=language)


def percent(value, places=1, *, language=None):
    """A value already in per cent: «30,4 %»."""
    return "" if value is None or value == "" else f"{number(value, places, language=language)}{NBSP}%"


def share(part, whole, places=1, *, language=None):
    """One amount as per cent of another; nothing where there is nothing to divide by."""
    return percent(Decimal(part) * 100 / Decimal(whole), places, language=language) if whole and part is not None else ""


def money(tenge, *, language=None, space=NBSP, least=0):
    """Whole tenge shown in thousand tenge, to the last tenge: 1250000500 → «1 250 000,5»."""
    if tenge is None or tenge == "":
        return ""
    return _write(_trim(Decimal(int(tenge)) / 1000, least), language, space)


def money_table(tenge, *, language=None):
    """Thousand tenge for a column: always one digit after the mark, more only when a tenge would be lost."""
    return money(tenge, language=language, space=THIN, least=1)


def echo_money(tenge, *, language=None):
    """What an input shows after it was understood. Nothing for None, «0» for a zero that was given."""
    return money(tenge, language=language)


def echo_number(value, *, language=None):
    """What an input for a value of an indicator shows."""
    return number(value, language=language)


# Numbers in


def _read(text, places, limit, signed):
    """Read a typed number exactly, or raise NotANumber; None for a blank."""
    text = str(text if text is not None else "").strip(SPACES + "\t\r\n")
    if not text:
        return None
    found = NUMBER.fullmatch(text)
    if not found:
        raise NotANumber("number")
    if found["sign"] and not signed:
        raise NotANumber("negative")
    whole, rest = re.sub(rf"[{SPACES}]", "", found["whole"]).lstrip("0") or "0", (found["rest"] or "").rstrip("0")
    if len(rest) > places:
        raise NotANumber("too_precise", places)
    if len(whole) > 30 or Decimal(whole) >= limit:
        raise NotANumber("too_large")
    return Decimal(f"{'-' if found['sign'] else ''}{whole}.{rest or '0'}")


def parse_money(text):
    """Thousand tenge as typed → whole tenge. Space, NBSP, comma or point; a blank is None, never 0. Refuses by NotANumber."""
    value = _read(text, 3, Decimal(LARGEST_TENGE) / 1000, signed=False)
    return None if value is None else int(value * 1000)


def parse_whole(text) -> int | None:
    """A number that a page or an address carries for the machine (a version, an id, a year); None for whatever else was sent.

    Digits of ASCII only: `isdigit` takes «²» for one, and `int` does not. Nine at most: no integer of a database is shorter.
    """
    text = str(text)
    return int(text) if WHOLE.fullmatch(text) else None


def parse_decimal(text, places=6, *, signed=False):
    """A value of an indicator as typed → Decimal that fits Decimal(20, 6). A blank is None. Refuses by NotANumber.

    More digits than SQLite keeps of a decimal (`DIGITS`) are refused too: they would be read back as another number.
    """
    value = _read(text, places, Decimal(10**14), signed)
    if value is None:
        return None
    whole = len(str(int(abs(value))))
    if value.as_tuple().exponent < 0 and len(_trim(value).as_tuple().digits) > DIGITS:
        raise NotANumber("too_precise", DIGITS - whole)
    return _trim(value) + 0
