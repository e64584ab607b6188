"""Two officers, one of them in two tabs, and their pages that save themselves: `python -m tests.campaigns.interleavings --n 2000 --seed 1`.

Each run lets a seeded chance choose what happens next, through the portal's own pages: a value typed, saved by itself, by the button,
with the answer lost, in the same instant with another page; the row left and opened again, the session ended, both texts decided on.
Prints every text that was written over by somebody who had not been shown it, or that is nowhere to be found; then it ends with 1.
On SQLite; with `--postgres` on a private PostgreSQL, where two pages really save at once. `--blind` takes the rule's look away: then it
must fail.
"""

import argparse
import contextlib
import os
import sys
import tempfile
from collections import Counter
from datetime import date

import django

from tests.throwaway import private_postgres

started = contextlib.ExitStack()
os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1", LOG_LEVEL="CRITICAL",
    DATABASE_URL=started.enter_context(private_postgres()) if "--postgres" in sys.argv else "sqlite://:memory:",
    DATA_DIR=tempfile.mkdtemp(prefix="interleavings-"), ALLOWED_HOSTS="testserver",
)  # fmt: skip
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from portal.users.models import User  # noqa: E402
from reporting import clock  # noqa: E402
from reporting.cycle import rules as cycle_rules  # noqa: E402
from reporting.filing import entries  # noqa: E402
from reporting.models import Report  # noqa: E402
from reporting.roles import Role  # noqa: E402
from tests.conftest import make_person  # noqa: E402
from tests.filing.interleaving import Run, blind, cleared  # noqa: E402


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--n", type=int, default=2000)
    asked.add_argument("--from", dest="first", type=int, default=0, help="number of the first run, to share them between processes")
    asked.add_argument("--steps", type=int, default=20)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", type=int, help="one run again, step by step")
    asked.add_argument("--postgres", action="store_true")
    asked.add_argument("--blind", action="store_true")
    with started:
        return campaign(asked.parse_args())


def campaign(asked) -> int:
    """Every run begins with blank rows."""
    call_command("migrate", verbosity=0)
    call_command("load_concept", verbosity=0)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with clock.at(clock.local(date(2027, 1, 11))):
        cycle_rules.open_year(2026, by=make_person("kairat"))
    rows, people = small_report()
    wrong, done = 0, Counter()
    with clock.at(clock.local(date(2027, 3, 15), 10)), blind(entries) if asked.blind else contextlib.nullcontext():
        for number in range(asked.first, asked.n) if asked.only is None else [asked.only]:
            run = Run(cleared(rows), people, f"{asked.seed}-{number}", say=None if asked.only is None else sys.stdout.write)
            found = run.run(asked.steps)
            wrong, done = wrong + bool(found), done + run.done
            for one in found:
                sys.stdout.write(f"run {number}: {one}\n")
            if number % 100 == 99:
                sys.stdout.write(f"{number + 1} runs, with a text lost or written over: {wrong}\n")
            sys.stdout.flush()
    played = asked.n - asked.first if asked.only is None else 1
    sys.stdout.write(f"interleavings: {played}, with a text lost or written over: {wrong}; {dict(done)}\n")
    return 1 if wrong else 0


def small_report() -> tuple[list, tuple]:
    """Two rows of the report that has the fewest, and two officers of its body: pages of a long report take longer to draw."""
    found = {report: report.rows.filter(needs_answer=True).count() for report in Report.objects.select_related("body", "cycle")}
    report = min((one for one in found if found[one] >= 2), key=found.get)
    rows = list(report.rows.filter(needs_answer=True).select_related("report", "row").order_by("row__number")[:2])
    names = ("Үлгібаева Айгүл", "Үлгібаев Бейбіт")
    return rows, tuple(
        User.objects.create_user(email=f"officer{n}@example.kz", full_name=name, role=Role.OFFICER, body=report.body)
        for n, name in enumerate(names)
    )


if __name__ == "__main__":
    sys.exit(main())
