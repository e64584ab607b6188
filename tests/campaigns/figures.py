"""Figures against their lineage over random years: `python -m tests.campaigns.figures --n 40 --seed 1 [--bodies 12] [--postgres]`.

Each year: reports filed, recalled, returned, amended and left lying by chance; then every figure of the summary is recomputed from its
lineage and from the cells of `lines.csv`, to the tenge; no line is an orphan, the order of the input changes nothing, a second run
gives the same bytes. SQLite in memory, or with `--postgres` a private PostgreSQL. Ends with 1 when anything is wrong.
"""

import argparse
import atexit
import contextlib
import os
import sys
import tempfile
from datetime import date
from random import Random

import django

from tests.throwaway import private_postgres

servers = contextlib.ExitStack()
atexit.register(servers.close)
os.environ["DATABASE_URL"] = servers.enter_context(private_postgres()) if "--postgres" in sys.argv else "sqlite://:memory:"
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign", DEMO="1", LOG_LEVEL="ERROR", DATA_DIR=tempfile.mkdtemp()
)
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from reporting import clock  # noqa: E402
from reporting.cycle import rules as cycle_rules  # noqa: E402
from tests.conftest import make_person  # noqa: E402
from tests.consolidation.random_year import live_through  # noqa: E402
from tests.consolidation.test_lineage import people_for, wrong_figures  # noqa: E402


class Over(Exception):
    """Takes a year back: the next one begins with an empty one."""


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=40)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--bodies", type=int, default=12)
    asked.add_argument("--postgres", action="store_true")
    asked = asked.parse_args()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    with clock.at(clock.local(date(2027, 1, 11))):
        year = cycle_rules.open_year(2026, by=make_person("kairat"))
    reviewer, wrong = make_person("gulnar"), 0
    for number in range(asked.n):
        try:
            with transaction.atomic(), clock.at(clock.local(date(2027, 4, 1))):
                live_through(year, Random(f"{asked.seed}-{number}"), people_for(year, reviewer), most=asked.bodies)
                found = wrong_figures(year, number)
                raise Over
        except Over:
            wrong += bool(found)
            sys.stdout.writelines(f"year {number}: {one}\n" for one in found[:20])
    sys.stdout.write(f"random years: {asked.n}, with a wrong figure: {wrong}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
