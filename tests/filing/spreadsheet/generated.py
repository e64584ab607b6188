"""Reports filled with generated values, and the round trip that must change none of them."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import models
from django.utils.translation import override

from reporting.filing import rules as filing
from reporting.filing.reported import snapshot
from reporting.filing.spreadsheet import rules
from reporting.filing.spreadsheet.columns import is_asked
from reporting.filing.spreadsheet.preview import Preview, same
from reporting.models import MAX_TENGE, Report
from territories.models import Territory
from tests.filing.spreadsheet import workbooks as w

LETTERS = "әғқңөұүһіӘҒҚҢӨҰҮҺІабвгёжзийщъыэюяABCxyz0123456789"
SIGNS = " \n\t\r\u00a0\u2009\u2212–—«»№%=+-@'\"<>&;|/\\()[]{}#*_!?.,:₸😀\u0306\u200b\x0b\x1f\ufffe"
STARTS = ("", "", "=", "+7", "-1", "@", "'", "\t", "_x000D_", "_x0041_", "0012", "1,5", "31.12.2026", "#REF!", "TRUE", "&#10;", "<is>")
FAR_DAYS = (date(1, 1, 1), date(1899, 12, 31), date(1900, 2, 28), date(1904, 1, 1), date(9999, 12, 31))
VARIANTS = {"as downloaded": bytes, "inline strings": w.inline, "another program": w.saved_by_another_program}


def text(random: Random, longest: int) -> str:
    """A text that a person could have typed or pasted, and some that nobody should have."""
    length = min(longest, random.choice((0, 1, 5, 40, 400, longest)) + random.randrange(3))
    made = random.choice(STARTS) + "".join(random.choice(random.choice((LETTERS, LETTERS, SIGNS))) for _ in range(length))
    return made[:longest]


def value(random: Random, field, territories: list[Territory]):
    """A value that the field can hold; often nothing."""
    if random.random() < 0.3:
        return field.get_default() if not isinstance(field, models.ForeignKey) else None
    if isinstance(field, models.ForeignKey):
        return random.choice(territories)
    if isinstance(field, models.BooleanField):
        return random.random() < 0.5
    if isinstance(field, models.DateField):
        return random.choice(FAR_DAYS) if random.random() < 0.2 else date(2026, 1, 1) + timedelta(days=random.randrange(2000))
    if isinstance(field, models.BigIntegerField):
        return random.choice((0, 1, 999, 1000, 10**12 + 1, 10**15 + 1, MAX_TENGE - 1, random.randrange(MAX_TENGE), random.randrange(10**9)))
    if isinstance(field, models.DecimalField):
        # up to fifteen digits: SQLite keeps no more of a decimal
        return Decimal(random.randrange(1, 10 ** random.randrange(1, 15))) / 10 ** random.randrange(7)
    if field.choices:
        return random.choice([code for code, _word in field.choices if code])
    return text(random, field.max_length)


def scribble(report: Report, by, random: Random) -> None:
    """Fills every open row with generated values by the verb of the form."""
    territories = list(Territory.objects.all())
    rows = [*report.rows.filter(needs_answer=True), *report.indicators.select_related("indicator")]
    for entry in rows:
        entry.refresh_from_db()
        names = [name for name in entry.REPORTED if is_asked(entry, name)]
        values = {name: value(random, entry._meta.get_field(name), territories) for name in names}
        filing.save_entry(entry, by=by, base_version=entry.version, values=values)


def differences(report: Report, by, random: Random) -> list:
    """What an exported file would change when it is uploaded again, however it was saved: nothing."""
    language, found = random.choice(("kk", "ru", "en")), []
    with override(language):
        book = w.made(report)
        for name, save in VARIANTS.items():
            preview = Preview(rules.upload_spreadsheet(report, by=by, upload=w.uploaded(save(book))), by)
            preview.upload.delete()
            if preview.good or preview.clashing or preview.problems:
                changed = [(row.line.number, change) for row in preview.good for change in row.changes]
                found.append((name, language, changed, preview.problems))
    return found


def changes_of(book: bytes, report: Report, by) -> list:
    """What a file would change, and what of it cannot be taken."""
    preview = Preview(rules.upload_spreadsheet(report, by=by, upload=w.uploaded(book)), by)
    preview.upload.delete()
    changed = [(row.line.number, change) for row in (*preview.good, *preview.clashing) for change in (*row.changes, *row.clashes)]
    return [*changed, *((problem.cell, problem.problem.code) for problem in preview.problems)]


def wrong_values(report: Report, by) -> list:
    """What a full file writes into an empty report that it should not: every value must come back as it was."""
    book = w.made(report)
    rows = [*report.rows.filter(needs_answer=True), *report.indicators.select_related("indicator")]
    before = [snapshot(entry) for entry in rows]
    for entry in rows:
        blank = {name: None if entry._meta.get_field(name).null else entry._meta.get_field(name).get_default() for name in entry.REPORTED}
        type(entry).objects.filter(pk=entry.pk).update(**blank)
    preview = Preview(rules.upload_spreadsheet(report, by=by, upload=w.uploaded(book)), by)
    if preview.good:
        rules.apply_spreadsheet(preview.upload, by=by, digest=preview.digest)
    wrong = [(problem.cell, problem.problem.code) for problem in preview.problems]
    for entry, said in zip(rows, before, strict=True):
        entry.refresh_from_db()
        now = snapshot(entry)
        wrong += [(name, said[name], now[name]) for name in said if not same(said[name], now[name])]
    return wrong
