"""Readers while editions come out and workers die: `python -m tests.campaigns.readers [--readers 50] [--editions 20] [--kills 20]`.

Fifty readers take page, data and API of a running portal while twenty editions are published and the worker is killed again and again;
then one more edition is announced for a second, and every address is asked without pause across it. Prints what was met; ends with 1 when
there was a mixture, a gap, or a byte before the announced second. `--postgres` runs it on PostgreSQL and Redis.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import django

os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", SECRET_KEY="campaign: a key long enough to be taken for one", DEMO="1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="readers-"))
django.setup()

from tests.servers import ROOT, Running, portal_processes  # noqa: E402
from tests.site.bundles import LANGUAGES, Reader  # noqa: E402
from tests.throwaway import private_postgres  # noqa: E402

FAST = {
    "BAKE_PART_PAGES": "100", "JOB_STALE_SECONDS": "3", "SWEEP_SECONDS": "1", "PUBLIC_API_RATE": "100000000/min",
    "STAGE_AHEAD_SECONDS": "600",
}  # fmt: skip
AHEAD = 60  # seconds from the announcement to its second, `--ahead`: time to make the site ahead
AROUND = 4  # seconds of asking on each side


said = sys.stdout


def apart(log: Path) -> None:
    """What the portal's processes print goes into a file, what the campaign says stays on the screen."""
    globals()["said"] = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY), 1)


def say(text: str) -> None:
    """A line for whoever watches."""
    said.write(f"{text}\n")
    said.flush()


class Line:
    """One connection of one reader, opened anew when the server ends it."""

    def __init__(self, port: int):
        self.port, self.connection = port, None

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        for attempt in (1, 2):
            try:
                self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self.connection.request("GET", path)
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.connection = None  # an idle connection may be closed by the server: that is no answer yet
                if attempt == 2:
                    return 0, b""
        return 0, b""


def begin(running: Running, act: str) -> subprocess.Popen:
    """An act of `tests.site.publishing` in a process of the portal's."""
    code = f"from tests.site import publishing as p; p.{act}"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env=running.env, stdout=subprocess.PIPE, text=True)


def read_on(reader: Reader, ended: threading.Event, random_: random.Random, pause: float) -> None:
    """Bundle after bundle, with a pause of up to so many seconds between them."""
    while not ended.is_set():
        reader.read()
        time.sleep(random_.random() * pause)


def kill_workers(running: Running, ended: threading.Event, kills: int, random_: random.Random) -> list[str]:
    """Ends the worker with all its processes, as a power cut would, at any moment; starts it again."""
    met = []
    while len(met) < kills and not ended.wait(random_.uniform(1, 5)):
        os.killpg(running.pids["worker"], signal.SIGKILL)
        running.processes["worker"].wait()
        met.append(time.strftime("%X"))
        running.start("worker")
    return met


def publishing(running: Running, asked) -> tuple[list[Reader], int]:
    """The readers with what they met, and how often the worker was killed."""
    random_, ended, killed = random.Random(asked.seed), threading.Event(), []
    readers = [Reader(Line(running.port).get, LANGUAGES[nth % 3]) for nth in range(asked.readers)]
    threads = [threading.Thread(target=read_on, args=(one, ended, random.Random(nth), asked.pause)) for nth, one in enumerate(readers)]
    publisher = begin(running, f"publish(2, {asked.editions})")
    killer = threading.Thread(target=lambda: killed.extend(kill_workers(running, ended, asked.kills, random_)))
    for thread in [*threads, killer]:
        thread.start()
    for line in publisher.stdout:
        if line.startswith("readable"):
            say(f"{time.strftime('%X')} {line.strip()}")
    ended.set()
    for thread in [*threads, killer]:
        thread.join()
    if publisher.wait():
        readers[0].faults.append("the publisher failed")
    return readers, len(killed)


def across_the_second(running: Running, number: int, ahead: float) -> tuple[list[str], int, float]:
    """Asks for everything of an announced edition across its second: (faults, answers before it, seconds until it was first seen)."""
    publisher = begin(running, f"announce({number}, {ahead})")
    told = json.loads(publisher.stdout.readline())
    publisher.wait()
    places = [f"/data/2026/{number}/{name}" for name in ("lines.csv", "summary.json", "manifest.json", "report.kk.pdf")]
    places += ["/ru/2026/", "/kk/", "/data/2026/latest/summary.json", "/data/index.json", "/data/search.json", "/data/hashes.json"]
    places += ["/ru/feed.xml", "/ru/corrections.xml", "/sitemap.xml", f"/api/v1/public/editions/?edition={number}", "/ru/search/?q=2026"]
    faults, seen, lock = [], {"before": 0, "first": None}, threading.Lock()

    def ask(line: Line, mine: list[str]) -> None:
        while time.time() < told["at"] + AROUND:
            for path in mine:
                status, body = line.get(path)
                over = time.time()
                of_it = told["sha256"].encode() in body or path.startswith(f"/data/2026/{number}/") and status == 200
                with lock:
                    seen["before"] += over < told["at"]
                    if of_it and over < told["at"]:
                        faults.append(f"early: {path} {told['at'] - over:.3f} s before its second")
                    if of_it:
                        seen["first"] = min(seen["first"] or over, over)
                    if status not in (200, 404):
                        faults.append(f"gap: {path}: {status}")

    time.sleep(max(0.0, told["at"] - AROUND - time.time()))
    threads = [threading.Thread(target=ask, args=(Line(running.port), places[nth::4])) for nth in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if seen["first"] is None:
        jobs = running.manage("shell", "--no-imports", "-c", "from tests.site import publishing as p; p.tell_jobs()")
        faults.append(f"late: the edition was not seen at all {jobs}")
    return faults, seen["before"], (seen["first"] or 0) - told["at"]


def main() -> int:
    """Runs the campaign."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readers", type=int, default=50)
    asked.add_argument("--editions", type=int, default=20)
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--ahead", type=float, default=AHEAD, help="seconds from the announcement to its second")
    asked.add_argument("--pause", type=float, default=0.3, help="longest pause of a reader between two bundles, seconds")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--postgres", action="store_true")
    asked = asked.parse_args()
    place = Path(tempfile.mkdtemp(prefix="readers-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        if asked.postgres:
            os.environ.update(TEST_DATABASE="postgres", TEST_REDIS="1", DATABASE_URL=stack.enter_context(private_postgres()))
        apart(place / "portal.log")
        portal = portal_processes(place, FAST, prepare=lambda running: begin(running, "prepare()").wait(), seconds=120)
        running = stack.enter_context(portal)
        if begin(running, "publish(1, 1)").wait():
            return 1
        readers, killed = publishing(running, asked)
        early, before, delay = across_the_second(running, asked.editions + 1, asked.ahead)
    faults = [fault for reader in readers for fault in reader.faults]
    for fault in [*faults, *early][:50]:
        say(fault)
    answers, bundles = sum(one.answers for one in readers), sum(one.bundles for one in readers)
    mixtures, gaps = (sum(one.startswith(kind) for one in faults) for kind in ("mixture", "gap"))
    say(f"readers: {len(readers)}, editions: {asked.editions}, workers killed: {killed}, answers: {answers}, bundles: {bundles}")
    say(f"mixtures: {mixtures}, gaps: {gaps}")
    say(f"announced second: answers before it: {before}, wrong: {len(early)}, the edition first seen {delay:.3f} s after it")
    return 1 if faults or early or not bundles else 0


if __name__ == "__main__":
    sys.exit(main())
