"""The whole table of who may write what and when, tried against the portal: `python -m tests.campaigns.policy --share 1 [--part 2/4]`.

Every path × every stage of a season × everybody × own or another's. `--share 1` tries everything; less tries that part of the refusals.
`--part 2/4` tries every fourth line from the second: the parts together are the whole, for as many processors. Prints what was tried and
every deviation; ends with 1 when there is one.
"""

import argparse
import os
import sys
import tempfile

import django

os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL="sqlite://:memory:", SECRET_KEY="campaign", DEMO="1", LOG_LEVEL="CRITICAL",
    DATA_DIR=tempfile.mkdtemp(), ALLOWED_HOSTS="testserver", API_RATE="100000/min", API_WRONG_TOKEN_RATE="100000/min",
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402

from reporting.consolidation import documents  # noqa: E402
from tests.policy.run import campaign  # noqa: E402
from tests.policy.table import TABLE  # noqa: E402
from tests.policy.world import World  # noqa: E402


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--share", type=float, default=1.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--part", default="1/1", help="which of how many parts of the table")
    asked.add_argument("--only", default="", help="lines whose path begins so")
    asked = asked.parse_args()
    nth, parts = map(int, asked.part.split("/"))
    table = [path for path in TABLE if path.key.startswith(asked.only)][nth - 1 :: parts]
    documents.make_pdf = lambda *args: b"%PDF-1.7 made for speed"  # the campaign is not about the documents
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    trial = campaign(World(), share=asked.share, seed=asked.seed, table=table, say=lambda text: sys.stdout.write(f"{text}\n"))
    for line in trial.deviations:
        sys.stdout.write(f"DEVIATION {line}\n")
    never = sorted({path.name for path in table if path.when} - trial.done)
    sys.stdout.write(f"lines: {len(table)} of {len(TABLE)}, requests: {trial.tried}, deviations: {len(trial.deviations)}, ")
    sys.stdout.write(f"never gone by those who may: {never}\n")
    return 1 if trial.deviations or never else 0


if __name__ == "__main__":
    sys.exit(main())
