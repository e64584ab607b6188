"""Queries and time of every page of the desk at few and at many reports: `python -m tests.campaigns.desk_queries --reports 40 1000`.

Prints, for each number of reports, the pages that ask more than eight times and the slowest ones; ends with 1 when there is one too many.
The data are made the same way each time.
"""

import argparse
import logging
import os
import sys
import tempfile

import django

os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL=os.environ.get("CAMPAIGN_DATABASE", "sqlite://:memory:"), SECRET_KEY="campaign",
    DEMO="1", LOG_LEVEL="CRITICAL", DATA_DIR=tempfile.mkdtemp(), ALLOWED_HOSTS="testserver",
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402

from reporting.consolidation import documents  # noqa: E402
from tests.desk import counting, world  # noqa: E402


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reports", type=int, nargs="+", default=[40, 1000])
    asked.add_argument("--slowest", type=int, default=12)
    asked = asked.parse_args()
    logging.disable(logging.WARNING)  # a 404 is an answer here
    documents.make_pdf = lambda *args: b"%PDF-1.7 made for speed"  # the campaign is not about the documents
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    desk, bad = world.build(), 0
    world.multiply(desk)
    for reports in asked.reports:
        world.grow(desk, reports)
        with world.on(4, 28):
            world.calculate(desk)
        found = counting.count(desk)
        over, opened = counting.too_many(found), sum(one.status == 200 for seen in found.values() for one in seen)
        bad += len(over)
        most = max(one.queries for seen in found.values() for one in seen if one.status == 200)
        n = desk.cycle.reports.count()
        sys.stdout.write(f"reports: {n}; pages opened: {opened}; most queries: {most}; over the limit: {len(over)}\n")
        for line in over:
            sys.stdout.write(f"OVER {line}\n")
        slow = sorted(((one.seconds, name, one.who) for name, seen in found.items() for one in seen), reverse=True)[: asked.slowest]
        for seconds, name, who in slow:
            sys.stdout.write(f"{1000 * seconds:7.0f} ms  {name} by {who}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
