"""How long it takes from the approver's click to the flip: `python -m benchmarks.publish [--sizes 40 250 1000] [--rounds 3] [--slots 2]`.

A portal of its own for every measurement (web, worker, beat, a new database): an edition of so many bodies is published by the verb, its
pages are written in three languages, packed, checked and put in place. Prints n, pages, seconds (median and all), seconds of a page against
the smallest size, and the growth exponent (least squares of the logarithms).
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import django

os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="benchmark", DEMO="1")  # noqa: S106
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="benchmark-"))
django.setup()

from tests.servers import ROOT, Running, portal_processes  # noqa: E402

LIMIT_SECONDS, LIMIT_EXPONENT = 10, 1.15


def act(running: Running, code: str) -> str:
    """Runs a function of `tests.site.publishing` in the portal under measurement; gives what it printed."""
    whole = f"from tests.site import publishing as p; from benchmarks.editions import bodies; p.{code}"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", whole]
    return subprocess.run(command, cwd=ROOT, env=running.env, check=True, capture_output=True, text=True).stdout


def measure(size: int, slots: int) -> dict:
    """One publication of an edition of `size` bodies with so many worker processes."""
    place = Path(tempfile.mkdtemp(prefix="benchmark-"))
    env = {"WORKER_SLOTS": str(slots), "BROKER_DIR": str(place / "broker")}
    try:
        with portal_processes(place, env, prepare=lambda running: act(running, "prepare()"), seconds=120) as running:
            return json.loads(act(running, f"publish_measured(bodies({size}))").splitlines()[-1])
    finally:
        shutil.rmtree(place, ignore_errors=True)


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of log seconds over log n."""
    xs, ys = [math.log(n) for n, _s in points], [math.log(s) for _n, s in points]
    mx, my = statistics.fmean(xs), statistics.fmean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum((x - mx) ** 2 for x in xs)


def main() -> int:
    """Measures, size after size in every round, and prints the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=[40, 250, 1000])
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--slots", type=int, default=2, help="processes of the worker")
    asked = asked.parse_args()
    found: dict[int, list[dict]] = {size: [] for size in asked.sizes}
    for _ in range(asked.rounds):
        for size in asked.sizes:
            found[size].append(measure(size, asked.slots))
            sys.stderr.write(f"{size}: {found[size][-1]}\n")
    medians = {size: statistics.median(one["seconds"] for one in rows) for size, rows in found.items()}
    first = asked.sizes[0]
    sys.stdout.write("| bodies | pages | seconds, median | all | seconds a page, ratio |\n|---|---|---|---|---|\n")
    for size, rows in found.items():
        ratio = (medians[size] / rows[0]["pages"]) / (medians[first] / found[first][0]["pages"])
        every = " ".join(f"{one['seconds']:.1f}" for one in rows)
        sys.stdout.write(f"| {size} | {rows[0]['pages']} | {medians[size]:.1f} | {every} | {ratio:.2f} |\n")
    grown = exponent(list(medians.items())) if len(medians) > 1 else 0.0
    last = exponent(list(medians.items())[-2:]) if len(medians) > 1 else 0.0
    sys.stdout.write(f"growth exponent: {grown:.2f} over all sizes, {last:.2f} between the last two; worker processes: {asked.slots}\n")
    return 0 if medians.get(40, 0) < LIMIT_SECONDS and max(grown, last) <= LIMIT_EXPONENT else 1


if __name__ == "__main__":
    sys.exit(main())
