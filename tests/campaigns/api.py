"""The API against its own description: `python -m tests.campaigns.api --cases 20000 --seed 3`.

Prints how often each operation answered with each status; the first answer outside the description ends it with its request.
"""

import argparse
import os
import sys
import tempfile
from datetime import date

import django

os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL="sqlite://:memory:", SECRET_KEY="campaign", DEMO="1", LOG_LEVEL="CRITICAL",
    DATA_DIR=tempfile.mkdtemp(), ALLOWED_HOSTS="localhost",
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402

from reporting import clock  # noqa: E402
from reporting.cycle import rules as cycle_rules  # noqa: E402
from tests.api.fuzzing import Campaign  # noqa: E402
from tests.conftest import make_person  # noqa: E402
from tests.filing.filling import fill, report_of  # noqa: E402


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=20000)
    asked.add_argument("--seed", type=int, default=3)
    asked = asked.parse_args()
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    with clock.at(clock.local(date(2027, 1, 11))):
        cycle_rules.open_year(2026, by=make_person("kairat"))
    with clock.at(clock.local(date(2027, 3, 15), 10)):
        seen = Campaign(report_of("AK-ABA"), make_person("aigul"), make_person("bolat"), asked.seed).run(asked.cases * 9 // 10)
        dana = make_person("dana")  # the report of her body is full, so that it can be submitted, and then is locked
        full = Campaign(fill(report_of("AK-ALM"), dana), dana, make_person("erlan"), asked.seed + 1)
        seen += full.run(asked.cases // 10, submit_first=True)
    for (operation, status), times in sorted(seen.items()):
        sys.stdout.write(f"{times:6} {status} {operation}\n")
    broken = sum(times for (_, status), times in seen.items() if status.startswith("5"))
    sys.stdout.write(f"requests: {sum(seen.values())}, server errors: {broken}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
