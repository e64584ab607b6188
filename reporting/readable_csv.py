"""CSV that people open in a spreadsheet program: it knows the letters, and it calculates nothing that somebody typed."""

import csv
import io
from collections.abc import Iterable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plain(value):
    """Text that a spreadsheet would calculate, kept a text by a leading quote; anything that is no text stays what it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def table(rows: Iterable[Iterable]) -> bytes:
    """Rows, the heading first, with the mark by which spreadsheets know UTF-8. A negative number comes as a number, not as its text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([plain(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
