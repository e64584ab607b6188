"""Generated reports through the spreadsheet and back: `python -m tests.campaigns.spreadsheets --n 200 --seed 1`.

Every report is exported in one of the three languages and uploaded again as three programs would have saved it; then put into an
empty report. Prints one line a difference and ends with 1 when there is any.
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

from reporting import clock  # noqa: E402
from reporting.cycle import rules as cycle_rules  # noqa: E402
from tests.conftest import make_person  # noqa: E402
from tests.filing.filling import report_of  # noqa: E402
from tests.filing.spreadsheet.generated import differences, scribble, wrong_values  # noqa: E402

BODIES = {"AK-ABA": "aigul", "AK-ALM": "dana", "MNVO": "timur"}


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked = asked.parse_args()
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    people, wrong = {body: make_person(name) for body, name in BODIES.items()}, 0
    with clock.at(clock.local(date(2027, 1, 11))):
        cycle_rules.open_year(2026, by=make_person("kairat"))
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        for number in range(asked.n):
            random = Random(f"{asked.seed}-{number}")
            body = random.choice(list(BODIES))
            report = report_of(body)
            scribble(report, people[body], random)
            found = [*differences(report, people[body], random), *wrong_values(report, people[body])]
            wrong += bool(found)
            for one in found:
                sys.stdout.write(f"report {number} ({body}): {one}\n")
    sys.stdout.write(f"reports: {asked.n}, with differences: {wrong}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
