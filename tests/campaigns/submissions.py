"""The button pressed eight times at once, over two web processes: `python -m tests.campaigns.submissions --rounds 500 --seed 3`.

On a private PostgreSQL, or with `--sqlite` on SQLite. Each round is eight requests by page and API, by the signatory and a deputy; every
answer must be the one receipt. Ends with 1 when any round or the counts at the end are wrong.
"""

import argparse
import contextlib
import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1", LOG_LEVEL="ERROR"
)
django.setup()

from tests.filing.submitting import TIMES, faults_of, two_servers  # noqa: E402
from tests.throwaway import private_postgres  # noqa: E402


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=500)
    asked.add_argument("--seed", type=int, default=3)
    asked.add_argument("--sqlite", action="store_true")
    asked = asked.parse_args()
    with contextlib.ExitStack() as stack:
        if not asked.sqlite:
            os.environ.update(TEST_DATABASE="postgres", DATABASE_URL=stack.enter_context(private_postgres()))
        rounds = stack.enter_context(two_servers(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        wrong = rounds.run(asked.rounds, asked.seed, say)
        counts = rounds.count()
    wrong += faults_of(counts, asked.rounds)
    for fault in wrong:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"rounds: {asked.rounds}, submissions: {asked.rounds * TIMES}, {counts}, faults: {len(wrong)}\n")
    return 1 if wrong else 0


def say(number: int, wrong: int) -> None:
    """How far it is."""
    sys.stdout.write(f"{number} rounds, faults: {wrong}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
