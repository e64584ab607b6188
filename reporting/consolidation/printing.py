"""Single values as the printed report has them: amounts, values, dates, the key of the map. Words follow the current language."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting import formats
from reporting.consolidation import drawing, rollup
from reporting.consolidation.rollup import SOURCES
from reporting.words import look_up

BILLION, MILLION = 10**9, 10**6


def shades() -> list[tuple[str, str]]:
    """The key of the map: fill and the per cent it stands for."""
    most, found = None, []
    for least, fill, _ink in drawing.STEPS:
        said = f"{least}–{most - 1}{formats.NBSP}%" if most else _("%(least)s %% and more") % {"least": least}
        found.append((fill, said))
        most = least
    return found


def total(row: dict, kind: str) -> int | None:
    """Planned or disbursed of a line, all sources; nothing where none was given."""
    return rollup.add(row[f"{kind}_{source}"] for source in SOURCES)


def amount(tenge: int | None) -> str:
    """Thousand tenge for a column; a blank is a word."""
    return str(look_up("answer.not_provided")[1]) if tenge is None else formats.money_table(tenge)


def value_of(text: str | None, places: int | None = None) -> str:
    """The value of an indicator; a blank is a word."""
    return str(look_up("indicator.no_data")[1]) if text is None else formats.number_table(formats.rounded(Decimal(text), places))


def large(tenge: int | None) -> dict:
    """An amount for a headline: billions or millions with two digits, and the unit."""
    if tenge is None:
        return {"number": str(look_up("answer.not_provided")[1]), "unit": ""}
    if tenge >= BILLION:
        return {"number": formats.number(Decimal(tenge) / BILLION, 2), "unit": _("bn ₸")}
    return {"number": formats.number(Decimal(tenge) / MILLION, 2), "unit": _("mln ₸")}


def day(text: str) -> date | None:
    """A date of the data."""
    return date.fromisoformat(text) if text else None


def moment(text: str | None) -> datetime | None:
    """An instant of the data."""
    return datetime.fromisoformat(text) if text else None
