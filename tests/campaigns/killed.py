"""The worker killed at each step of its work and at random moments: `python -m tests.campaigns.killed --n 50 --seed 1 [--postgres]`.

From the calculation over the edition to the baking of the site: at the beginning of every step, between the last write and the note that
the work is done, and at `--n` random moments of the calculation. Each time the worker and its processes are killed as by a power cut,
another is started, and what is there at the end must be one summary, one edition, one site, with the bytes of an undisturbed run.
`--postgres` takes a private PostgreSQL and Redis instead of SQLite and folders. Ends with 1 when anything differs.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

os.environ.update(SECRET_KEY="campaign: a key long enough to be taken for one, 0123456789", DEMO="1")

from tests.powercut import Portal, season, wrong_edition, wrong_site, wrong_summary  # noqa: E402
from tests.throwaway import private_postgres  # noqa: E402

CALCULATION = ("collect", "lines", "figures", "discrepancies", "anomalies", "save", "returned")
EDITION = ("data", "xlsx", "pdf_kk", "pdf_ru", "docx_kk", "docx_ru", "manifest", "returned")
BAKING = (
    ("bake", "data"), ("bake", "pages"), ("bake_part", "pages"), ("bake_part", "returned"), ("bake", "check"), ("bake", "manifest"),
    ("bake", "save"), ("bake", "returned"),
)  # fmt: skip
BLANK = "UPDATE reporting_summary SET input_sha256 = '', figures = '{}', manifest = '{}', lines = ''"


def say(text: str) -> None:
    """A line for whoever watches."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def forget(portal: Portal) -> None:
    """The summary as before its first calculation, so that the next one has to write everything."""
    portal.tell(BLANK)
    portal.tell("DELETE FROM reporting_summaryrun")


def undisturbed_seconds(portal: Portal) -> float:
    """How long a calculation takes from its beginning to its end: the first one of a worker, as after each kill."""
    portal.kill_worker()
    portal.wake()
    forget(portal)
    portal.do("consolidate")
    began = portal.begun("consolidate")
    while portal.last_job("consolidate").state != "done":
        time.sleep(0.01)
    return time.monotonic() - began


def at_steps(portal: Portal, expected: dict) -> list[str]:
    """The calculation killed at each of its steps."""
    wrong = []
    for step in CALCULATION:
        forget(portal)
        left, done = portal.kill_in("consolidate", step, "consolidate"), portal.revive("consolidate")
        ended = [] if (done.id, done.state) == (left.id, "done") else [f"{left} → {done}"]
        wrong += [f"calculation, {step}: {one}" for one in ended + wrong_summary(portal, expected)]
    return wrong


def at_moments(portal: Portal, expected: dict, moments: list[float]) -> list[str]:
    """The calculation killed so many seconds after it has begun."""
    wrong, met = [], Counter()
    for after in moments:
        forget(portal)
        left, done = portal.kill_after("consolidate", after, "consolidate"), portal.revive("consolidate")
        met[left.step or left.state if left.state == "running" else left.state] += 1
        ended = [] if done.state == "done" else [str(done)]
        wrong += [f"calculation, {after:.3f} s ({left.state} {left.step}): {one}" for one in ended + wrong_summary(portal, expected)]
    say(f"the random moments met: {dict(met)}")
    return wrong


def one_after_another(portal: Portal, steps, act: str, kind: str) -> list[str]:
    """One work killed at each of its steps in turn, the next worker going on with it, until it is done."""
    for place, (of, step) in enumerate(steps):
        if place:
            portal.go_on()
        portal.kill_in(of, step, None if place else act)
    done = portal.revive(kind)
    return [] if done.state == "done" else [str(done)]


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--n", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--postgres", action="store_true")
    asked = asked.parse_args()
    chance = Random(asked.seed)
    with contextlib.ExitStack() as stack:
        if asked.postgres:
            os.environ.update(TEST_DATABASE="postgres", TEST_REDIS="1", DATABASE_URL=stack.enter_context(private_postgres()))
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        portal = stack.enter_context(season(place, 300, BAKE_PART_PAGES="100"))
        expected, longest = portal.do("undisturbed"), undisturbed_seconds(portal)
        say(f"an undisturbed calculation took {longest:.2f} s")
        wrong = at_steps(portal, expected)
        say(f"steps of the calculation: {len(CALCULATION)}, wrong so far: {len(wrong)}")
        wrong += at_moments(portal, expected, [chance.uniform(0, 1.1 * longest) for _ in range(asked.n)])
        wrong += one_after_another(portal, [("make_edition", step) for step in EDITION], "approve", "make_edition")
        wrong += wrong_edition(portal)
        say(f"steps of the edition: {len(EDITION)}, wrong so far: {len(wrong)}")
        wrong += one_after_another(portal, BAKING, "publish", "bake") + wrong_site(portal)
    for one in wrong:
        say(one)
    say(f"killed: {len(CALCULATION) + asked.n + len(EDITION) + len(BAKING)} times, wrong: {len(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
