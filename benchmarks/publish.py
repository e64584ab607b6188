"""How long it takes from the approver's click to the flip: `python -m benchmarks.publish [--sizes 40 250 1000] [--rounds 3] [--slots 2]`.

A portal of its own for every measurement (web, worker, beat, a new database): an edition of so many bodies is published by the verb, its
pages are written in three languages, packed, checked and put in place. Prints n, pages, seconds by the clock (median and all), seconds of
the processors that the worker used, those of a page against the smallest size, and the growth exponents (least squares of the logarithms).
The processors' seconds hold on a busy machine too.
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

from benchmarks.processors import processor_seconds  # noqa: E402
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
            before = processor_seconds(running.pids["worker"])
            found = json.loads(act(running, f"publish_measured(bodies({size}))").splitlines()[-1])
            return {**found, "processor": processor_seconds(running.pids["worker"]) - before}
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
    clock, used = ({n: statistics.median(one[key] for one in rows) for n, rows in found.items()} for key in ("seconds", "processor"))
    pages = {size: rows[0]["pages"] for size, rows in found.items()}
    sys.stdout.write("| bodies | pages | seconds, median | all | processor seconds | of a page, ratio |\n|---|---|---|---|---|---|\n")
    for size, rows in found.items():
        ratio = (used[size] / pages[size]) / (used[asked.sizes[0]] / pages[asked.sizes[0]])
        every = " ".join(f"{one['seconds']:.1f}" for one in rows)
        sys.stdout.write(f"| {size} | {pages[size]} | {clock[size]:.1f} | {every} | {used[size]:.1f} | {ratio:.2f} |\n")
    grown = [exponent(list(one.items())[start:]) for one in (clock, used) for start in (0, -2)] if len(clock) > 1 else [0.0] * 4
    sys.stdout.write(f"growth exponent by the clock {grown[0]:.2f} over all sizes, {grown[1]:.2f} between the last two; by the processors "
                     f"{grown[2]:.2f} and {grown[3]:.2f}; worker processes: {asked.slots}\n")  # fmt: skip
    return 0 if clock.get(40, 0) < LIMIT_SECONDS and max(grown) <= LIMIT_EXPONENT else 1


if __name__ == "__main__":
    sys.exit(main())
