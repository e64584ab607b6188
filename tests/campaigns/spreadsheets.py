"""Generated reports through the spreadsheet and back: `python -m tests.campaigns.spreadsheets --n 200 --seed 1`.

Every report is exported in one of the three languages and uploaded again as three programs would have saved it, and, where `soffice` is
installed, as LibreOffice really has saved it (the last line says whether); then put into an empty report. Prints one line a difference
and ends with 1 when there is any.
"""

import argparse
import os
import sys
import tempfile
from datetime import date
from random import Random

import django

os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL="sqlite://:memory:", SECRET_KEY="campaign", DEMO="1", LOG_LEVEL="ERROR",
    DATA_DIR=tempfile.mkdtemp(),
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils.translation import override  # noqa: E402

from portal.users.models import User  # noqa: E402
from reporting import clock  # noqa: E402
from reporting.cycle import rules as cycle_rules  # noqa: E402
from reporting.models import Report  # noqa: E402
from reporting.roles import Role  # noqa: E402
from tests.conftest import make_person  # noqa: E402
from tests.filing.spreadsheet.generated import changes_of, differences, scribble, wrong_values  # noqa: E402
from tests.filing.spreadsheet.libreoffice import PROGRAM, saved_again  # noqa: E402
from tests.filing.spreadsheet.workbooks import made  # noqa: E402


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked = asked.parse_args()
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    wrong, again = 0, 0
    with clock.at(clock.local(date(2027, 1, 11))):
        cycle_rules.open_year(2026, by=make_person("kairat"))
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        people = {report: officer(report) for report in Report.objects.select_related("cycle__plan", "body").order_by("body__code")}
        for first in range(0, asked.n, len(people)):
            batch = [(number, *one) for number, one in zip(range(first, asked.n), people.items(), strict=False)]
            found = round_trips(batch, asked.seed)
            wrong += len({number for number, _ in found})
            again += len(batch) if PROGRAM else 0
            for number, one in found:
                sys.stdout.write(f"report {number}: {one}\n")
            sys.stdout.flush()
    sys.stdout.write(f"reports: {asked.n}, saved again by LibreOffice: {again or 'none, it is not installed'}, with differences: {wrong}\n")
    return 1 if wrong else 0


def officer(report: Report) -> User:
    """Somebody who fills in the report."""
    body = report.body
    return User.objects.create_user(email=f"o{body.pk}@example.kz", full_name="Үлгібаева Айгүл", role=Role.OFFICER, body=body)


def round_trips(batch: list[tuple], seed) -> list[tuple]:
    """(number, difference) of reports filled anew: LibreOffice is started once for all of them."""
    found, books = [], []
    for number, report, by in batch:
        random = Random(f"{seed}-{number}")
        scribble(report, by, random)
        found += [(number, one) for one in differences(report, by, random)]
        with override(random.choice(("kk", "ru", "en"))):
            books.append(made(report))
    for (number, report, by), book in zip(batch, saved_again(books) if PROGRAM else [], strict=False):
        found += [(number, ("LibreOffice", one)) for one in changes_of(book, report, by)]
    for number, report, by in batch:
        found += [(number, one) for one in wrong_values(report, by)]
    return found


if __name__ == "__main__":
    sys.exit(main())
