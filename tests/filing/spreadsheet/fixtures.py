"""Workbooks that a real LibreOffice has saved, kept beside the tests: `python -m tests.filing.spreadsheet.fixtures` makes them anew.

To be run where `soffice` is installed, whenever the columns of the sheets change. The stamp of a file names rows of one database and is
signed with its key: a test puts its own in its place (`stamped_anew`); nothing else of what LibreOffice wrote is touched.
"""

import os
import re
import sys
import tempfile
from datetime import date
from html import unescape
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import django

if __name__ == "__main__":
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL="sqlite://:memory:", SECRET_KEY="fixtures", DEMO="1", LOG_LEVEL="CRITICAL",
        DATA_DIR=tempfile.mkdtemp(), ALLOWED_HOSTS="testserver",
    )  # fmt: skip
    django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils.translation import override  # noqa: E402

from reporting import clock  # noqa: E402
from reporting.cycle import rules as cycle_rules  # noqa: E402
from tests.conftest import make_person  # noqa: E402
from tests.filing.filling import report_of  # noqa: E402
from tests.filing.spreadsheet import workbooks as w  # noqa: E402
from tests.filing.spreadsheet.generated import scribble  # noqa: E402
from tests.filing.spreadsheet.libreoffice import saved_again  # noqa: E402

PLACE = Path(__file__).resolve().parent.parent.parent / "samples" / "libreoffice"
SEED, STRINGS = 7, "xl/sharedStrings.xml"
# language → body, officer
MADE = {"kk": ("AK-ABA", "aigul"), "ru": ("AK-ALM", "dana")}


def stamp_of(book: bytes) -> list[str]:
    """The cells of the hidden sheet's first column."""
    return [line[0] for line in w.rows(book, 3) if line[0]]


def stamped_anew(book: bytes, own: bytes) -> bytes:
    """A workbook saved elsewhere with the stamp of our own: the code and the content, each a text of the file."""
    parts = w.parts_of(book)
    text = parts[STRINGS].decode()
    old, new = stamp_of(book), stamp_of(own)
    assert old[:2] == new[:2] and len(old) == len(new), "the stamp has another shape: make the fixtures anew"
    swapped = dict(zip(old[2:], new[2:], strict=True))
    ours = re.compile(r"(<t[^>]*>)([^<]*)(</t>)")
    assert swapped.keys() <= {unescape(found[2]) for found in ours.finditer(text)}, "the stamp is not among the texts"
    text = ours.sub(lambda m: m[1] + escape(swapped[unescape(m[2])]) + m[3] if unescape(m[2]) in swapped else m[0], text)
    return w.packed({**parts, STRINGS: text.encode()})


def main() -> int:
    """Makes the files."""
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    with clock.at(clock.local(date(2027, 1, 11))):
        cycle_rules.open_year(2026, by=make_person("kairat"))
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        for language, (body, name) in MADE.items():
            scribble(report_of(body), make_person(name), Random(SEED))
            with override(language):
                (again,) = saved_again([w.made(report_of(body))])
            (PLACE / f"report.{language}.xlsx").write_bytes(again)
    return 0


if __name__ == "__main__":
    sys.exit(main())
